import { expect, test } from 'vitest'
import { checkPassphrase, hashPassphrase, matchesPassphrase } from './hash.ts'

const passphrase = 'correct horse battery staple'

test('a passphrase matches its own hash only', async () => {
  const hash = await hashPassphrase(passphrase)
  expect(hash).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(await matchesPassphrase(passphrase, hash)).toBe(true)
  expect(await matchesPassphrase(`${passphrase} `, hash)).toBe(false)
  expect(await matchesPassphrase('', hash)).toBe(false)
})

test('two hashes of one passphrase differ, also when made at once', async () => {
  const hashes = await Promise.all([hashPassphrase(passphrase), hashPassphrase(passphrase)])
  expect(new Set(hashes).size).toBe(2)
})

test('accents match however the keyboard encodes them', async () => {
  const hash = await hashPassphrase('caf\u00e9 au lait')
  expect(await matchesPassphrase('cafe\u0301 au lait', hash)).toBe(true)
  expect(await matchesPassphrase('cafe au lait', hash)).toBe(false)
})

test('a hash made with other work still matches', async () => {
  const { scryptSync } = await import('node:crypto')
  const salt = Buffer.alloc(16, 7)
  const hash = scryptSync(passphrase, salt, 32, { N: 2 ** 14, r: 8, p: 2 })
  const plain = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  const stored = `$scrypt$ln=14,r=8,p=2$${plain(salt)}$${plain(hash)}`
  expect(await matchesPassphrase(passphrase, stored)).toBe(true)
  expect(await matchesPassphrase('something else', stored)).toBe(false)
})

const salt = 'A'.repeat(22)
const hash = 'A'.repeat(43)
test.each([
  '',
  '$scrypt$',
  'plain text',
  `$scrypt$ln=0,r=8,p=1$${salt}$${hash}`,
  `$scrypt$ln=17,r=0,p=1$${salt}$${hash}`,
  `$scrypt$ln=17,r=8,p=0$${salt}$${hash}`,
  `$scrypt$ln=30,r=8,p=1$${salt}$${hash}`,
  `$scrypt$ln=17,r=99,p=1$${salt}$${hash}`,
  `$scrypt$ln=17,r=8,p=99$${salt}$${hash}`,
  `$scrypt$ln=17,r=8,p=1$$${hash}`,
  `$scrypt$ln=17,r=8,p=1$${salt}$`,
  `$scrypt$ln=17,r=8,p=1$${salt}$${hash}\n`,
  `$argon2id$v=19$m=65536,t=3,p=1$${salt}$${hash}`,
  `$scrypt$ln=17,r=8,p=1$${'!'.repeat(22)}$${hash}`,
])('a malformed stored hash matches nothing: %j', async (stored) => {
  expect(await matchesPassphrase(passphrase, stored)).toBe(false)
})

test('a text of megabytes is refused without hashing it', async () => {
  const stored = `$scrypt$ln=17,r=8,p=1$${salt}$${hash}`
  const started = performance.now()
  expect(await matchesPassphrase('x'.repeat(5_000_000), stored)).toBe(false)
  expect(performance.now() - started).toBeLessThan(100)
})

test.each(['12345678', 'x'.repeat(1_000), '😀'.repeat(8), '😀'.repeat(1_000)])(
  'takes 8 to 1000 characters (%#)',
  (text) => expect(() => checkPassphrase(text)).not.toThrow(),
)

test.each(['', '1234567', '😀'.repeat(7), 'x'.repeat(1_001), '😀'.repeat(1_001)])(
  'refuses fewer than 8 and more than 1000 characters (%#)',
  (text) => {
    const refusal = expect.objectContaining({ code: 'INVALID_INPUT', field: 'passphrase' })
    expect(() => checkPassphrase(text)).toThrow(refusal)
  },
)
