import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Decrypter, Encrypter } from 'age-encryption'
import { z } from 'zod'
import { replaceFile } from '../../registry/replace-file.ts'
import { VaultStartError } from '../errors.ts'
import type { SecretStore } from './custody.ts'

const contentSchema = z.record(z.string(), z.string())
type Content = z.infer<typeof contentSchema>

/** log2 of scrypt's N: 128 MB and about half a second for each guess (OWASP's minimum). */
const scryptWorkFactor = 17

/** Turns the file's text into bytes and back. */
interface Coding {
  readonly fileName: string
  encode(text: string): Promise<Uint8Array>
  decode(bytes: Uint8Array): Promise<string>
}

/**
 * Keys in a file of the data directory (mode 0600), encrypted with a passphrase in the age
 * format: `age -d keys.age` opens it without us.
 * @throws VaultStartError `KEY_FILE_PASSPHRASE` when it is the wrong one
 */
export function openEncryptedKeyFile(directory: string, passphrase: string): Promise<SecretStore> {
  return openKeyFile(
    directory,
    { id: 'encrypted-key-file', name: 'Key file with passphrase', weak: false },
    {
      fileName: 'keys.age',
      encode(text) {
        const encrypter = new Encrypter()
        encrypter.setPassphrase(passphrase)
        encrypter.setScryptWorkFactor(scryptWorkFactor)
        return encrypter.encrypt(text)
      },
      async decode(bytes) {
        const decrypter = new Decrypter()
        decrypter.addPassphrase(passphrase)
        try {
          return await decrypter.decrypt(bytes, 'text')
        } catch (cause) {
          if (!isWrongPassphrase(cause)) throw cause
          throw new VaultStartError(
            'KEY_FILE_PASSPHRASE',
            'The passphrase does not open the key file (keys.age). Nothing was changed.',
            { cause },
          )
        }
      },
    },
  )
}

/** The age format can't tell a wrong passphrase from a file whose head was changed. */
function isWrongPassphrase(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('no identity matched')
}

/** Keys in a plain file of the data directory (mode 0600): whoever reads the disk has them. */
export function openPlainKeyFile(directory: string): Promise<SecretStore> {
  return openKeyFile(
    directory,
    { id: 'plain-key-file', name: 'Key file without passphrase', weak: true },
    {
      fileName: 'keys.json',
      encode: async (text) => Buffer.from(text),
      decode: async (bytes) => Buffer.from(bytes).toString(),
    },
  )
}

async function openKeyFile(
  directory: string,
  keychain: SecretStore['keychain'],
  coding: Coding,
): Promise<SecretStore> {
  const file = join(directory, coding.fileName)
  let content = await readContent(file, coding)
  let writing: Promise<void> = Promise.resolve()
  return {
    keychain,
    get: async (name) => content[name] ?? null,
    names: async (prefix) => Object.keys(content).filter((name) => name.startsWith(prefix)),
    set: (name, secret) => keep({ ...content, [name]: secret }),
    async remove(name) {
      const { [name]: removed, ...rest } = content
      if (removed !== undefined) await keep(rest)
    },
  }

  function keep(next: Content): Promise<void> {
    content = next
    const text = JSON.stringify(content)
    const written = writing.then(async () => replaceFile(file, await coding.encode(text)))
    writing = written.catch(() => {})
    return written
  }
}

async function readContent(file: string, coding: Coding): Promise<Content> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  try {
    return contentSchema.parse(JSON.parse(await coding.decode(bytes)))
  } catch (cause) {
    if (cause instanceof VaultStartError) throw cause
    throw new VaultStartError(
      'KEY_FILE_DAMAGED',
      `The key file ${file} can't be read. Nothing was changed; put back a copy of it.`,
      { cause },
    )
  }
}
