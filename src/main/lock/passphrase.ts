import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/**
 * A passphrase as it is kept: nobody gets it back out of this. scrypt with what OWASP's password
 * storage cheat sheet asks for: N = 2^17, r = 8, p = 1, which is 128 MiB for each guess.
 */
export const passphraseHash = z.object({
  logN: z.int().min(14).max(20),
  r: z.int().min(8).max(16),
  p: z.int().min(1).max(4),
  /** Base64. */
  salt: z.string(),
  hash: z.base64().min(44),
})
export type PassphraseHash = z.infer<typeof passphraseHash>

const cost = { logN: 17, r: 8, p: 1 } as const
const saltBytes = 16
const hashBytes = 32

/** Half a second, by intent. The bytes stay the caller's to wipe. */
export async function hashPassphrase(passphrase: Uint8Array): Promise<PassphraseHash> {
  const salt = randomBytes(saltBytes)
  const hash = await derive(passphrase, salt, cost)
  return { ...cost, salt: salt.toString('base64'), hash: hash.toString('base64') }
}

/** Whether it is the one that was hashed. */
export async function isPassphrase(
  passphrase: Uint8Array,
  { salt, hash, ...kept }: PassphraseHash,
): Promise<boolean> {
  const expected = Buffer.from(hash, 'base64')
  const found = await derive(passphrase, Buffer.from(salt, 'base64'), kept)
  return found.length === expected.length && timingSafeEqual(found, expected)
}

function derive(
  passphrase: Uint8Array,
  salt: Uint8Array,
  { logN, r, p }: Pick<PassphraseHash, 'logN' | 'r' | 'p'>,
): Promise<Buffer> {
  const N = 2 ** logN
  // Node's own limit is 32 MiB; it needs a little more than 128 N r.
  const options = { N, r, p, maxmem: 2 * 128 * N * r }
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, hashBytes, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}
