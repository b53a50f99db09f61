import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { contentsOf } from './support/moving.ts'
import { type MovingRoom, openMovingRoom } from './support/moving-room.ts'

/** What goes wrong at the worst moment of a move, and the way out of it. */
let room: MovingRoom
beforeAll(async () => {
  room = await openMovingRoom(6)
}, 120_000)
afterAll(() => room?.[Symbol.asyncDispose]())
beforeEach(() => {
  room.between.before = () => undefined
  room.between.after = (_, text) => text
  room.registry.before = () => undefined
})

test('what could not be taken away when a move was cancelled is copied again if it goes on', {
  timeout: 90_000,
}, async () => {
  const { between, home, mover, named, server } = room
  await room.copyTo(between.url)
  let removals = 0
  between.before = ({ body }) => {
    if (!body.includes('removeMetaEnvelope')) return undefined
    removals += 1
    return removals > 3 ? 'drop' : undefined
  }
  expect((await mover.cancel(true)).errors[0]?.code).toBe('UNAVAILABLE')
  between.before = () => undefined
  const half = await mover.seen()
  // Some of it is gone there: it must not be switched.
  expect([half.state, half.isRunning]).toEqual(['copying', false])
  expect(half.problem).toContain('Cancel it once more, or go on')
  expect((await mover.switch()).errors[0]?.code).toBe('NOT_FOUND')
  await mover.resume()
  const ready = await mover.rests()
  expect([ready.state, ready.problem]).toEqual(['ready', null])
  await mover.switch()
  const done = await mover.rests()
  expect([done.state, done.problem]).toEqual(['switched', null])
  expect(await contentsOf(server.it, named)).toEqual(await contentsOf(home.it))
  expect((await mover.goBack()).errors).toEqual([])
})

test('the new vault is lost in the moment of the switch: one goes back, and writes as before', {
  timeout: 90_000,
}, async () => {
  const { between, home, mover } = room
  await room.copyTo(between.url)
  between.before = ({ path }) => (path === '/migration/arrived' ? 'drop' : undefined)
  await mover.switch()
  const stuck = await mover.rests()
  // The registry leads to a vault that nobody can use, and here nothing can be written.
  expect([stuck.state, await room.resolved()]).toEqual(['switching', room.server.it.vault.localUrl])
  expect(stuck.problem).not.toBe(null)
  expect(await room.canWrite()).toBe(false)
  expect((await mover.cancel()).errors[0]?.code).toBe('UNAVAILABLE')
  between.before = () => 'drop'
  expect((await mover.goBack()).errors).toEqual([])
  const back = await mover.seen()
  expect([back.state, await room.resolved()]).toEqual(['returned', home.it.vault.localUrl])
  expect(back.problem).toContain('does not know of it')
  expect(await room.canWrite()).toBe(true)
})

test('what came out different in the last look is sent again at the next attempt', {
  timeout: 90_000,
}, async () => {
  const { between, home, mover, named, server } = room
  await room.copyTo(between.url)
  await home.it.create({ late: true }, ['*'], 'late')
  const isLate = (body: string) => body.includes('"ids":["')
  between.after = ({ body }, text) =>
    isLate(body) ? text.replace('"late":true', '"late":1') : text
  await mover.switch()
  const refused = await mover.rests()
  expect([refused.state, await room.canWrite()]).toEqual(['ready', true])
  expect(refused.problem).toContain('not at')
  between.after = (_, text) => text
  await mover.switch()
  const done = await mover.rests()
  expect([done.state, done.problem]).toEqual(['switched', null])
  expect(await contentsOf(server.it, named)).toEqual(await contentsOf(home.it))
})

test('a registry that can’t be told leaves the vault where it had moved to', {
  timeout: 90_000,
}, async () => {
  const { mover, registry, server } = room
  registry.before = ({ body }) => (body.includes('"evault"') ? 'drop' : undefined)
  expect((await mover.goBack()).errors[0]?.code).toBe('UNAVAILABLE')
  const asBefore = await mover.seen()
  expect([asBefore.state, asBefore.problem]).toEqual(['switched', null])
  expect([await room.canWrite(), await room.canWrite(server)]).toEqual([false, true])
  // Whether it was told is not known: the one state or the other would be a guess.
  registry.before = () => 'drop'
  expect((await mover.goBack()).errors[0]?.code).toBe('UNAVAILABLE')
  expect((await mover.seen()).state).toBe('returning')
  registry.before = () => undefined
  expect((await mover.resume()).errors).toEqual([])
  expect((await mover.rests()).state).toBe('returned')
  expect(await room.resolved()).toBe(room.home.it.vault.localUrl)
  expect([await room.canWrite(), await room.canWrite(server)]).toEqual([true, false])
})
