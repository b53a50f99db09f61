import {
  type Approval,
  type IdentityLogEntry,
  type KeySigner,
  nextKeyHash,
  type RecoveryRequest,
  type TrustList,
} from '../../w3id/identity-log/entry.ts'
import { createIdentityLog } from '../../w3id/identity-log/manager.ts'
import { ask, type Database } from '../db/database.ts'
import { RequestError, VaultStartError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Seal } from '../seal/seal.ts'
import type { ConfirmedPurpose, KeyCustody, SessionOrigin } from './custody.ts'
import { type Identity, keyNames } from './identity.ts'
import { createIdentityLogStorage } from './identity-log-storage.ts'
import { timeOf, validateIdentityLog } from './validate-identity-log.ts'

/** The owner's keys on this computer, as the identity log has them. */
export interface OwnerKeys {
  /** Multibase of the key that signs now; empty where `keyless`. */
  readonly publicKey: string
  /** True where no current key is in the keychain: nothing can be signed in the owner's name. */
  readonly keyless: boolean
  /** The keys that speak for the eName now, by the identity log. */
  readonly current: readonly string[]
  /** Every key that was ever current: what they signed in their time stays valid. */
  readonly everCurrent: readonly string[]
  /** The name of the keychain that was given `publicKey` when it was made. */
  readonly givenTo: string
  /** The identity log, whole and valid. */
  readonly entries: readonly IdentityLogEntry[]
  /** Who may approve a recovery; null while nobody may. */
  readonly trust: TrustList | null
  /**
   * Signs with `publicKey`. ECDSA P-256 and SHA-256, raw r‖s.
   * @throws RequestError `UNAVAILABLE` where `keyless`
   */
  sign(bytes: Uint8Array): Promise<Uint8Array>
  /**
   * Signs what the owner is asked about first, in a dialog of the app. Raw r‖s.
   * @throws RequestError `UNAVAILABLE` where `keyless`, and what the keychain throws
   */
  signConfirmed(
    bytes: Uint8Array,
    purpose: ConfirmedPurpose,
    origin?: SessionOrigin,
  ): Promise<{ readonly publicKey: string; readonly raw: Uint8Array }>
  /**
   * Replaces the key by the one that was committed to, and commits to a new one. Resolves when
   * the log holds it; from then on the old key speaks for the eName no more.
   * @param trust who may approve a recovery from then on, null for nobody; unchanged when left out
   * @throws RequestError `UNAVAILABLE` when the key that comes next is lost, and what the
   * keychain throws; nothing has changed then
   */
  rotate(trust?: TrustList | null): Promise<void>
  /** Makes a key for a recovery and one to come after it. Neither speaks for the eName yet. */
  makeRecoveryKeys(): Promise<Pick<RecoveryRequest, 'updateKeys' | 'nextKeyHashes'>>
  /**
   * Ends being `keyless`: the key that was made for this request becomes the only one.
   * @throws RequestError `UNAVAILABLE` when that key is lost, IdentityLogError when the request
   * does not hold, and what the keychain and `beforeAppend` throw; nothing has changed then
   */
  recover(recovery: Recovery): Promise<void>
}

/** A recovery that enough of the trusted have approved. */
export interface Recovery {
  readonly request: RecoveryRequest
  /** Their certificates were verified when they came. */
  readonly approvals: readonly Approval[]
  /** Called when all is signed, right before the entry is written: the last moment to throw. */
  readonly beforeAppend: () => void
}

interface Means {
  readonly db: Database
  readonly custody: KeyCustody
  readonly seal: Pick<Seal, 'knownIn'>
  readonly identity: Identity
  readonly log: Log
  /** Opens although no current key is in the keychain. */
  readonly withoutKeys?: boolean | undefined
  readonly now?: (() => number) | undefined
}

interface HeldKey {
  readonly public_key: string
  readonly key_name: string
}

const selectKeys = `SELECT public_key, key_name FROM owner_keys WHERE ename = $1
  ORDER BY created_at, key_name`
const insertKey = `INSERT INTO owner_keys (ename, public_key, key_name, created_at)
  VALUES ($1, $2, $3, now()) ON CONFLICT DO NOTHING`

const recordKeychain = 'UPDATE vaults SET keychain = $2 WHERE ename = $1'

