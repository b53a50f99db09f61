import { expect, test } from 'vitest'
import { makeSigner } from '../../../test/support/identity-log.ts'
import { keyFingerprint } from './fingerprint.ts'

test('a fingerprint is the first 16 digits of the hash, in groups to read out', async () => {
  const { publicKey, hash } = await makeSigner()
  const fingerprint = await keyFingerprint(publicKey)
  expect(fingerprint).toMatch(/^([0-9a-f]{4} ){3}[0-9a-f]{4}$/)
  expect(fingerprint.replaceAll(' ', '')).toBe(hash.slice(0, 16))
})

test('what is no key has none', async () => {
  await expect(async () => keyFingerprint('zNone')).rejects.toThrow(TypeError)
})
