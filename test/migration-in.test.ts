import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Household, Town } from './support/friends.ts'
import { contentsOf, moverOf, openBetween } from './support/moving.ts'
import { type MovingRoom, openMovingRoom } from './support/moving-room.ts'

/** A vault comes home from the server it had moved to, and another server fetches it. */
let room: MovingRoom
let town: Town
let home: Household
let server: Household
let named: MovingRoom['named']
beforeAll(async () => {
  room = await openMovingRoom(12)
  ;({ town, home, server, named } = room)
  await room.moveTo(server.it.vault.localUrl)
  await room.mover.letGo(home.it.vault.ename)
}, 120_000)
afterAll(() => room?.[Symbol.asyncDispose]())

const resolved = () => room.resolved()

test('another server fetches a vault with a platform token: what it was not shown is named', async () => {
  const next = (await town.household()).it
  await using between = await openBetween(server.it.vault.localUrl)
  // What is written while it is read, deleted, and between the last look and the switch.
  const late = await server.it.owner(
    `mutation { createMetaEnvelope(input: { ontology: "late", payload: { n: 1 }, acl: ["*"] }) {
      metaEnvelope { id } } }`,
    {},
    named,
  )
  const { id } = late.data.createMetaEnvelope.metaEnvelope
  const mover = moverOf(next, named)
  const start = moverOf(next)
  const input = { direction: 'in', ename: home.it.vault.ename }
  expect((await start.start(between.url, 'platform', input)).errors).toEqual([])
  const ready = await mover.rests()
  expect([ready.problem, ready.state, ready.helps]).toEqual([null, 'ready', false])
  await server.it.owner(
    'mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }',
    { id },
    named,
  )
  await server.it.owner(
    `mutation { bulkCreateMetaEnvelopes(inputs: [{ id: "new", ontology: "late", payload: { n: 2 }, acl: [] }]) {
      errorCount } }`,
    {},
    named,
  )
  expect(await resolved()).toBe(server.it.vault.localUrl)
  await mover.switch()
  const done = await mover.rests()
  expect([done.problem, done.state]).toEqual([null, 'switched'])
  expect(await resolved()).toBe(next.vault.localUrl)
  const there = await contentsOf(server.it, named)
  const here = await contentsOf(next, named)
  expect(here).toEqual(there.map((record) => ({ ...record, acl: [] })))
  expect(here.some((record) => record.id === id)).toBe(false)
  expect(done.report).toMatchObject({ records: here.length, files: 2 })
  const kinds = new Map(done.report?.notMoved.map((one) => [one.kind, one]))
  expect(kinds.get('acls')?.count).toBe(here.length)
  expect(kinds.get('log')?.count).toBeGreaterThan(10)
  // The log of the old vault is no part of the chain here.
  const { logIntegrity } = (await next.owner('{ logIntegrity { whole entries } }', {}, named)).data
  expect(logIntegrity.whole).toBe(true)
  // What is fetched is fetched with a token, which is in no address.
  expect(between.passed.some(({ path }) => path.includes('eyJ'))).toBe(false)
  expect((await mover.goBack()).errors).toEqual([])
  expect(await resolved()).toBe(server.it.vault.localUrl)
})

test('a vault comes home to where it was before: changed, new and deleted records, and ACLs', async () => {
  const there = await contentsOf(server.it, named)
  const [first, second] = there.filter(({ ontology }) => ontology === 'type-1')
  await server.it.owner(
    `mutation ($id: ID!, $gone: ID!) {
      updateMetaEnvelope(id: $id, input: { ontology: "type-1", payload: { changed: true }, acl: ["@zoe"] }) {
        errors { message } }
      removeMetaEnvelope(id: $gone) { success } }`,
    { id: first.id, gone: second.id },
    named,
  )
  const mover = moverOf(home.it)
  const { url } = { url: server.it.vault.localUrl }
  expect((await mover.start(url, 'owner', { direction: 'in' })).errors).toEqual([])
  const ready = await mover.rests()
  expect([ready.problem, ready.state, ready.helps]).toEqual([null, 'ready', true])
  await mover.switch()
  const done = await mover.rests()
  expect([done.problem, done.state]).toEqual([null, 'switched'])
  expect(await resolved()).toBe(home.it.vault.localUrl)
  expect(await contentsOf(home.it)).toEqual(await contentsOf(server.it, named))
  const write = `mutation { createMetaEnvelope(input: { ontology: "a", payload: {}, acl: [] }) {
    errors { code } } }`
  expect((await home.it.graphql(write)).data.createMetaEnvelope.errors).toEqual([])
  // The server was told, and takes nothing any more.
  const { data } = await server.it.owner(write, {}, named)
  expect(data.createMetaEnvelope.errors[0]?.code).toBe('VAULT_MOVED')
  expect(done.report?.comparedWithoutAcl).toBe(0)
})

test('a source that shows something else each time is not switched to', async () => {
  const next = (await town.household()).it
  await using between = await openBetween(home.it.vault.localUrl)
  let n = 0
  between.after = ({ body }, text) => {
    if (!body.includes('edges {')) return text
    n += 1
    return text.replace('"nested":{', `"pass":${n},"nested":{`)
  }
  const start = moverOf(next)
  await start.start(between.url, 'platform', { direction: 'in', ename: home.it.vault.ename })
  const mover = moverOf(next, named)
  const stopped = await mover.rests()
  expect([stopped.state, stopped.problem]).toEqual(['copying', expect.stringContaining('changes')])
  expect(await resolved()).toBe(home.it.vault.localUrl)
})
