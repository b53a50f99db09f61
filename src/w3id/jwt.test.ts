import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { type SignBytes, signJwt } from './jwt.ts'

const { privateKey, publicKey } = await crypto.subtle.generateKey(
  { name: 'ECDSA', namedCurve: 'P-256' },
  false,
  ['sign', 'verify'],
)
const sign: SignBytes = async (bytes) =>
  new Uint8Array(
    await crypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      privateKey,
      Uint8Array.from(bytes),
    ),
  )

test('jose verifies what signJwt makes', async () => {
  const payload = { platform: 'https://blabsy.example.com', note: 'ä €' }
  const token = await signJwt({ kid: 'key-7', payload, lifetimeSeconds: 60 }, sign)
  const verified = await jwtVerify(token, publicKey, { algorithms: ['ES256'] })
  expect(verified.payload).toMatchObject(payload)
  expect(verified.protectedHeader).toEqual({ alg: 'ES256', typ: 'JWT', kid: 'key-7' })
})

test('iat and exp are whole seconds, the lifetime apart, and not for the payload to set', async () => {
  const token = await signJwt(
    {
      kid: 'k',
      payload: { exp: 9e9, iat: 1 },
      lifetimeSeconds: 3600,
      now: new Date('2026-01-02T03:04:05.999Z'),
    },
    sign,
  )
  const iat = Date.UTC(2026, 0, 2, 3, 4, 5) / 1000
  expect(decodeJwt(token)).toEqual({ iat, exp: iat + 3600 })
  expect(decodeProtectedHeader(token).kid).toBe('k')
})

test('a DER signature, or none, makes no token', async () => {
  const content = { kid: 'k', payload: {}, lifetimeSeconds: 1 }
  await expect(signJwt(content, async () => new Uint8Array(71))).rejects.toThrow('64 bytes, not 71')
  const locked = new Error('the keychain is locked')
  await expect(signJwt(content, () => Promise.reject(locked))).rejects.toBe(locked)
})
