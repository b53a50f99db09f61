import type { JSONWebKeySet } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { makeRegistryKey } from '../../test/support/registry-key.ts'
import { createJwksCache, parseJwks } from './jwks.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

const { publicJwk } = await makeRegistryKey()
const keySet = (...kids: string[]): JSONWebKeySet => ({
  keys: kids.map((kid) => ({ ...publicJwk, kty: 'EC', alg: 'ES256', kid })),
})

/** A registry that publishes `kids`, or is down while they are null; and a clock to turn. */
let kids: string[] | null
let asked: number
let clock: number
let keys: ReturnType<typeof createJwksCache>

beforeEach(() => {
  kids = ['a']
  asked = 0
  clock = 0
  keys = createJwksCache(
    async () => {
      asked++
      if (!kids) throw new Error('down')
      return keySet(...kids)
    },
    () => clock,
  )
})

const find = async (kid: string) => keys({ alg: 'ES256', kid }, { payload: '', signature: '' })
/** Lets a refetch in the background come to its end. */
const settle = () => new Promise((done) => setImmediate(done))

test('keys are asked for once, however many tokens wait for them', async () => {
  await Promise.all([find('a'), find('a'), find('a')])
  await find('a')
  expect(asked).toBe(1)
})

describe('a key that is not known', () => {
  test('is asked for at most once in 30 seconds', async () => {
    await find('a')
    clock = 30 * SECOND
    for (const kid of ['b', 'c', 'b']) await expect(find(kid)).rejects.toThrow('no applicable key')
    expect(asked).toBe(2)

    clock += 29 * SECOND
    await expect(find('b')).rejects.toThrow('no applicable key')
    expect(asked).toBe(2)

    clock += SECOND
    kids = ['a', 'b']
    await find('b')
    expect(asked).toBe(3)
  })

  test('is not called invalid while the registry cannot be asked about it', async () => {
    await find('a')
    kids = null
    clock = MINUTE
    await expect(find('b')).rejects.toThrow('down')
    await expect(find('b')).rejects.toThrow('down')
    expect(asked).toBe(2)
    await find('a')
  })
})

describe('keys older than ten minutes', () => {
  test('are used once more, while new ones are fetched', async () => {
    await find('a')
    kids = ['b']
    clock = 10 * MINUTE
    await find('a')
    await settle()
    expect(asked).toBe(2)
    await expect(find('a')).rejects.toThrow('no applicable key')
    await find('b')
  })

  test('go on answering while the registry is down, without a question for each token', async () => {
    await find('a')
    kids = null
    for (clock = 11 * MINUTE; clock <= 60 * MINUTE; clock += MINUTE) {
      for (let count = 0; count < 5; count++) {
        await find('a')
        await settle()
      }
    }
    expect(asked).toBe(1 + 50)
    kids = ['a']
    await find('a')
  })
})

test('without any keys the registry is asked again each time, so that its start is noticed', async () => {
  kids = null
  await expect(find('a')).rejects.toThrow('down')
  kids = ['a']
  await find('a')
})

test.each([[null], [{}], [{ keys: [] }], [{ keys: [null] }], [{ keys: [{ kid: 'a' }] }], ['text']])(
  '%j is no key set',
  (body) => {
    expect(() => parseJwks(body)).toThrow('no usable keys')
  },
)
