import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { embeddedRegistryPerTest, SECRET } from '../../../test/support/embedded-registry.ts'
import { makeRegistryKey } from '../../../test/support/registry-key.ts'
import { createRegistryClient } from '../client.ts'
import type { RegistrySigner } from './tokens.ts'

const registry = await embeddedRegistryPerTest()
const { call, claims } = registry

/** A keychain: it makes keys when they are missing, and can lose them. */
let keychain: Map<number, RegistrySigner>
let made: number[]
const signer = async (number: number) => {
  const known = keychain.get(number)
  if (known) return known
  made.push(number)
  const key = await makeRegistryKey(`entropy-key-${number}`)
  keychain.set(number, key)
  return key
}
const file = () => join(registry.directory(), 'registry.json')
const kids = async () => {
  const { body } = await call('/.well-known/jwks.json')
  return (body as unknown as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)
}
const token = async () =>
  (await call('/platforms/certification', { body: { platform: 'a' } })).body.token
const rotate = async () => {
  const { status, body } = await call('/keys/rotate', { method: 'POST', secret: SECRET })
  expect(status).toBe(200)
  return (body as unknown as { kid: string }).kid
}
const kidOf = (jwt: string) => JSON.parse(atob(jwt.split('.')[0] ?? '')).kid

beforeEach(async () => {
  keychain = new Map()
  made = []
  await registry.restart({ signer })
})
afterEach(() => vi.useRealTimers())

test('after a change the next key signs, and what the one before signed still verifies', async () => {
  const first = await token()
  expect(await rotate()).toBe('entropy-key-2')
  expect(await rotate()).toBe('entropy-key-3')
  const third = await token()
  expect([first, third].map(kidOf)).toEqual(['entropy-key-1', 'entropy-key-3'])
  await registry.restart({ signer })
  expect(await kids()).toEqual(['entropy-key-3', 'entropy-key-2', 'entropy-key-1'])
  expect(kidOf(await token())).toBe('entropy-key-3')
  for (const jwt of [first, third]) expect(await claims(jwt)).toMatchObject({ platform: 'a' })
  expect(made).toEqual([1, 2, 3])
  const stored = await readFile(file(), 'utf8')
  for (const key of keychain.values()) {
    const { d } = (key as unknown as { privateJwk: { d: string } }).privateJwk
    expect(stored).not.toContain(d)
  }
})

test('a client that has just read the keys verifies what the next key signs', async () => {
  const client = createRegistryClient({ url: registry.url() })
  expect(await client.verifyPlatformToken(await token())).toMatchObject({ platform: 'a' })
  await rotate()
  expect(await client.verifyPlatformToken(await token())).toMatchObject({ platform: 'a' })
})

test('several changes at once are made one after the other', async () => {
  const changes = [rotate(), rotate(), rotate()]
  expect(await Promise.all(changes)).toEqual(['entropy-key-2', 'entropy-key-3', 'entropy-key-4'])
  expect(await kids()).toHaveLength(4)
})

test('a crash between making a key and keeping it loses and doubles nothing', async () => {
  const before = await token()
  await rotate()
  const kept = await readFile(file())
  await rotate()
  await registry.close()
  // As it was on disk when the third key had been made only.
  await writeFile(file(), kept)
  await registry.restart({ signer })
  expect(await kids()).toEqual(['entropy-key-2', 'entropy-key-1'])
  expect(await rotate()).toBe('entropy-key-3')
  expect(made).toEqual([1, 2, 3])
  expect(await claims(before)).toMatchObject({ platform: 'a' })
})

test('a change that cannot be made leaves the key that signs', async () => {
  await rotate()
  const locked = () => Promise.reject(new Error('locked'))
  await registry.restart({ signer: (number) => (number > 2 ? locked() : signer(number)) })
  const { status } = await call('/keys/rotate', { method: 'POST', secret: SECRET })
  expect(status).toBe(500)
  expect(kidOf(await token())).toBe('entropy-key-2')
  expect(await kids()).toEqual(['entropy-key-2', 'entropy-key-1'])
})

test('a key that the keychain has lost is not replaced by another of its name', async () => {
  await rotate()
  const before = await token()
  keychain.clear()
  await registry.restart({ signer })
  expect(kidOf(await token())).toBe('entropy-key-3')
  expect(await kids()).toEqual(['entropy-key-3', 'entropy-key-2', 'entropy-key-1'])
  expect(await claims(before)).toMatchObject({ platform: 'a' })
})

test('a key is published until its last token has expired, and forgotten at the next change', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await registry.restart({ signer })
  await rotate()
  vi.setSystemTime(Date.now() + 365 * 24 * 3_600_000)
  expect(await kids()).toEqual(['entropy-key-2', 'entropy-key-1'])
  vi.setSystemTime(Date.now() + 3 * 24 * 3_600_000)
  expect(await kids()).toEqual(['entropy-key-2'])
  await rotate()
  expect(await kids()).toEqual(['entropy-key-3', 'entropy-key-2'])
  const { keys } = JSON.parse(await readFile(file(), 'utf8'))
  expect(keys.map(({ number }: { number: number }) => number)).toEqual([2, 3])
})

test('a registry with a single key cannot change it', async () => {
  await registry.restart()
  const { status, body } = await call('/keys/rotate', { method: 'POST', secret: SECRET })
  expect([status, Object.keys(body)]).toEqual([409, ['error']])
  await registry.close()
  await using own = await registry.start()
  await expect(own.rotateKey()).rejects.toThrow('single key')
})
