import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listenOn } from '../../../test/support/listen.ts'
import { openPeople, ownerSigner, type People } from '../../../test/support/people.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
} from '../../../test/support/test-vault.ts'
import { readSessionRequest } from '../../w3id/session-request.ts'
import { encodeSignature } from '../../w3id/signatures.ts'
import { createLogin } from './login.ts'
import type { LoginOptions } from './types.ts'

const platform = 'https://murmur.example.com'
const redirect = 'http://localhost:3001/login/callback?a=b&c=d'

const secretStore = memorySecretStore()
let it: TestVault
let people: People
beforeAll(async () => {
  it = await openTestVault({ secretStore })
  people = await openPeople(it)
})
afterAll(async () => {
  await people[Symbol.asyncDispose]()
  await it[Symbol.asyncDispose]()
})

const loginWith = (options: Partial<LoginOptions> = {}) =>
  createLogin({ registry: it.vault.registry.url, platform, redirect, ...options })

/** What the owner of the test vault answers to a session. */
async function answerTo(session: string, signed = session) {
  const sign = await ownerSigner(secretStore.secrets)
  const signature = encodeSignature(await sign(new TextEncoder().encode(signed)))
  const w3id = it.vault.ename
  return { w3id, ename: w3id, session, signature, appVersion: '1' }
}

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'accepted',
    ({ name, status }) => [name, status],
  )

test('the offer is a link that a vault reads', () => {
  const { session, uri } = loginWith().offer()
  expect(readSessionRequest(uri)).toMatchObject({ action: 'auth', platform, session, redirect })
  expect(Buffer.from(session, 'base64url')).toHaveLength(32)
  expect(loginWith().offer().session).not.toBe(session)
})

test('who signs the session is logged in, once', async () => {
  const login = loginWith()
  const { session } = login.offer()
  expect(login.outcome(session)).toBe('waiting')
  const answer = await answerTo(session)
  const { ename } = it.vault
  expect(await login.accept(answer)).toEqual({ session, ename })
  expect(login.outcome(session)).toEqual({ ename })
  expect(await refusal(login.accept(answer))).toEqual(['LoginError', 409])
  expect(login.outcome(session)).toEqual({ ename })
})

test('of two answers at the same time, one counts', async () => {
  const login = loginWith()
  const { session } = login.offer()
  const answer = await answerTo(session)
  const outcomes = await Promise.all([1, 2, 3].map(() => refusal(login.accept({ ...answer }))))
  expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1)
})

test('wallets that send one of the two names are understood', async () => {
  const login = loginWith()
  for (const name of ['w3id', 'ename'] as const) {
    const { session } = login.offer()
    const { signature, w3id } = await answerTo(session)
    const body = { [name]: w3id.slice(1).toUpperCase(), session, signature }
    expect(await login.accept(body)).toEqual({ session, ename: it.vault.ename })
  }
})

test('what does not count is refused, and the session goes on waiting', async () => {
  const login = loginWith()
  const { session } = login.offer()
  const answer = await answerTo(session)
  const stranger = await people.meet('@stranger', { certified: false })
  const other = await people.meet('@other')
  for (const [body, status] of [
    [null, 400],
    [{ session, signature: answer.signature }, 400],
    [{ ...answer, ename: '@other' }, 400],
    [{ ...answer, w3id: ' ', ename: undefined }, 400],
    [{ ...answer, signature: 'x'.repeat(600) }, 400],
    [{ ...answer, session: 7 }, 400],
    [{ ...answer, session: 'another' }, 404],
    [{ ...answer, signature: 'nonsense' }, 401],
    [await answerTo(session, `${session} `), 401],
    [{ session, signature: answer.signature, w3id: other.ename }, 401],
    [{ session, signature: answer.signature, w3id: stranger.ename }, 401],
    [{ session, signature: answer.signature, w3id: '@nobody' }, 401],
  ] as const) {
    expect([body, await refusal(login.accept(body))]).toEqual([body, ['LoginError', status]])
  }
  expect(login.outcome(session)).toBe('waiting')
  expect(await login.accept(answer)).toMatchObject({ ename: it.vault.ename })
})

test('a provider that vouches for others does not log in', async () => {
  const login = loginWith()
  const { session } = login.offer()
  const provider = await people.provider()
  const { signature } = await answerTo(session)
  const body = { session, signature, w3id: provider.ename }
  expect(await refusal(login.accept(body))).toEqual(['LoginError', 401])
})

test('a session ends, also for those who guess', async () => {
  let now = Date.now()
  const login = loginWith({ now: () => now, minutes: 5 })
  const { session } = login.offer()
  const answer = await answerTo(session)
  now += 5 * 60_000 + 1
  expect(login.outcome(session)).toBe('expired')
  expect(await refusal(login.accept(answer))).toEqual(['LoginError', 410])

  const guessed = login.offer().session
  const good = await answerTo(guessed)
  for (let guess = 0; guess < 20; guess += 1) {
    expect(await refusal(login.accept({ ...good, w3id: undefined, ename: '@nobody' }))).toEqual([
      'LoginError',
      401,
    ])
  }
  expect(await refusal(login.accept(good))).toEqual(['LoginError', 410])
})

test('what became of a session is known for as long again, and then forgotten', async () => {
  let now = Date.now()
  const login = loginWith({ now: () => now })
  const { session } = login.offer()
  now += 9 * 60_000
  await login.accept(await answerTo(session))
  now += 9 * 60_000
  expect(login.outcome(session)).toEqual({ ename: it.vault.ename })
  now += 2 * 60_000
  expect(login.outcome(session)).toBe('expired')
})

test('no more than 10,000 sessions are kept', () => {
  const login = loginWith()
  const sessions = Array.from({ length: 10_001 }, () => login.offer().session)
  expect(login.outcome(sessions[0] ?? '')).toBe('expired')
  expect(login.outcome(sessions[1] ?? '')).toBe('waiting')
  expect(login.outcome(sessions.at(-1) ?? '')).toBe('waiting')
})

test('while nobody can say whose key it is, nobody is to blame', async () => {
  const server = createServer((_, response) => void response.writeHead(503).end())
  const registry = `http://127.0.0.1:${await listenOn(server)}`
  const login = loginWith({ registry })
  const { session } = login.offer()
  const answer = await answerTo(session)
  const refused = await login.accept(answer).catch((error) => error)
  expect(refused).toMatchObject({ name: 'LoginError', status: 503 })
  expect(login.outcome(session)).toBe('waiting')
  await new Promise((resolve) => server.close(resolve))
})

test('addresses that no wallet could use are told at once', () => {
  expect(() => loginWith({ redirect: '/login/callback' })).toThrow(TypeError)
  expect(() => loginWith({ registry: 'registry' })).toThrow(TypeError)
})
