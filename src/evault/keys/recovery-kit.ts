import { generateMnemonic, validateMnemonic } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { Decrypter, Encrypter } from 'age-encryption'
import { z } from 'zod'
import type { SecretStore } from './custody.ts'

/**
 * The recovery kit: a file with the owner's keys, and twelve words on paper that open it. Each
 * alone is worth nothing; both bring the keys back on another computer. The file is in the age
 * format: `age -d` opens it with the words without us.
 */
export interface RecoveryKit {
  readonly ename: string
  readonly evaultId: string
  /** ISO 8601. */
  readonly createdAt: string
  /** The identity log, oldest entry first: what the keys are good for. */
  readonly log: readonly unknown[]
  /** Private keys (base64 of PKCS #8) by their names in the keychain. */
  readonly keys: Readonly<Record<string, string>>
}

/** Why a kit can't be used, in words for the owner. */
export class RecoveryKitError extends Error {
  override readonly name = 'RecoveryKitError'
}

const formatVersion = 1
/** log2 of scrypt's N. The words have 128 bits of chance, which no guessing reaches. */
const scryptWorkFactor = 15
const chanceBits = 128
const wordCount = 12
/** Of a file that could be one. */
const largestKitBytes = 4 * 1024 * 1024

const kitFile = z.object({
  version: z.literal(formatVersion),
  ename: z.string(),
  evaultId: z.string(),
  createdAt: z.string(),
  log: z.array(z.unknown()),
  keys: z.record(z.string(), z.string()),
})

/** Twelve words for a new kit, by chance. */
export function newKitWords(): string[] {
  return generateMnemonic(wordlist, chanceBits).split(' ')
}

/**
 * Words as somebody typed them: any spaces, any case.
 * @throws RecoveryKitError that says which word is none, without repeating the others
 */
export function readKitWords(text: string): string[] {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^a-z]+/u)
    .filter(Boolean)
  const unknown = words.findIndex((word) => !wordlist.includes(word))
  if (unknown !== -1) {
    throw new RecoveryKitError(`Word ${unknown + 1} is not one of the words a kit can have.`)
  }
  if (words.length !== wordCount) {
    throw new RecoveryKitError(`A kit has ${wordCount} words; these are ${words.length}.`)
  }
  if (!validateMnemonic(words.join(' '), wordlist)) {
    throw new RecoveryKitError('These words do not belong together: one is wrong, or their order.')
  }
  return words
}

/** All keys of a vault that the store holds: the owner's, and those of its registry. */
export async function collectKeys(
  store: SecretStore,
  evaultId: string,
): Promise<Record<string, string>> {
  const keys: Record<string, string> = {}
  for (const name of (await store.names(`${evaultId}/`)).sort()) {
    const secret = await store.get(name)
    if (secret !== null) keys[name] = secret
  }
  return keys
}

/** Locks a kit with its words. */
export function sealKit(kit: RecoveryKit, words: readonly string[]): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(words.join(' '))
  encrypter.setScryptWorkFactor(scryptWorkFactor)
  return encrypter.encrypt(JSON.stringify({ version: formatVersion, ...kit }))
}

/**
 * Opens a kit.
 * @param words as `readKitWords` gives them
 * @throws RecoveryKitError
 */
export async function openKit(bytes: Uint8Array, words: readonly string[]): Promise<RecoveryKit> {
  if (bytes.length > largestKitBytes) throw new RecoveryKitError('This file is no recovery kit.')
  const decrypter = new Decrypter()
  decrypter.addPassphrase(words.join(' '))
  let text: string
  try {
    text = await decrypter.decrypt(bytes, 'text')
  } catch (cause) {
    const isWrong = cause instanceof Error && cause.message.startsWith('no identity matched')
    const why = isWrong ? 'These are not the words of this kit.' : 'This file is no recovery kit.'
    throw new RecoveryKitError(why, { cause })
  }
  const parsed = kitFile.safeParse(parseJson(text))
  if (!parsed.success) {
    throw new RecoveryKitError('This recovery kit was made by a newer version of the app.')
  }
  const { version: _, ...kit } = parsed.data
  return kit
}

/**
 * Puts a kit's keys into the store. What is there already stays: a key of the same name that
 * differs is never overwritten.
 * @throws RecoveryKitError where one differs; nothing is changed then
 */
export async function restoreKeys(store: SecretStore, { keys }: RecoveryKit): Promise<void> {
  const names = Object.keys(keys)
  const present = await Promise.all(names.map((name) => store.get(name)))
  if (names.some((name, at) => present[at] !== null && present[at] !== keys[name])) {
    throw new RecoveryKitError(
      `${store.keychain.name} holds other keys under these names. Nothing was changed.`,
    )
  }
  for (const [at, name] of names.entries()) {
    if (present[at] === null) await store.set(name, keys[name] as string)
  }
}

/**
 * Puts a kit's keys in the place of others of the same names, which are kept beside them under
 * `set-aside/<moment>/…`. For a kit that opens what the keys of the store do not.
 */
export async function replaceKeys(store: SecretStore, { keys }: RecoveryKit): Promise<void> {
  const moment = new Date().toISOString()
  for (const [name, secret] of Object.entries(keys)) {
    const present = await store.get(name)
    if (present === secret) continue
    if (present !== null) await store.set(`set-aside/${moment}/${name}`, present)
    await store.set(name, secret)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
