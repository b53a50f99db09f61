import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { validateLogChain } from '../src/w3id/identity-log/validate.ts'
import {
  change,
  decide,
  type Household,
  identityLog,
  openTown,
  progress,
  setTrust,
  startRecovery,
  type Town,
  until,
} from './support/friends.ts'
import type { TestVault } from './support/test-vault.ts'

const remove = `{ removeTrust {
  identity { trust { threshold } log { operation } } errors { code message } } }`
const start = '{ startRecovery { errors { code message } } }'

let town: Town
let a: Household
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town[Symbol.asyncDispose]())
beforeEach(async () => {
  a = await town.household()
})
const trustHost = async (more = {}) =>
  expect((await setTrust(a.it, [town.host], more)).errors).toEqual([])
const lastEntry = async (it: TestVault) => (await identityLog(it)).entries.at(-1)

test('a trust list that is removed is in the log no more, and nobody can approve a recovery', async () => {
  await trustHost()
  const before = await lastEntry(a.it)
  expect(before?.trust?.trusted).toEqual([town.host.vault.ename])
  expect(await change(a.it, remove)).toEqual({
    identity: {
      trust: null,
      log: ['genesis', 'rotate', 'rotate'].map((operation) => ({ operation })),
    },
    errors: [],
  })
  const { entries } = await identityLog(a.it)
  expect(entries.at(-1)?.trust).toBeNull()
  expect(entries.at(-1)?.updateKeys).not.toEqual(before?.updateKeys)
  const { trust } = await validateLogChain(entries, { id: a.it.vault.ename })
  expect(trust).toBeNull()
  // The next rotation does not bring it back.
  expect((await change(a.it, '{ rotateKey { errors { message } } }')).errors).toEqual([])
  expect((await lastEntry(a.it))?.trust).toBeNull()

  await a.loseKeys()
  expect((await a.it.owner('{ identity { trust { threshold } } }')).data.identity.trust).toBeNull()
  const { errors } = await change(a.it, start)
  expect(errors).toEqual([
    { code: 'UNAVAILABLE', message: expect.stringContaining('recovery kit') },
  ])
})

test('a rotation leaves the trust list as it is, and a list can be set again', async () => {
  await trustHost()
  expect((await change(a.it, '{ rotateKey { errors { message } } }')).errors).toEqual([])
  expect((await lastEntry(a.it))?.trust?.threshold).toBe(1)
  expect((await change(a.it, remove)).errors).toEqual([])
  await trustHost()
  expect((await lastEntry(a.it))?.trust?.threshold).toBe(1)
})

test('a recovery that is pending is void, although it was approved', async () => {
  await trustHost({ waitSeconds: 8 })
  const secrets = new Map(a.secrets)
  await a.loseKeys()
  const { until: earliest } = await startRecovery(a.it)
  expect((await decide(town.host, a.it)).errors).toEqual([])
  await a.close()
  // Somebody asked in the owner's name, or the keys were found.
  for (const [name, secret] of secrets) a.secrets.set(name, secret)
  await a.open()
  expect((await progress(a.it)).state).toBe('collecting')
  expect((await change(a.it, remove)).errors).toEqual([])
  const end = Date.parse(earliest) + 1_500
  await until(
    async () => (await progress(a.it)).state,
    (state) => {
      expect(state).toBe('void')
      return Date.now() > end
    },
  )
  const { entries, pendingRecovery } = await identityLog(a.it)
  expect(pendingRecovery).toBeNull()
  expect(entries.map(({ operation }) => operation)).toEqual(['genesis', 'rotate', 'rotate'])
})

test('there has to be one, and a key to sign with', async () => {
  const { errors } = await change(a.it, remove)
  expect(errors).toMatchObject([{ code: 'NOT_FOUND' }])
  expect((await identityLog(a.it)).entries).toHaveLength(1)
  await trustHost()
  await a.loseKeys()
  expect((await change(a.it, remove)).errors).toMatchObject([{ code: 'UNAVAILABLE' }])
  expect((await lastEntry(a.it))?.trust?.threshold).toBe(1)
  expect((await a.it.graphql(`mutation ${remove}`)).errors[0]?.message).toMatch(/Cannot query/)
})
