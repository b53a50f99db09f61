import { createHmac, hkdfSync } from 'node:crypto'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'

/** What opens and names everything in a repository of backups. */
export interface RepositoryKey {
  /** The secret itself: an age identity (`AGE-SECRET-KEY-1…`). */
  readonly identity: string
  /** Whom objects are encrypted to: `age1…`. */
  readonly recipient: string
  /**
   * Name of content, 64 hex digits: without the key nobody can say whether content is in the
   * repository, nor make content that goes under a name.
   */
  nameOf(content: Uint8Array): string
  /** Encrypts; the result is an age file. */
  seal(content: Uint8Array): Promise<Uint8Array>
  /** @throws Error where it is not for this key, or damaged */
  open(sealed: Uint8Array): Promise<Uint8Array>
}

/** log2 of scrypt's N, as the age program has it: a second or so for each guess. */
const scryptWorkFactor = 18

/** A key for a new repository, by chance. */
export async function newRepositoryKey(): Promise<RepositoryKey> {
  return repositoryKey(await generateX25519Identity())
}

/** @throws Error where this is no age identity */
export async function repositoryKey(identity: string): Promise<RepositoryKey> {
  const recipient = await identityToRecipient(identity)
  const nameKey = Buffer.from(hkdfSync('sha256', identity, '', 'evault backup names', 32))
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return {
    ...{ identity, recipient },
    nameOf: (content) => createHmac('sha256', nameKey).update(content).digest('hex'),
    seal: (content) => encrypter.encrypt(content),
    open: (sealed) => decrypter.decrypt(sealed),
  }
}

/** The identity, as an age file to another recipient: the vault's recovery key. */
export function sealForRecipient({ identity }: RepositoryKey, recipient: string) {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return encrypter.encrypt(`${identity}\n`)
}

/** The identity, as an age file that a passphrase opens. */
export function sealForPassphrase({ identity }: RepositoryKey, passphrase: string) {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(scryptWorkFactor)
  return encrypter.encrypt(`${identity}\n`)
}

/** What opens one of the two. */
export type Unlocking =
  | { readonly recoveryKey: string }
  /** Opens what is encrypted to the recovery key, as its holder does. */
  | { open(sealed: Uint8Array): Promise<Uint8Array> }
  | { readonly passphrase: string }

/** @throws Error where this does not open it, or what is in it is no identity */
export async function unsealKey(sealed: Uint8Array, by: Unlocking): Promise<RepositoryKey> {
  if ('open' in by)
    return repositoryKey(
      Buffer.from(await by.open(sealed))
        .toString()
        .trim(),
    )
  const decrypter = new Decrypter()
  if ('passphrase' in by) decrypter.addPassphrase(by.passphrase)
  else decrypter.addIdentity(by.recoveryKey)
  return repositoryKey((await decrypter.decrypt(sealed, 'text')).trim())
}
