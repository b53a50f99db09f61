import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Approval, RecoveryRequest } from '../src/w3id/identity-log/entry.ts'
import { type Asker, type FakeVaults, makeAsker, openFakeVaults } from './support/fake-vaults.ts'
import {
  change,
  decide,
  identityLog,
  openTown,
  progress,
  received,
  setTrust,
  startRecovery,
  type Town,
  until,
} from './support/friends.ts'
import { approve, makeSigner } from './support/identity-log.ts'
import type { TestVault } from './support/test-vault.ts'

let town: Town
let b: TestVault
let fakes: FakeVaults
beforeAll(async () => {
  town = await openTown()
  b = town.host
  fakes = await openFakeVaults(b)
})
afterAll(async () => {
  await fakes[Symbol.asyncDispose]()
  await town[Symbol.asyncDispose]()
})

describe('an approval does not count', () => {
  const friend = '@fake-friend'
  const stranger = '@fake-stranger'
  const id = '11111111-1111-4111-8111-111111111111'

  interface Circumstances {
    readonly request: RecoveryRequest
    readonly good: Approval
    readonly ofStranger: Approval
    readonly ofB: Approval
  }
  const wrong: [string, (now: Circumstances) => object | Promise<object>][] = [
    ['by a stranger', ({ ofStranger }) => ofStranger],
    [
      'by a stranger in the name of the friend',
      ({ ofStranger }) => ({ ...ofStranger, ename: friend }),
    ],
    ['by another friend, a second time', ({ ofB }) => ofB],
    [
      'of another request',
      async ({ request, good }) => {
        const later = new Date(Date.parse(request.requestedAt) + 1).toISOString()
        const other = await approve(friend, friendsSigner, { ...request, requestedAt: later })
        return { ...other, certificate: good.certificate }
      },
    ],
    ['without a certificate', ({ good }) => ({ ...good, certificate: 'e30.e30.AA' })],
    ['with a member more', ({ good }) => ({ ...good, more: 1 })],
    [
      'with a signature in another form',
      ({ good }) => ({ ...good, signature: `m${good.signature}` }),
    ],
    ['that is none', () => ({})],
  ]
  let friendsSigner: Awaited<ReturnType<typeof makeSigner>>

  test.each(wrong)('%s', async (_what, forge) => {
    friendsSigner = await makeSigner()
    const strangersSigner = await makeSigner()
    const certificate = await fakes.certificate(friend, friendsSigner.publicKey)
    const strangers = await fakes.certificate(stranger, strangersSigner.publicKey)
    let sent: RecoveryRequest | null = null
    let approval: object | null = null
    await fakes.settle(friend, ({ method, path, body }) => {
      if (path === '/whois') return { json: { keyBindingCertificates: [certificate] } }
      if (method === 'POST') {
        sent = body as RecoveryRequest
        return { status: 202, json: { id } }
      }
      return { json: approval === null ? { status: 'pending' } : { status: 'approved', approval } }
    })
    const a = await town.household()
    expect(await setTrust(a.it, [b, { vault: { ename: friend } } as TestVault])).toMatchObject({
      errors: [],
    })
    await a.loseKeys()
    await startRecovery(a.it)
    await decide(b, a.it)
    const [ofBs] = await received(b)
    const ofB: Approval = await until(
      async () => (await b.call(`/recovery/requests/${ofBs?.id}`)).json.approval,
      (told) => told !== undefined,
    )
    const request = await until(
      async () => sent,
      (told) => told !== null,
    )
    if (request === null) throw new Error('nothing was sent')
    const good = { ...(await approve(friend, friendsSigner, request)), certificate }
    const ofStranger = {
      ...(await approve(stranger, strangersSigner, request)),
      certificate: strangers,
    }
    approval = await forge({ request, good, ofStranger, ofB })
    await until(
      async () => (await progress(a.it)).friends.find(({ ename }) => ename === friend)?.problem,
      (problem) => typeof problem === 'string',
    )
    // B's counts, so that one more would be enough.
    const isThere = async () =>
      (await progress(a.it)).friends.find(({ ename }) => ename === b.vault.ename)?.answer
    expect(await until(isThere, (answer) => answer === 'approved')).toBe('approved')
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect((await progress(a.it)).state).toBe('collecting')
    expect((await identityLog(a.it)).entries).toHaveLength(2)

    approval = good
    await until(
      async () => (await progress(a.it)).state,
      (state) => state === 'done',
    )
    const { recovery } = (await identityLog(a.it)).entries.at(-1) ?? {}
    expect(recovery?.approvals.find(({ ename }) => ename === friend)).toEqual(good)
    expect(recovery?.approvals).toHaveLength(2)
    await a[Symbol.asyncDispose]()
  })
})

