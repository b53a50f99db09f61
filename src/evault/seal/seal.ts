import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { Encrypter } from 'age-encryption'
import { VaultStartError } from '../errors.ts'
import type { KeyCustody, SecretStore } from '../keys/custody.ts'
import { keyNames } from '../keys/identity.ts'
import {
  createStorageKey,
  openWithRecoveryKey,
  unwrapDataKey,
  wrapDataKey,
} from '../keys/storage-keys.ts'
import { damagedRecord, isKeptTwice, type StorageRecord, writeStorageRecord } from './record.ts'

/** What a key is for: each has its own, and none tells of another. */
export type SealPurpose = 'files' | 'file-names' | 'registry' | 'backup-leases'

/** The opened encryption of a data directory. Whoever has it reads everything in it. */
export interface Seal {
  readonly evaultId: string
  /** `age1…`: what only the owner's recovery kit opens is encrypted to this. */
  readonly recoveryRecipient: string
  /** The name of the keychain that was given the storage key. */
  readonly givenTo: string
  /** How far the storage is, as it was recorded last. */
  readonly state: StorageRecord['state']
  /** 64 bytes, for AES-256-XTS. */
  databaseKey(): Buffer
  /** 32 bytes. */
  key(purpose: SealPurpose): Uint8Array
  /** Records that the owner knows in which keychain the storage key is now. */
  knownIn(keychain: string): Promise<void>
  /** Records that everything is encrypted and in its place, in both files. Does nothing where that is so. */
  settle(): Promise<void>
}

const dataKeyBytes = 32

type Unsigned = Omit<StorageRecord, 'mac'>

/**
 * Makes the data key of a vault and records it, wrapped with the keychain's storage key and
 * encrypted to the recovery key. Both are made where the keychain has none.
 */
export async function createSeal(
  directory: string,
  { evaultId, state }: Pick<StorageRecord, 'evaultId' | 'state'>,
  custody: KeyCustody,
): Promise<Seal> {
  const dataKey = randomBytes(dataKeyBytes)
  const storage = keyNames.storage(evaultId)
  await custody.createStorageKey(storage)
  const recipient = await custody.createRecoveryKey(keyNames.recovery(evaultId))
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  const record: Unsigned = {
    version: 1,
    ...{ evaultId, state },
    keychain: custody.keychain.name,
    dataKey: await custody.wrapDataKey(storage, dataKey),
    recovery: { recipient, dataKey: await encrypter.encrypt(dataKey) },
  }
  await write(directory, record, dataKey)
  return toSeal(directory, record, dataKey)
}

/**
 * Opens a recorded seal with the storage key of the keychain, and with nothing else.
 * @throws VaultStartError `STORAGE_KEY_MISSING`, `DATA_DAMAGED`, and what the keychain throws
 */
export async function openSeal(
  directory: string,
  record: StorageRecord,
  custody: KeyCustody,
): Promise<Seal> {
  const name = keyNames.storage(record.evaultId)
  const dataKey = await custody.unwrapDataKey(name, record.dataKey)
  if (typeof dataKey === 'string') throw keyMissing(record, dataKey, custody.keychain.name)
  requireMac(directory, record, dataKey)
  return toSeal(directory, record, dataKey)
}

/** Whether a recorded seal is opened by a store's storage key, or by its recovery key. */
export async function canOpenSeal(
  { evaultId, dataKey, recovery }: StorageRecord,
  store: Pick<SecretStore, 'get'>,
): Promise<boolean> {
  const opened = [
    await unwrapDataKey(store, keyNames.storage(evaultId), dataKey),
    await openWithRecoveryKey(store, keyNames.recovery(evaultId), recovery.dataKey),
  ]
  return opened.some((one) => typeof one !== 'string')
}

/**
 * Makes a recorded seal one that the keychain's storage key opens: with the recovery key, where
 * that storage key is not the one it was made with. Done when a recovery kit was put back.
 * @throws VaultStartError `STORAGE_KEY_MISSING` where neither key of the store opens it
 */
export async function reopenSeal(
  directory: string,
  record: StorageRecord,
  store: SecretStore,
): Promise<void> {
  const { evaultId, recovery } = record
  const name = keyNames.storage(evaultId)
  const opened = await unwrapDataKey(store, name, record.dataKey)
  if (typeof opened !== 'string' && record.keychain === store.keychain.name) return
  const dataKey =
    typeof opened === 'string'
      ? await openWithRecoveryKey(store, keyNames.recovery(evaultId), recovery.dataKey)
      : opened
  if (typeof dataKey === 'string') throw keyMissing(record, dataKey, store.keychain.name)
  requireMac(directory, record, dataKey)
  await createStorageKey(store, name)
  const wrapped = await wrapDataKey(store, name, dataKey)
  await write(directory, { ...record, keychain: store.keychain.name, dataKey: wrapped }, dataKey)
}

function toSeal(directory: string, record: Unsigned, dataKey: Uint8Array): Seal {
  let now = record
  async function change(changes: Partial<Pick<Unsigned, 'state' | 'keychain'>>): Promise<void> {
    const next = { ...now, ...changes }
    await write(directory, next, dataKey)
    now = next
  }
  return {
    evaultId: record.evaultId,
    recoveryRecipient: record.recovery.recipient,
    get givenTo() {
      return now.keychain
    },
    get state() {
      return now.state
    },
    databaseKey: () => deriveKey(dataKey, 'database', 64),
    key: (purpose) => deriveKey(dataKey, purpose, 32),
    async knownIn(keychain) {
      if (now.keychain !== keychain) await change({ keychain })
    },
    async settle() {
      if (now.state === 'ready' && (await isKeptTwice(directory))) return
      await change({ state: 'ready' })
    },
  }
}

async function write(directory: string, record: Unsigned, dataKey: Uint8Array): Promise<void> {
  await writeStorageRecord(directory, { ...record, mac: macOf(record, dataKey) })
}

/** HKDF-SHA256 (RFC 5869). The data key is random, so it needs no salt. */
function deriveKey(
  dataKey: Uint8Array,
  purpose: SealPurpose | 'database' | 'record',
  length: number,
): Buffer {
  const info = `eVault storage 1: ${purpose}`
  return Buffer.from(hkdfSync('sha256', dataKey, new Uint8Array(0), info, length))
}

function macOf(record: Unsigned, dataKey: Uint8Array): Uint8Array {
  const { version, evaultId, state, keychain, recovery } = record
  const encode = (part: Uint8Array) => Buffer.from(part).toString('base64')
  const parts = [
    ...[String(version), evaultId, state, keychain, encode(record.dataKey)],
    ...[recovery.recipient, encode(recovery.dataKey)],
  ]
  const key = deriveKey(dataKey, 'record', 32)
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest()
}

function requireMac(directory: string, { mac, ...record }: StorageRecord, dataKey: Uint8Array) {
  const expected = macOf(record, dataKey)
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) {
    throw damagedRecord(directory)
  }
}

function keyMissing(
  { keychain }: StorageRecord,
  why: 'missing' | 'other',
  present: string,
): VaultStartError {
  const what =
    why === 'missing'
      ? `The key that opens this vault is not in ${present}. It was kept in: ${keychain}.`
      : `The key in ${present} is not the one that opens this vault, which was kept in: ${keychain}.`
  return new VaultStartError(
    'STORAGE_KEY_MISSING',
    `${what} Nothing was changed or deleted; bring that keychain back, or restore your recovery kit.`,
  )
}