/**
 * Opens the owner's keys. A vault without an identity log gets one: its key becomes the first,
 * and one for the next rotation is made.
 * @throws VaultStartError `KEY_MISSING`, `KEY_MISMATCH`, `IDENTITY_LOG_DAMAGED`, and what the
 * keychain throws
 */
export async function openOwnerKeys(means: Means): Promise<OwnerKeys> {
  const { db, custody, identity, log, now = Date.now } = means
  const { ename, evaultId } = identity
  const storage = createIdentityLogStorage(db)
  let entries = await storage.read(ename)
  // With a clock that was set back the log goes on at the time of its end.
  const clock = () => new Date(Math.max(now(), timeOf(entries)))
  const identityLog = createIdentityLog({ storage, now: clock })
  if (entries.length === 0) {
    const first = { public_key: identity.publicKey, key_name: keyNames.owner(evaultId, 1) }
    await expectHeld(first)
    await keep(first)
    const next = await createNext(2)
    await identityLog.genesis({
      id: ename,
      signers: [signer(first)],
      nextKeyHashes: [await nextKeyHash(next)],
    })
    entries = await storage.read(ename)
  }
  let state = await validateIdentityLog(entries, ename)
  let own = await findOwn().catch((error: unknown) => {
    if (means.withoutKeys && error instanceof VaultStartError && error.code === 'KEY_MISSING') {
      return null
    }
    throw error
  })
  if (own === null) log.warn({ ename }, 'open without keys: nothing can be signed')
  let givenTo = identity.keychain
  let rotating: Promise<unknown> = Promise.resolve()

  function signer({ public_key: publicKey, key_name: keyName }: HeldKey): KeySigner {
    return { publicKey, sign: (bytes) => custody.sign(keyName, bytes, 'identity-log') }
  }

  async function keep({ public_key: publicKey, key_name: keyName }: HeldKey): Promise<void> {
    await ask(db, insertKey, [ename, publicKey, keyName])
  }

  /** A vault never gets another key behind its owner's back. */
  async function expectHeld({ public_key: publicKey, key_name: keyName }: HeldKey): Promise<void> {
    const held = await custody.publicKey(keyName)
    if (held === null) throw missing(identity, custody.keychain.name)
    if (held !== publicKey) throw mismatch(identity, custody.keychain.name)
  }

  /** Made again after a crash it is the same key: the keychain keeps one of a name. */
  async function createNext(number: number): Promise<string> {
    const keyName = keyNames.owner(evaultId, number)
    const publicKey = await custody.createKey(keyName)
    await keep({ public_key: publicKey, key_name: keyName })
    return publicKey
  }

  /** The key of this computer that is current. */
  async function findOwn(): Promise<HeldKey> {
    const rows = await ask<HeldKey>(db, selectKeys, [ename])
    const key = rows.find(({ public_key }) => state.updateKeys.includes(public_key))
    if (key === undefined) throw missing(identity, custody.keychain.name)
    await expectHeld(key)
    return key
  }

  /** The first number of which no key of ours has the name. */
  async function freeNumber(): Promise<number> {
    const rows = await ask<HeldKey>(db, selectKeys, [ename])
    const names = new Set(rows.map(({ key_name }) => key_name))
    let number = rows.length + 1
    while (names.has(keyNames.owner(evaultId, number))) number += 1
    return number
  }

  /** Whether the log has never spoken of a key. */
  function isUnused(publicKey: string, hash: string): boolean {
    return entries.every(
      ({ updateKeys, nextKeyHashes }) =>
        !updateKeys.includes(publicKey) && !nextKeyHashes.includes(hash),
    )
  }

  function keyHere(): HeldKey {
    if (own !== null) return own
    throw new RequestError(
      'UNAVAILABLE',
      `No key of this vault is in ${custody.keychain.name}, so nothing can be signed. Restore your recovery kit, or ask your friends for new keys.`,
    )
  }

  async function goOnWith(key: HeldKey): Promise<void> {
    entries = await storage.read(ename)
    state = await validateIdentityLog(entries, ename)
    own = key
    givenTo = custody.keychain.name
    await ask(db, recordKeychain, [ename, givenTo])
    await means.seal.knownIn(givenTo)
  }

  async function rotate(trust?: TrustList | null): Promise<void> {
    const current = keyHere()
    const rows = await ask<HeldKey>(db, selectKeys, [ename])
    const hashes = await Promise.all(rows.map(({ public_key }) => nextKeyHash(public_key)))
    const next = rows[hashes.findIndex((hash) => state.nextKeyHashes.includes(hash))]
    if (next === undefined || (await custody.publicKey(next.key_name)) !== next.public_key) {
      throw new RequestError(
        'UNAVAILABLE',
        'The key that was made to come next is not in the keychain of this computer. Restore your newest recovery kit, then try again.',
      )
    }
    // One that was left over when a rotation was refused, before another is made.
    const spare = rows.find(({ public_key }, at) => isUnused(public_key, hashes[at] as string))
    const isHeld = spare && (await custody.publicKey(spare.key_name)) === spare.public_key
    const afterNext = isHeld ? spare.public_key : await createNext(await freeNumber())
    await identityLog.rotate({
      id: ename,
      current: signer(current),
      added: [signer(next)],
      kept: state.updateKeys.filter((key) => key !== current.public_key),
      nextKeyHashes: [await nextKeyHash(afterNext)],
      ...(trust !== undefined && { trust }),
    })
    await goOnWith(next)
    log.info({ ename, version: state.versionId }, 'key rotated')
  }

  async function makeRecoveryKeys() {
    const first = await freeNumber()
    const updateKeys = [await createNext(first)]
    const next = await createNext(await freeNumber())
    return { updateKeys, nextKeyHashes: [await nextKeyHash(next)] }
  }

  async function recover({ request, approvals, beforeAppend }: Recovery): Promise<void> {
    const rows = await ask<HeldKey>(db, selectKeys, [ename])
    const key = rows.find(({ public_key }) => request.updateKeys.includes(public_key))
    if (key === undefined || (await custody.publicKey(key.key_name)) !== key.public_key) {
      throw new RequestError(
        'UNAVAILABLE',
        `The key that was made for this recovery is not in ${custody.keychain.name}. Bring that keychain back, or cancel the recovery and ask again.`,
      )
    }
    const append = (entry: IdentityLogEntry) => {
      beforeAppend()
      return storage.append(entry)
    }
    const { nextKeyHashes, requestedAt } = request
    await createIdentityLog({ storage: { read: storage.read, append }, now: clock }).recover({
      id: ename,
      added: [signer(key)],
      ...{ nextKeyHashes, requestedAt, approvals },
      verifyApproval: async () => true,
    })
    await goOnWith(key)
    log.info({ ename, version: state.versionId }, 'new keys by recovery')
  }

  function inTurn(change: () => Promise<void>): Promise<void> {
    const changed = rotating.then(change)
    rotating = changed.catch(() => {})
    return changed
  }

  return {
    get publicKey() {
      return own?.public_key ?? ''
    },
    get keyless() {
      return own === null
    },
    get trust() {
      return state.trust
    },
    get current() {
      return state.updateKeys
    },
    get everCurrent() {
      return [...new Set(entries.flatMap(({ updateKeys }) => updateKeys))]
    },
    get givenTo() {
      return givenTo
    },
    get entries() {
      return entries
    },
    sign: async (bytes) => custody.sign(keyHere().key_name, bytes, 'operation-log'),
    async signConfirmed(bytes, purpose, origin) {
      const { public_key: publicKey, key_name: keyName } = keyHere()
      return { publicKey, raw: await custody.sign(keyName, bytes, purpose, origin) }
    },
    rotate: (trust) => inTurn(() => rotate(trust)),
    makeRecoveryKeys,
    recover: (recovery) => inTurn(() => recover(recovery)),
  }
}

function missing({ ename, keychain }: Identity, present: string): VaultStartError {
  return new VaultStartError(
    'KEY_MISSING',
    `The key of this vault (${ename}) is not in ${present}. It was kept in: ${keychain}. Your records are untouched; bring that keychain back, or restore your recovery kit.`,
  )
}

function mismatch({ ename }: Identity, present: string): VaultStartError {
  return new VaultStartError(
    'KEY_MISMATCH',
    `The key in ${present} is not the one of this vault (${ename}). Nothing was changed; bring the right keychain back and try again.`,
  )
}
