import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { RequestError } from '../errors.ts'

/** In characters as people count them: code points. */
const lengths = { least: 8, most: 1_000 } as const

/** OWASP's minimum for scrypt: 128 MB and about half a second for each guess. */
const work = { ln: 17, r: 8, p: 1 } as const
const saltBytes = 16
const hashBytes = 32
/** What a stored hash may ask of this computer. */
const mostMemoryBytes = 256 * 1024 * 1024
const mostParallel = 4

const stored = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{22,86})\$([\w+/]{43,86})$/

/** The work one hash was made with. `ln` is log2 of scrypt's N. */
interface Work {
  readonly ln: number
  readonly r: number
  readonly p: number
}

/**
 * Checks a new recovery passphrase: 8 to 1000 characters.
 * @throws RequestError `INVALID_INPUT`, field `passphrase`
 */
export function checkPassphrase(text: string): void {
  if (isTooLong(text) || [...text].length < lengths.least) {
    throw new RequestError(
      'INVALID_INPUT',
      `The passphrase must have ${lengths.least} to ${lengths.most} characters.`,
      'passphrase',
    )
  }
}

/**
 * A hash to store: `$scrypt$ln=17,r=8,p=1$salt$hash` (the PHC string format, base64 without
 * padding), with a new random salt. Takes about half a second off the main thread, and 128 MB.
 * Source: Protocol §4, "only a slow hash is stored".
 */
export async function hashPassphrase(text: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await derive(text, salt, work, hashBytes)
  const { ln, r, p } = work
  return `$scrypt$ln=${ln},r=${r},p=${p}$${encode(salt)}$${encode(hash)}`
}

/**
 * True when this is the passphrase that the stored hash was made of, however its accents are
 * encoded. False for a hash that is malformed or asks for more than 256 MB.
 */
export async function matchesPassphrase(text: string, storedHash: string): Promise<boolean> {
  const [, ln, r, p, salt, hash] = stored.exec(storedHash) ?? []
  if (salt === undefined || hash === undefined || isTooLong(text)) return false
  const asked: Work = { ln: Number(ln), r: Number(r), p: Number(p) }
  if (!isAffordable(asked)) return false
  const expected = Buffer.from(hash, 'base64')
  const actual = await derive(text, Buffer.from(salt, 'base64'), asked, expected.length)
  return timingSafeEqual(actual, expected)
}

function isTooLong(text: string): boolean {
  // A code point has at most two units: the first test spares counting megabytes.
  return text.length > lengths.most * 2 || [...text].length > lengths.most
}

function isAffordable({ ln, r, p }: Work): boolean {
  if (ln < 1 || r < 1 || p < 1 || p > mostParallel) return false
  return memoryBytes({ ln, r, p }) <= mostMemoryBytes
}

function memoryBytes({ ln, r, p }: Work): number {
  return 128 * r * (2 ** ln + p)
}

let previous: Promise<unknown> = Promise.resolve()

/** One at a time: each takes 128 MB, and a thread that files are read with. */
function derive(text: string, salt: Buffer, asked: Work, length: number): Promise<Buffer> {
  const run = () => runScrypt(text.normalize('NFKC'), salt, asked, length)
  const derived = previous.then(run)
  previous = derived.catch(() => {})
  return derived
}

function runScrypt(text: string, salt: Buffer, asked: Work, length: number): Promise<Buffer> {
  const { ln, r, p } = asked
  const options: ScryptOptions = { N: 2 ** ln, r, p, maxmem: memoryBytes(asked) * 2 }
  return new Promise((resolve, reject) => {
    scrypt(text, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
