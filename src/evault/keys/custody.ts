import { webcrypto } from 'node:crypto'
import { encodePublicKey } from '../../w3id/keys.ts'
import { RequestError } from '../errors.ts'
import {
  createRecoveryKey,
  createStorageKey,
  openBackupKey,
  type UnwrappedKey,
  unwrapDataKey,
  wrapDataKey,
} from './storage-keys.ts'

/** What keeps the private keys. */
export interface Keychain {
  /** Stable, recorded with the vault: `secret-service`, `key-file`, … */
  readonly id: string
  /** For people. */
  readonly name: string
  /** True when whoever reads this disk has the keys. */
  readonly weak: boolean
}

/** Named secret texts: an OS keychain or a file. */
export interface SecretStore {
  readonly keychain: Keychain
  /** @throws VaultStartError `KEYCHAIN_UNAVAILABLE`, `KEYCHAIN_LOCKED` */
  get(name: string): Promise<string | null>
  set(name: string, secret: string): Promise<void>
  /** Does nothing where there is none of this name. */
  remove(name: string): Promise<void>
  /** The names of all secrets that begin like this. */
  names(prefix: string): Promise<string[]>
}

/**
 * What a signature is for. Who holds the keys signs nothing else with them: the vault process,
 * which talks to strangers, can't have a sentence of its own signed in the owner's name.
 */
export type SigningPurpose = 'operation-log' | 'identity-log' | 'registry-token' | ConfirmedPurpose

/**
 * What the owner is asked about before it is signed: somebody else's recovery request, a binding
 * document, a token that speaks for them to another vault, the session of a platform, and an archive
 * of the vault; or what they have chosen before: who they are, for a relay.
 */
export type ConfirmedPurpose =
  | 'recovery-approval'
  | 'binding-document'
  | 'person-token'
  | 'w3ds-session'
  | 'archive'
  | 'relay-proof'

/** What the registry says of the host that a platform's session is answered to. */
export type PlatformListing = 'listed' | 'unlisted' | 'unknown'

/** Where a session that is to be signed comes from: the owner is shown it. */
export interface SessionOrigin {
  /** The `w3ds://` link, whole. */
  readonly uri: string
  /** `unknown`: the registry could not be asked. */
  readonly listing: PlatformListing
}

/**
 * Uses private keys without showing them. In the app it lives in the main process and the
 * vault process asks it over its message port.
 */
export interface KeyCustody {
  readonly keychain: Keychain
  /** Makes an ECDSA P-256 key pair under this name, unless there is one. Multibase public key. */
  createKey(name: string): Promise<string>
  /** The multibase public key, or null when the keychain holds none of this name. */
  publicKey(name: string): Promise<string | null>
  /**
   * Signs with ECDSA P-256 and SHA-256. Raw r‖s, 64 bytes.
   * @param origin of a `w3ds-session`, and of nothing else
   */
  sign(
    name: string,
    bytes: Uint8Array,
    purpose: SigningPurpose,
    origin?: SessionOrigin,
  ): Promise<Uint8Array>
  /** What packets for a platform are signed with; null where there is none of this name. */
  webhookSecret(name: string): Promise<string | null>
  /** Keeps such a secret, or forgets it. */
  setWebhookSecret(name: string, secret: string | null): Promise<void>
  /** Makes what data keys are wrapped with, unless there is one of this name. */
  createStorageKey(name: string): Promise<void>
  /** Wraps a data key with the storage key of this name, which never leaves the keychain's side. */
  wrapDataKey(name: string, dataKey: Uint8Array): Promise<Uint8Array>
  /** Opens a wrapped data key; says so where the storage key is missing, or is another one. */
  unwrapDataKey(name: string, wrapped: Uint8Array): Promise<UnwrappedKey>
  /** Makes an age key (X25519) under this name, unless there is one. Its public half: `age1…`. */
  createRecoveryKey(name: string): Promise<string>
  /**
   * What backups of a vault need: `keyNames.backup`, `keyNames.backupPlace`; null where there is none
   * of this name. Any other name is refused.
   */
  backupSecret(name: string): Promise<string | null>
  /** Keeps such a secret, or forgets it. */
  setBackupSecret(name: string, secret: string | null): Promise<void>
  /** Opens the key of backups with the recovery key of this name, and nothing else. */
  openBackupKey(name: string, sealed: Uint8Array): Promise<UnwrappedKey>
}