describe('a friend refuses a request', () => {
  const ask = (request: unknown, ename = b.vault.ename) =>
    b.call('/recovery/requests', { body: request, headers: { 'x-ename': ename } })
  let number = 0
  /** Somebody whose vault tells what the test wants. */
  async function asker(
    tell: (asker: Asker) => object = ({ told }) => told,
    trusted = [b.vault.ename],
  ): Promise<Asker> {
    number += 1
    const one = await makeAsker(`@asker-${number}`, trusted)
    const json = tell(one)
    await fakes.settle(one.request.id, () => ({ json }))
    return one
  }

  test('but keeps one of somebody who trusts them, and says what became of it', async () => {
    const { request } = await asker()
    const { status, json } = await ask(request)
    expect(status).toBe(202)
    expect((await b.call(`/recovery/requests/${json.id}`)).json).toEqual({ status: 'pending' })
    expect((await ask(request)).json).toEqual({ id: json.id })
    await decide(b, { vault: { ename: request.id } } as TestVault)
    const told = (await b.call(`/recovery/requests/${json.id}`)).json
    expect(told).toMatchObject({ status: 'approved', approval: { ename: b.vault.ename } })
  })

  test.each<[string, number, RegExp, () => Promise<Asker | object>]>([
    ['of somebody who does not trust them', 403, /trust list/, () => asker(undefined, ['@other'])],
    [
      'that their vault does not ask for',
      409,
      /does not ask/,
      () => asker(({ told }) => ({ ...told, pendingRecovery: null })),
    ],
    [
      'for other keys than their vault says',
      409,
      /does not ask/,
      async () => {
        const { request } = await asker()
        return { request: { ...request, updateKeys: [(await makeSigner()).publicKey] } }
      },
    ],
    [
      'behind another end of the log',
      409,
      /another end/,
      async () => {
        const { request } = await asker()
        return { request: { ...request, previous: `0-${'a'.repeat(64)}` } }
      },
    ],
    [
      'from the future',
      409,
      /future/,
      async () => {
        const { request } = await asker()
        const requestedAt = new Date(Date.now() + 3_600_000).toISOString()
        return { request: { ...request, requestedAt } }
      },
    ],
    [
      'older than the log',
      409,
      /older/,
      async () => {
        const { request } = await asker()
        return { request: { ...request, requestedAt: '2020-01-01T00:00:00.000Z' } }
      },
    ],
    [
      'whose log was changed',
      409,
      /does not hold/,
      () =>
        asker(({ told, entries }) => ({
          ...told,
          entries: [{ ...entries[0], trust: { ...entries[0]?.trust, waitSeconds: 1 } }],
        })),
    ],
    [
      'with the log of another',
      409,
      /does not hold/,
      async () => {
        const { told } = await asker()
        return asker(() => told)
      },
    ],
    ['without a log', 409, /does not hold/, () => asker(({ told }) => ({ ...told, entries: [] }))],
    [
      'whose vault talks nonsense',
      503,
      /form we do not know/,
      () => asker(() => ({ entries: 'none' })),
    ],
    [
      'whose log never ends',
      503,
      /form we do not know/,
      () => asker(({ told }) => ({ ...told, entries: [], next: 1 })),
    ],
    ['of a name nobody knows', 503, /does not know/, () => makeAsker('@nobody', [b.vault.ename])],
    [
      'of themselves',
      409,
      /their own/,
      async () => ({ request: { ...(await asker()).request, id: b.vault.ename } }),
    ],
  ])('%s', async (_what, status, reason, make) => {
    const before = (await received(b)).length
    const { request } = (await make()) as Asker
    const answer = await ask(request)
    expect([answer.status, answer.json.error]).toEqual([status, expect.stringMatching(reason)])
    expect(await received(b)).toHaveLength(before)
  })

  test.each<[string, (request: RecoveryRequest) => unknown]>([
    ['text', () => '"text"'],
    ['null', () => 'null'],
    ['a list', () => []],
    ['nothing in it', () => ({})],
    ['a member more', (request) => ({ ...request, more: 1 })],
    ['a key that is none', (request) => ({ ...request, updateKeys: ['zzz'] })],
    ['no keys', (request) => ({ ...request, updateKeys: [] })],
    [
      'too many keys',
      (request) => ({ ...request, updateKeys: Array(21).fill(request.updateKeys[0]) }),
    ],
    ['a hash that is none', (request) => ({ ...request, nextKeyHashes: ['x'] })],
    ['a time that is none', (request) => ({ ...request, requestedAt: '2026-02-30T00:00:00.000Z' })],
    ['a name in capitals', (request) => ({ ...request, id: '@ASKER' })],
    ['a name too long', (request) => ({ ...request, id: `@${'a'.repeat(600)}` })],
    ['another head', (request) => ({ ...request, previous: '../../x' })],
  ])('with %s', async (_what, spoil) => {
    const { request } = await asker()
    const { status, json } = await ask(spoil(request))
    expect([status, typeof json.error]).toEqual([400, 'string'])
  })

  test('that is too long, has no X-ENAME, or is for somebody else', async () => {
    const { request } = await asker()
    expect((await ask({ ...request, id: 'a'.repeat(9 * 1024 * 1024) })).status).toBe(413)
    expect((await ask(request, '@somebody')).status).toBe(404)
    expect((await b.call('/recovery/requests', { body: request })).status).toBe(400)
    for (const path of ['nothing', '11111111-1111-4111-8111-111111111112', "'; --"]) {
      expect((await b.call(`/recovery/requests/${encodeURIComponent(path)}`)).status).toBe(404)
    }
  })

  test('when twenty wait, but takes the newest one of each', async () => {
    const { length } = (await received(b)).filter(({ status }) => status === 'pending')
    const askers = []
    for (let n = length; n < 20; n += 1) askers.push(await asker())
    for (const { request } of askers) expect((await ask(request)).status).toBe(202)
    expect((await ask((await asker()).request)).status).toBe(429)

    const [known] = askers as [Asker]
    const later = new Date(Date.parse(known.request.requestedAt) + 1).toISOString()
    const pendingRecovery = { ...known.told.pendingRecovery, requestedAt: later }
    await fakes.settle(known.request.id, () => ({ json: { ...known.told, pendingRecovery } }))
    expect((await ask({ ...known.request, requestedAt: later })).status).toBe(202)
    const waiting = (await received(b)).filter(({ status }) => status === 'pending')
    expect(waiting).toHaveLength(20)
    expect(new Set(waiting.map((one) => one.asker)).size).toBe(20)
  })
})

