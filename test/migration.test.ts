import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createRegistryClient } from '../src/registry/client.ts'
import { type Household, openTown, type Town } from './support/friends.ts'
import { contentsOf, filesOf, furnish, moverOf, openBetween } from './support/moving.ts'

/** A vault at home that moves to a server that makes room for it; one registry for both. */
let town: Town
let home: Household
let server: Household
let ids: string[]
beforeAll(async () => {
  town = await openTown()
  home = await town.household()
  server = await town.household()
  ids = await furnish(home.it, 12)
}, 120_000)
afterAll(() => town[Symbol.asyncDispose]())

const resolved = async (name: string) =>
  createRegistryClient({ url: town.host.vault.registry.url }).resolve(name)

test('a vault moves with all it holds, is served there, and stays here to be read', {
  timeout: 60_000,
}, async () => {
  const { ename } = home.it.vault
  const before = await contentsOf(home.it)
  const oldId = (await resolved(ename))?.evault as string
  const mover = moverOf(home.it)
  expect((await mover.start(server.it.vault.localUrl)).errors).toEqual([])
  const ready = await mover.rests()
  expect([ready.problem, ready.state, ready.helps]).toEqual([null, 'ready', true])
  // Nothing is switched: the vault is used as before, and nobody is let in there.
  expect((await resolved(ename))?.uri).toBe(home.it.vault.localUrl)
  await home.it.create({ late: 1 }, ['@carol'], 'late')
  const named = { 'x-ename': ename }
  const strange = await server.it.graphql('{ metaEnvelopes { totalCount } }', {}, named)
  expect(strange.errors[0]?.extensions.code).toBe('UNAVAILABLE')

  expect((await mover.switch()).errors).toEqual([])
  const done = await mover.rests()
  expect([done.problem, done.state]).toEqual([null, 'switched'])
  expect((await resolved(ename))?.uri).toBe(server.it.vault.localUrl)
  // The id it had here leads there, too.
  expect((await resolved(oldId))?.uri).toBe(server.it.vault.localUrl)
  const there = await contentsOf(server.it, named)
  expect(there.filter(({ ontology }) => ontology !== 'late')).toEqual(before)
  expect(there).toHaveLength(ids.length + 1)
  for (const bytes of Object.values(filesOf)) {
    const file = there.find(({ parsed }) => parsed.size === bytes.length)
    const path = `/files/${encodeURIComponent(ename)}/${file.id}`
    const token = await server.it.platformToken()
    const authorization = `Bearer ${token}`
    const { headers } = await server.it.call(path, { headers: { authorization } })
    expect(Number(headers['content-length'])).toBe(bytes.length)
  }
  // The old one is whole, and is not changed any more.
  expect(await contentsOf(home.it)).toHaveLength(ids.length + 1)
  const refused = await home.it.graphql(
    `mutation { createMetaEnvelope(input: { ontology: "a", payload: {}, acl: [] }) {
      errors { code message } } }`,
  )
  const [refusal] = refused.data.createMetaEnvelope.errors
  expect(refusal.code).toBe('VAULT_MOVED')
  expect(refusal.message).toContain(server.it.vault.localUrl)
  const authorization = `Bearer ${await home.it.platformToken()}`
  const subscription = await home.it.call('/subscription', {
    method: 'PUT',
    body: { byReference: true, deletions: true, ontologies: null },
    headers: { 'x-ename': home.it.vault.ename, authorization },
  })
  expect([subscription.status, subscription.json.error]).toEqual([409, refusal.message])
  expect(done.frozenMs).toBeGreaterThan(0)
  expect(done.frozenMs).toBeLessThan(5_000)
  expect(done.report).toMatchObject({ records: ids.length + 1, files: 2, comparedWithoutAcl: 0 })
})

const named = () => ({ 'x-ename': home.it.vault.ename })
const create = `mutation { createMetaEnvelope(input: { ontology: "late", payload: { n: 1 }, acl: ["*"] }) {
  metaEnvelope { id } errors { code message } } }`

test('a restart changes nothing: the registry is not told that the vault is here', async () => {
  await home.open()
  await home.it.call('/whois', { headers: named() })
  expect((await resolved(home.it.vault.ename))?.uri).toBe(server.it.vault.localUrl)
  const { data } = await home.it.graphql(create)
  expect(data.createMetaEnvelope.errors[0].code).toBe('VAULT_MOVED')
})

test('going back: the registry leads here again, and what is there is only read', async () => {
  const mover = moverOf(home.it)
  expect((await mover.goBack()).errors).toEqual([])
  expect((await mover.seen()).state).toBe('returned')
  expect((await resolved(home.it.vault.ename))?.uri).toBe(home.it.vault.localUrl)
  expect((await home.it.graphql(create)).data.createMetaEnvelope.errors).toEqual([])
  const there = await server.it.owner(create, {}, named())
  expect(there.data.createMetaEnvelope.errors[0].code).toBe('VAULT_MOVED')
})