/** Who holds the keys did not sign: the message says why, for the owner. */
export class SigningRefused extends RequestError {
  constructor(message: string) {
    super('FORBIDDEN', message)
  }
}

const curve = { name: 'ECDSA', namedCurve: 'P-256' }
const { subtle } = webcrypto
/** Whoever asks for secrets of webhooks is given nothing else. */
const webhookPrefix = 'webhook-secret/'

interface HeldKey {
  readonly privateKey: webcrypto.CryptoKey
  readonly publicKey: string
}

/** Key custody that has the private keys in its own memory. */
export interface HeldKeys extends KeyCustody {
  /**
   * Whether keys stay in memory from one use to the next. From the moment they don't, none is there:
   * each that is used is taken out of the store for that once.
   */
  hold(isHeld: boolean): void
}

/** Keeps keys as PKCS #8 in a secret store. */
export function createKeyCustody(store: SecretStore): HeldKeys {
  const held = new Map<string, Promise<HeldKey | null>>()
  let isHolding = true

  function find(name: string): Promise<HeldKey | null> {
    const known = held.get(name)
    if (known !== undefined) return known
    const found = load(store, name)
    if (!isHolding) return found
    held.set(name, found)
    // Only a key that was found is remembered: a keychain can be unlocked meanwhile.
    found.then(
      (key) => key ?? held.delete(name),
      () => held.delete(name),
    )
    return found
  }

  return {
    keychain: store.keychain,
    hold(isHeld) {
      isHolding = isHeld
      if (!isHeld) held.clear()
    },
    async createKey(name) {
      const existing = await find(name)
      if (existing !== null) return existing.publicKey
      const pair = await subtle.generateKey(curve, true, ['sign', 'verify'])
      const pkcs8 = await subtle.exportKey('pkcs8', pair.privateKey)
      await store.set(name, Buffer.from(pkcs8).toString('base64'))
      const kept = await find(name)
      if (kept === null) throw new Error(`the keychain did not keep the key ${name}`)
      return kept.publicKey
    },
    async publicKey(name) {
      return (await find(name))?.publicKey ?? null
    },
    async sign(name, bytes) {
      const key = await find(name)
      if (key === null) throw new Error(`the keychain holds no key ${name}`)
      const signature = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.privateKey, bytes)
      return new Uint8Array(signature)
    },
    webhookSecret: (name) => store.get(webhookPrefix + name),
    setWebhookSecret: (name, secret) =>
      secret === null
        ? store.remove(webhookPrefix + name)
        : store.set(webhookPrefix + name, secret),
    createStorageKey: (name) => createStorageKey(store, name),
    wrapDataKey: (name, dataKey) => wrapDataKey(store, name, dataKey),
    unwrapDataKey: (name, wrapped) => unwrapDataKey(store, name, wrapped),
    createRecoveryKey: (name) => createRecoveryKey(store, name),
    async backupSecret(name) {
      requireBackupName(name)
      return store.get(name)
    },
    async setBackupSecret(name, secret) {
      requireBackupName(name)
      await (secret === null ? store.remove(name) : store.set(name, secret))
    },
    openBackupKey: (name, sealed) => openBackupKey(store, name, sealed),
  }
}

/** Who asks for secrets of backups is given no other one. */
function requireBackupName(name: string): void {
  if (!/^[^/]+\/backup(-place)?$/.test(name)) throw new Error(`not a secret of backups: ${name}`)
}

async function load(store: SecretStore, name: string): Promise<HeldKey | null> {
  const secret = await store.get(name)
  if (secret === null) return null
  const pkcs8 = Buffer.from(secret, 'base64')
  const extractable = await subtle.importKey('pkcs8', pkcs8, curve, true, ['sign'])
  const { kty, crv, x, y } = await subtle.exportKey('jwk', extractable)
  const publicOnly = await subtle.importKey(
    'jwk',
    { kty, crv, x, y } as webcrypto.JsonWebKey,
    curve,
    true,
    ['verify'],
  )
  const spki = new Uint8Array(await subtle.exportKey('spki', publicOnly))
  return {
    privateKey: await subtle.importKey('pkcs8', pkcs8, curve, false, ['sign']),
    publicKey: encodePublicKey(spki),
  }
}