describe('a trust list is refused', () => {
  test('that could not work, with what is wrong', async () => {
    const { it } = await town.household()
    const own = it.vault.ename
    const trustedOf = (...names: string[]) => ({ trusted: names })
    const cases: [object, string, string, RegExp][] = [
      [trustedOf(), 'INVALID_INPUT', 'trusted', /1 to 100/],
      [trustedOf(own), 'INVALID_INPUT', 'trusted', /yourself/],
      [trustedOf(own.toUpperCase().slice(1)), 'INVALID_INPUT', 'trusted', /yourself/],
      [trustedOf(b.vault.ename, ` ${b.vault.ename}`), 'INVALID_INPUT', 'trusted', /twice/],
      [trustedOf(''), 'INVALID_INPUT', 'trusted', /empty/],
      [{ threshold: 2 }, 'INVALID_INPUT', 'threshold', /1 to 1/],
      [{ threshold: 0 }, 'INVALID_INPUT', 'threshold', /1 to 1/],
      [{ waitSeconds: -1 }, 'INVALID_INPUT', 'waitSeconds', /10 years/],
      [trustedOf(b.vault.ename, '@unheard'), 'INVALID_INPUT', 'trusted', /@unheard/],
      [{ ...trustedOf('@gone') }, 'UNAVAILABLE', 'trusted', /@gone/],
    ]
    await fakes.settle('@gone', () => ({ status: 500, json: {} }))
    for (const [more, code, field, message] of cases) {
      const { errors } = await setTrust(it, [b], { threshold: 1, ...more })
      expect(errors).toEqual([{ code, field, message: expect.stringMatching(message) }])
    }
    expect((await identityLog(it)).entries).toHaveLength(1)
    const { errors } = await change(it, '{ startRecovery { errors { code } } }')
    expect(errors).toEqual([{ code: 'FORBIDDEN' }])
  })

  test('by whom it is nobody’s business: only the owner listener has it', async () => {
    for (const query of [
      'mutation { setTrust(trusted: [], threshold: 1) { errors { code } } }',
      'mutation { startRecovery { errors { code } } }',
      'mutation { approveRecovery(id: "1") { errors { code } } }',
      '{ recoveryRequests { id } }',
    ]) {
      expect((await b.graphql(query)).errors[0]?.message).toMatch(/Cannot query field/)
    }
  })
})

test('the identity log is public, in pages where that is wanted, and told in the reference', async () => {
  const { it } = await town.household()
  for (let n = 0; n < 2; n += 1) await change(it, '{ rotateKey { errors { code } } }')
  const headers = { 'x-ename': it.vault.ename }
  const whole = await identityLog(it)
  expect(whole).toMatchObject({ id: it.vault.ename, pendingRecovery: null, next: null })
  expect(whole.entries).toHaveLength(3)
  const { json } = await it.call('/identity-log?from=1', { headers })
  expect(json.entries).toEqual(whole.entries.slice(1))
  expect((await it.call('/identity-log?from=9', { headers })).json.entries).toEqual([])
  expect((await it.call('/identity-log?from=-1', { headers })).status).toBe(400)
  expect((await it.call('/identity-log')).status).toBe(400)
  expect((await it.call('/identity-log', { headers: { 'x-ename': '@no' } })).status).toBe(404)
  const { paths } = (await it.call('/openapi.json')).json
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/identity-log', '/recovery/requests', '/recovery/veto']),
  )
})
