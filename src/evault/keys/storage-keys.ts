import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import type { SecretStore } from './custody.ts'

/**
 * The keys around a vault's data key, as a keychain keeps them: the storage key, which opens the
 * vault from day to day, and the recovery key, whose public half may lie anywhere. Both travel in
 * recovery kits.
 */

/** What came of opening a wrapped data key: `other` where another key wrapped it. */
export type UnwrappedKey = Uint8Array | 'missing' | 'other'

const algorithm = 'aes-256-gcm'
const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** Makes a storage key of this name, unless there is one. */
export async function createStorageKey(store: SecretStore, name: string): Promise<void> {
  if ((await store.get(name)) !== null) return
  await store.set(name, randomBytes(keyBytes).toString('base64'))
}

/**
 * Wraps a data key with the storage key of this name: nonce, ciphertext, tag. The name is
 * authenticated, so that what was wrapped for one vault is nothing to another.
 */
export async function wrapDataKey(
  store: SecretStore,
  name: string,
  dataKey: Uint8Array,
): Promise<Uint8Array> {
  const key = await storageKey(store, name)
  if (key === null) throw new Error(`the keychain holds no key ${name}`)
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(name))
  const sealed = Buffer.concat([cipher.update(dataKey), cipher.final()])
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()])
}

/** Opens what `wrapDataKey` made. */
export async function unwrapDataKey(
  store: Pick<SecretStore, 'get'>,
  name: string,
  wrapped: Uint8Array,
): Promise<UnwrappedKey> {
  const key = await storageKey(store, name)
  if (key === null) return 'missing'
  if (key.length !== keyBytes || wrapped.length !== nonceBytes + keyBytes + tagBytes) return 'other'
  const decipher = createDecipheriv(algorithm, key, wrapped.subarray(0, nonceBytes))
  decipher.setAAD(Buffer.from(name)).setAuthTag(wrapped.subarray(-tagBytes))
  const opened = decipher.update(wrapped.subarray(nonceBytes, -tagBytes))
  try {
    return Buffer.concat([opened, decipher.final()])
  } catch {
    return 'other'
  }
}

/** Makes a recovery key of this name, unless there is one. Its public half: `age1…`. */
export async function createRecoveryKey(store: SecretStore, name: string): Promise<string> {
  const held = await store.get(name)
  if (held !== null) return identityToRecipient(held)
  const identity = await generateX25519Identity()
  await store.set(name, identity)
  return identityToRecipient(identity)
}

/** Opens what was encrypted, in the age format, to the recovery key of this name. */
export async function openWithRecoveryKey(
  store: Pick<SecretStore, 'get'>,
  name: string,
  sealed: Uint8Array,
): Promise<UnwrappedKey> {
  const identity = await store.get(name)
  if (identity === null) return 'missing'
  const decrypter = new Decrypter()
  try {
    decrypter.addIdentity(identity)
    return await decrypter.decrypt(sealed)
  } catch {
    return 'other'
  }
}

/**
 * Opens the key of a vault's backups, which is encrypted to the recovery key of this name: anything
 * else that is encrypted to it is `other`, so that who may ask for this can't have all of it opened.
 */
export async function openBackupKey(
  store: Pick<SecretStore, 'get'>,
  name: string,
  sealed: Uint8Array,
): Promise<UnwrappedKey> {
  const opened = await openWithRecoveryKey(store, name, sealed)
  if (typeof opened === 'string') return opened
  return ageIdentity.test(Buffer.from(opened).toString()) ? opened : 'other'
}

const ageIdentity = /^AGE-SECRET-KEY-1[0-9A-Z]+\n?$/

async function storageKey(store: Pick<SecretStore, 'get'>, name: string): Promise<Buffer | null> {
  const secret = await store.get(name)
  return secret === null ? null : Buffer.from(secret, 'base64')
}