/** Both directions of a broken connection: the request is lost, or what it was answered. */
test.each(['before', 'after'] as const)(
  'broken off %s each request, a move goes on from there and comes to the same end',
  { timeout: 600_000 },
  async (when) => {
    await using between = await openBetween(server.it.vault.localUrl)
    const mover = moverOf(home.it)
    const before = await contentsOf(home.it)
    let stopped = 0
    // Each round breaks off one request later, until a move needs no more of them.
    for (let wanted = 1; ; wanted += when === 'after' ? 1 : 3) {
      let count = 0
      let isDown = false
      const isIt = () => {
        count += 1
        if (count === wanted) isDown = true
        return isDown ? ('drop' as const) : undefined
      }
      between.before = () => (when === 'before' || isDown ? isIt() : undefined)
      between.after = (_, text) => (when === 'after' ? (isIt() ?? text) : text)
      expect((await mover.start(between.url)).errors).toEqual([])
      const heal = async () => {
        const seen = await mover.rests()
        if (!isDown) return seen
        stopped += 1
        expect(seen.problem).toMatch(/cannot be reached|broke off|stopped|middle/)
        isDown = false
        count = Number.NEGATIVE_INFINITY
        if (seen.state !== 'ready') await mover.resume()
        return mover.rests()
      }
      const ready = await heal()
      expect([wanted, ready.state, ready.problem]).toEqual([wanted, 'ready', null])
      await mover.switch()
      let done = await heal()
      if (done.state === 'ready') {
        // It was not switched, so nothing was kept from writing meanwhile.
        expect((await home.it.graphql(create)).data.createMetaEnvelope.errors).toEqual([])
        before.splice(0, before.length, ...(await contentsOf(home.it)))
        await mover.switch()
        done = await mover.rests()
      }
      expect([wanted, done.state, done.problem]).toEqual([wanted, 'switched', null])
      expect((await resolved(home.it.vault.ename))?.uri).toBe(server.it.vault.localUrl)
      expect(await contentsOf(server.it, named())).toEqual(before)
      const wasNeeded = count < 0 || isDown
      expect((await mover.goBack()).errors).toEqual([])
      if (!wasNeeded) break
    }
    expect(stopped).toBeGreaterThan(5)
  },
)

test('cancelled before the switch, the vault is as it was; what was brought is named, or gone', async () => {
  const mover = moverOf(home.it)
  await mover.start(server.it.vault.localUrl)
  expect((await mover.rests()).state).toBe('ready')
  const kept = await mover.cancel(false)
  expect(kept.errors).toEqual([])
  expect((await mover.seen()).state).toBe('cancelled')
  expect((await resolved(home.it.vault.ename))?.uri).toBe(home.it.vault.localUrl)
  expect((await home.it.graphql(create)).data.createMetaEnvelope.errors).toEqual([])
  const other = await town.household()
  await mover.start(other.it.vault.localUrl)
  await mover.rests()
  const gone = await mover.cancel(true)
  const count = (await contentsOf(home.it)).length
  expect(gone).toMatchObject({ errors: [], brought: count, removed: count, left: [] })
  expect(await contentsOf(other.it, named())).toEqual([])
})

/** A record as it is sent. */
interface Spoilt {
  payload: { n: number }
  acl: string[]
}

const spoils: [string, (record: Spoilt) => void][] = [
  [
    'one byte',
    (record) => {
      record.payload.n += 1
    },
  ],
  ['one name of an ACL', (record) => void record.acl.pop()],
]

test.each(spoils)('a target that keeps %s wrong is not switched to', async (_, spoil) => {
  const other = await town.household()
  await using between = await openBetween(other.it.vault.localUrl)
  const mover = moverOf(home.it)
  let spoilt = ''
  between.before = (passing) => {
    const inputs =
      passing.path === '/graphql' ? JSON.parse(passing.body).variables?.inputs : undefined
    const one = inputs?.find(({ acl }: { acl: string[] }) => acl.length > 1)
    if (!one || spoilt !== '') return undefined
    spoilt = one.id
    spoil(one)
    const { query, variables } = JSON.parse(passing.body)
    passing.body = JSON.stringify({
      query,
      variables: {
        ...variables,
        inputs: inputs.map((i: { id: string }) => (i.id === one.id ? one : i)),
      },
    })
    return undefined
  }
  await mover.start(between.url)
  const stopped = await mover.rests()
  expect(stopped.state).toBe('copying')
  expect(stopped.problem).toContain('1 records are not at')
  expect(stopped.problem).toContain(spoilt)
  expect((await mover.switch()).errors[0]?.code).toBe('NOT_FOUND')
  // Sent once more, it is right.
  await mover.resume()
  expect((await mover.rests()).state).toBe('ready')
  await mover.cancel(false)
})

test('letting go wants the eName, and deletes nothing', async () => {
  const mover = moverOf(home.it)
  await mover.start(server.it.vault.localUrl)
  await mover.rests()
  await mover.switch()
  expect((await mover.rests()).state).toBe('switched')
  const before = await contentsOf(home.it)
  expect((await mover.letGo('yes')).errors[0]?.code).toBe('INVALID_INPUT')
  expect((await mover.letGo(home.it.vault.ename)).errors).toEqual([])
  expect(await contentsOf(home.it)).toEqual(before)
  expect((await mover.goBack()).errors[0]?.code).toBe('NOT_FOUND')
  const { data } = await home.it.graphql(create)
  expect(data.createMetaEnvelope.errors[0].code).toBe('VAULT_MOVED')
})

test('the new vault takes writes, also after its restart', async () => {
  await server.open()
  await vi.waitFor(async () => {
    expect((await resolved(home.it.vault.ename))?.uri).toBe(server.it.vault.localUrl)
  })
  const { data } = await server.it.owner(create, {}, named())
  expect(data.createMetaEnvelope.errors).toEqual([])
  const remove = 'mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }'
  const { id } = data.createMetaEnvelope.metaEnvelope
  await server.it.owner(remove, { id }, named())
})
