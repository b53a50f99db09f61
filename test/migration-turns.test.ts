import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PreparedPGlite } from '../src/evault/db/prepared-pglite.ts'
import { type Household, until } from './support/friends.ts'
import { type Between, contentsOf, moverOf } from './support/moving.ts'
import { type MovingRoom, openMovingRoom } from './support/moving-room.ts'

/** What an owner asks of a move twice, or at once with something else: in one window or in two. */
let room: MovingRoom
let home: Household
let server: Household
let between: Between
beforeAll(async () => {
  room = await openMovingRoom(6)
  ;({ home, server, between } = room)
}, 120_000)
afterAll(() => room?.[Symbol.asyncDispose]())

type Answer = { errors: { code: string }[] }
const codes = (answers: Answer[]) => answers.map(({ errors }) => errors[0]?.code ?? 'done').sort()
const canWrite = () => room.canWrite()
const resolved = () => room.resolved()

test('of two that begin at once, one does', async () => {
  const mover = moverOf(home.it)
  const answers = await Promise.all([1, 2, 3].map(() => mover.start(between.url)))
  expect(codes(answers)).toEqual(['ALREADY_EXISTS', 'ALREADY_EXISTS', 'done'])
  expect((await mover.rests()).state).toBe('ready')
  const counts = (await home.it.owner('{ move { id } }')).data
  expect(typeof counts.move.id).toBe('string')
})

test('two that switch at once switch once, and two that go back go back once', async () => {
  const mover = moverOf(home.it)
  const arrivals = () => between.passed.filter(({ path }) => path === '/migration/arrived').length
  const before = arrivals()
  expect(codes(await Promise.all([mover.switch(), mover.switch()]))).toEqual(['done', 'done'])
  const done = await mover.rests()
  expect([done.state, done.problem, arrivals() - before]).toEqual(['switched', null, 1])
  const back = await Promise.all([mover.goBack(), mover.goBack(), mover.letGo('@x')])
  expect(codes(back)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'done'])
  expect((await mover.seen()).state).toBe('returned')
  expect([await canWrite(), await resolved()]).toEqual([true, home.it.vault.localUrl])
})

test('a switch and the end of the move at once: the one or the other, never half of both', async () => {
  const mover = moverOf(home.it)
  for (const isCancelFirst of [true, false]) {
    await mover.start(between.url)
    expect((await mover.rests()).state).toBe('ready')
    const asks = [() => mover.cancel(false), () => mover.switch()]
    const answers = await Promise.all((isCancelFirst ? asks : asks.reverse()).map((ask) => ask()))
    const rested = await mover.rests()
    const isSwitched = rested.state === 'switched'
    expect(isSwitched || rested.state === 'cancelled').toBe(true)
    expect(codes(answers).filter((code) => code === 'done').length).toBeGreaterThan(0)
    expect(await resolved()).toBe((isSwitched ? server : home).it.vault.localUrl)
    expect(await canWrite()).toBe(!isSwitched)
    if (isSwitched) expect((await mover.goBack()).errors).toEqual([])
  }
})

test('a move that is over before it is halted is not taken back', async () => {
  const mover = moverOf(home.it)
  await mover.start(between.url)
  expect((await mover.rests()).state).toBe('ready')
  let cancelling: Promise<Answer> | null = null
  // The last that is asked of the other side: the owner thinks better of it too late.
  between.after = (passing, text) => {
    if (passing.path.startsWith('/identity-log')) cancelling ??= mover.cancel(true)
    return text
  }
  await mover.switch()
  const rested = await mover.rests()
  between.after = (_, text) => text
  const answer = (await (cancelling as Promise<Answer> | null)) as Answer
  const now = await mover.seen()
  // Either it was halted and stays where it was, or it is switched; nothing was taken away there.
  expect([rested.state, now.state].every((state) => state !== 'cancelled')).toBe(true)
  expect(answer.errors).toHaveLength(1)
  expect(await resolved()).toBe(server.it.vault.localUrl)
  const named = { 'x-ename': home.it.vault.ename }
  expect(await contentsOf(server.it, named)).toEqual(await contentsOf(home.it))
  await mover.resume()
  expect((await mover.rests()).state).toBe('switched')
})

test('a switch that is asked for while the copy comes to its end waits for that', async () => {
  const mover = moverOf(home.it)
  expect((await mover.goBack()).errors).toEqual([])
  // What is written can be read before who wrote it goes on: as where a disk takes its time.
  const { query } = PreparedPGlite.prototype
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  PreparedPGlite.prototype.query = async function (
    this: PreparedPGlite,
    ...asked: Parameters<typeof query>
  ) {
    const answer = await query.apply(this, asked)
    const [text, parameters] = asked
    if (/^update "moves"/.test(text) && parameters?.includes('ready')) await held
    return answer
  } as typeof query
  try {
    await mover.start(between.url)
    const ready = await until(mover.seen, ({ state }) => state === 'ready', 30_000)
    expect(ready.isRunning).toBe(true)
    const switching = mover.switch()
    await delay(300)
    goOn()
    expect((await switching).errors).toEqual([])
  } finally {
    goOn()
    PreparedPGlite.prototype.query = query
  }
  expect((await mover.rests()).state).toBe('switched')
})
