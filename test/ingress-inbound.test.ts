import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openEventStream } from './support/event-stream.ts'
import {
  askOutside,
  bearer,
  doorOf,
  inbound,
  inboundFields,
  openDoor,
  outside,
} from './support/ingress-room.ts'
import { openRaw, proxyLine, sendRaw, statusesIn } from './support/raw-http.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

let open: TestVault
beforeAll(async () => {
  open = await openTestVault()
  await openDoor(open)
})
afterAll(() => open[Symbol.asyncDispose]())

const readAll = '{ metaEnvelopes { edges { node { parsed } } } }'

test('what came in is listed newest first, with who asked for what and what became of it', async () => {
  await using it = await openTestVault({ config: { policy: 'guarded', addressRate: 8 } })
  await openDoor(it)
  const token = await bearer(it)
  const headers = { 'x-forwarded-for': '203.0.113.7' }
  const id = await it.create()
  await outside(it, '/whois?secret=query', { headers })
  await outside(it, `/files/${id}`, { headers })
  await askOutside(it, readAll, headers)
  const secret = 'a-secret-argument'
  const query = `query ($a: ID!) { ...Two one: metaEnvelope(id: $a) { id } } fragment Two on Query { two: metaEnvelope(id: "${secret}") { id } metaEnvelopes { totalCount } }`
  await askOutside(it, query, { ...headers, ...token }, { a: 'a-secret-variable' })
  await askOutside(it, readAll, { ...headers, authorization: 'Bearer a-secret-token' })
  await askOutside(it, '{ madeUpField }', headers)
  await outside(it, '/secret-path', { headers: { ...headers, cookie: 'a-secret-cookie' } })
  await outside(it, '/%E0%A4%A', { headers })
  await sendRaw(doorOf(it).port, `${proxyLine('203.0.113.9')}noise\r\n\r\n`)
  for (const _ of [1, 2]) await outside(it, '/health', { headers })

  const listed = await vi.waitFor(async () => {
    const all = await inbound(it)
    expect(all).toHaveLength(11)
    return all
  }, 10_000)
  expect(listed.map(({ id }) => Number(id))).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  const name = 'https://app.example'
  const asked = { address: '203.0.113.7', caller: null, callerKind: null, operation: null }
  const anonymous = { ...asked, caller: 'anonymous', callerKind: 'anonymous', callerName: null }
  const graphql = { method: 'POST', route: '/graphql' }
  expect(listed.reverse()).toMatchObject([
    { ...asked, method: 'GET', route: '/whois', verdict: 'served', status: 200 },
    { ...anonymous, route: '/files/:metaEnvelopeId', verdict: 'refused', status: 401 },
    { ...anonymous, ...graphql, operation: 'metaEnvelopes', verdict: 'refused', status: 200 },
    {
      ...{ ...graphql, operation: 'metaEnvelope, metaEnvelopes', verdict: 'refused' },
      ...{ caller: `platform ${name}`, callerKind: 'platform', callerName: name },
    },
    { ...asked, ...graphql, callerKind: 'refusedToken', verdict: 'refused', status: 401 },
    { ...anonymous, ...graphql, operation: null, verdict: 'refused' },
    { ...asked, method: 'GET', route: null, verdict: 'refused', status: 404 },
    { ...asked, method: 'GET', route: null, verdict: 'refused', status: 400 },
    { ...asked, address: '203.0.113.9', method: null, verdict: 'refused', status: 400 },
    { ...asked, route: '/health', verdict: 'served', status: 200 },
    { ...asked, route: '/health', verdict: 'limited', status: 429 },
  ])
  for (const one of listed) {
    expect(one).toMatchObject({ durationMs: expect.any(Number), bytesIn: expect.any(Number) })
  }
  const text = JSON.stringify(listed)
  for (const hidden of [
    'secret',
    token.authorization.slice(7),
    id,
    'madeUpField',
    it.vault.ename,
  ]) {
    expect(text).not.toContain(hidden)
  }
})

test('what came in counts the bytes of a body', async () => {
  const variables = { pad: 'x'.repeat(100_000) }
  await askOutside(open, readAll, { 'x-forwarded-for': '203.0.113.60' }, variables)
  const [one] = (await inbound(open)).filter(({ address }) => address === '203.0.113.60')
  expect(one).toMatchObject({ verdict: 'served', durationMs: expect.any(Number) })
  const { bytesIn } = one as unknown as { bytesIn: number }
  expect(bytesIn).toBeGreaterThan(100_000)
  expect(bytesIn).toBeLessThan(101_000)
})

test('what came in is told in gathered pieces while it comes in, with how many were left out', async () => {
  await using it = await openTestVault({ config: { addressRate: 100_000 } })
  await openDoor(it)
  const subscription = `subscription { inboundRequests { leftOut requests { ${inboundFields} } } }`
  await using stream = await openEventStream(it.vault.owner, subscription)
  await outside(it, '/health')
  expect(await stream.next()).toMatchObject({ leftOut: 0, requests: [{ route: '/health' }] })

  const began = Date.now()
  const { port } = doorOf(it)
  const get = 'GET /health HTTP/1.1\r\nhost: a\r\n\r\n'
  const many = 1_200
  using connection = await openRaw(port)
  for (let sent = 0; sent < many; sent += 20) {
    connection.send(get.repeat(20))
    await vi.waitFor(() => expect(statusesIn(connection.received)).toHaveLength(sent + 20), {
      interval: 5,
    })
  }
  let [pushes, told] = [0, 0]
  while (told < many) {
    const { leftOut, requests } = await stream.next()
    expect(requests.length).toBeLessThanOrEqual(50)
    pushes += 1
    told += leftOut + requests.length
  }
  expect(told).toBe(many)
  expect(pushes).toBeLessThanOrEqual(2 + (Date.now() - began) / 250)
  const kept = await inbound(it)
  expect(kept).toHaveLength(500)
  expect(Number(kept[0]?.id)).toBe(many + 1)
})

test('what came in is for the owner only, and of a bounded length', async () => {
  const { errors } = await open.graphql('{ inboundRequests { id } }', {}, await bearer(open))
  expect(errors[0]?.message).toMatch(/^Cannot query field/)
  const tooMany = await open.owner('{ inboundRequests(first: 501) { id } }')
  expect(tooMany.errors).toMatchObject([{ extensions: { code: 'INVALID_PAGE' } }])
})
