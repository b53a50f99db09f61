import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { contentsOf, moverOf } from './support/moving.ts'
import { type MovingRoom, openMovingRoom } from './support/moving-room.ts'

/** The other vault lies, hides, or goes on for ever: what is here stays, and the move ends. */
let room: MovingRoom
beforeAll(async () => {
  room = await openMovingRoom(6)
}, 120_000)
afterAll(() => room?.[Symbol.asyncDispose]())
beforeEach(() => {
  room.between.before = () => undefined
  room.between.after = (_, text) => text
})

const isPage = (body: string) => body.startsWith('{"after":')

test('pages that lead back to an earlier one are followed once', { timeout: 60_000 }, async () => {
  const { between, mover } = room
  let pages = 0
  const next = () => {
    pages += 1
    return `0198a000-0000-7000-8000-00000000000${pages % 3}`
  }
  between.after = ({ body }, text) =>
    isPage(body) ? text.replace('"next":null', `"next":"${next()}"`) : text
  await mover.start(between.url)
  const stopped = await mover.rests()
  expect(stopped.state).toBe('copying')
  expect(stopped.problem).toContain('again and again')
  expect((await mover.cancel(false)).errors).toEqual([])
})

test('what the other vault says of a record is kept in short, and holds no token', {
  timeout: 60_000,
}, async () => {
  const { between, home, mover } = room
  let wanted: string[] = []
  between.before = (passing) => {
    if (!passing.body.includes('bulkCreateMetaEnvelopes')) return undefined
    const asked = JSON.parse(passing.body)
    wanted = asked.variables.inputs.map(({ id }: { id: string }) => id)
    passing.body = JSON.stringify({ ...asked, variables: { inputs: [] } })
    return undefined
  }
  between.after = ({ body, headers }, text) => {
    if (!body.includes('bulkCreateMetaEnvelopes')) return text
    const error = `${headers.authorization} ${'no\u0000 '.repeat(100_000)}`
    const results = wanted.map((id) => ({ id, success: false, error }))
    return JSON.stringify({ data: { bulkCreateMetaEnvelopes: { results, errors: [] } } })
  }
  await home.it.create({ refused: true }, ['*'], 'late')
  await room.moveTo(between.url)
  const { report } = await mover.seen()
  const refused = report?.notMoved.find(({ kind }) => kind === 'records')
  expect(refused?.items.length).toBeGreaterThan(0)
  for (const item of refused?.items ?? []) {
    expect(item).toContain('no no')
    expect(item.length).toBeLessThan(500)
    expect(item).not.toMatch(/eyJ/)
  }
  expect((await mover.goBack()).errors).toEqual([])
  between.before = () => undefined
  between.after = ({ body, headers }, text) =>
    body.includes('totalCount')
      ? JSON.stringify({ errors: [{ message: `You sent ${headers.authorization}` }] })
      : text
  await mover.start(between.url)
  const stopped = await mover.rests()
  expect(stopped.problem).toContain('You sent')
  expect(`${stopped.problem}${home.it.logged.join('')}`).not.toMatch(/eyJ/)
  expect((await mover.cancel(false)).errors).toEqual([])
})

test('an old vault that is closed after the switch takes nothing away here', {
  timeout: 90_000,
}, async () => {
  const { between, home, server, mover } = room
  await room.moveTo(server.it.vault.localUrl)
  expect((await mover.letGo(home.it.vault.ename)).errors).toEqual([])
  await mover.start(between.url, 'owner', { direction: 'in' })
  expect((await mover.rests()).state).toBe('ready')
  const before = await contentsOf(home.it)
  // From the switch on it shows an empty vault.
  let isClosed = false
  between.after = ({ path }, text) => {
    if (path === '/migration/left') isClosed = true
    return isClosed && path === '/migration/records' ? '{"records":[],"next":null}' : text
  }
  await mover.switch()
  const done = await mover.rests()
  expect([done.state, done.problem, isClosed]).toEqual(['switched', null, true])
  expect(await contentsOf(home.it)).toEqual(before)
})

test('what a platform is not shown is not taken for deleted when a vault comes home', {
  timeout: 90_000,
}, async () => {
  const { between, home, server, mover } = room
  await room.moveTo(server.it.vault.localUrl)
  expect((await mover.letGo(home.it.vault.ename)).errors).toEqual([])
  const before = await contentsOf(home.it)
  // As where the owner of the old vault lets platforms see one type only.
  between.after = ({ body }, text) => {
    if (!body.includes('metaEnvelopes(first: $first')) return text
    const answer = JSON.parse(text)
    const { metaEnvelopes } = answer.data
    metaEnvelopes.edges = metaEnvelopes.edges.filter(
      ({ node }: { node: { ontology: string } }) => node.ontology === 'type-1',
    )
    return JSON.stringify(answer)
  }
  await mover.start(between.url, 'platform', { direction: 'in' })
  const ready = await mover.rests()
  expect([ready.state, ready.problem]).toEqual(['ready', null])
  expect((await contentsOf(home.it)).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
  expect((await moverOf(home.it).cancel()).errors).toEqual([])
})
