import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Household } from './support/friends.ts'
import { type Between, contentsOf, moverOf } from './support/moving.ts'
import { type MovingRoom, openMovingRoom } from './support/moving-room.ts'
import type { TestVault } from './support/test-vault.ts'

/**
 * A vault that comes home is used from the moment the registry leads here; the old one is looked at
 * once more behind that. What was written here meanwhile stays.
 */
let room: MovingRoom
let home: Household
let server: Household
let between: Between
let named: MovingRoom['named']
beforeAll(async () => {
  room = await openMovingRoom(12)
  ;({ home, server, between, named } = room)
  await room.moveTo(server.it.vault.localUrl)
  await room.mover.letGo(home.it.vault.ename)
}, 120_000)
afterAll(() => room?.[Symbol.asyncDispose]())

const isHome = async () => (await room.resolved()) === home.it.vault.localUrl

/** Changes records as their owner does. */
async function write(it: TestVault, changes: string[]): Promise<void> {
  const { errors } = await it.owner(`mutation { ${changes.join('\n')} }`, {}, named)
  expect(errors).toEqual([])
}
const change = (id: string, by: string) =>
  `c${counter()}: updateMetaEnvelope(id: ${JSON.stringify(id)}, input: {
    ontology: "type-1", payload: { by: "${by}" }, acl: ["@x"] }) { errors { message } }`
const remove = (id: string) =>
  `c${counter()}: removeMetaEnvelope(id: ${JSON.stringify(id)}) { success }`
const create = (id: string, by: string) =>
  `c${counter()}: bulkCreateMetaEnvelopes(inputs: [{ id: "${id}", ontology: "late",
    payload: { by: "${by}" }, acl: [] }]) { errorCount }`
let counted = 0
function counter(): number {
  counted += 1
  return counted
}

test('what is written here behind the switch is neither undone nor taken away', {
  timeout: 60_000,
}, async () => {
  const ids = (await contentsOf(server.it, named))
    .filter(({ ontology }) => ontology.startsWith('type-'))
    .map(({ id }) => id)
  const [changedHere, removedHere, changedThere, removedThere, changedBoth, removedOnlyThere] =
    ids as [string, string, string, string, string, string]
  let isSettling = false
  between.before = async ({ path, body }) => {
    // Before the old vault hears that it was left: it still takes writes, which no look has seen.
    if (path === '/migration/left') {
      await write(server.it, [
        ...[
          change(changedThere, 'there'),
          change(changedBoth, 'there'),
          create('new-there', 'there'),
        ],
        ...[remove(removedThere), remove(removedOnlyThere), create('new-both', 'there')],
      ])
    }
    if (!isSettling && body.includes('"after"') && (await isHome())) {
      isSettling = true
      await write(home.it, [
        ...[change(changedHere, 'here'), change(changedBoth, 'here'), change(removedThere, 'here')],
        ...[remove(removedHere), create('new-here', 'here'), create('new-both', 'here')],
      ])
    }
    return undefined
  }
  const mover = moverOf(home.it)
  expect((await mover.start(between.url, 'owner', { direction: 'in' })).errors).toEqual([])
  expect((await mover.rests()).state).toBe('ready')
  await mover.switch()
  const done = await mover.rests()
  expect([done.problem, done.state, isSettling]).toEqual([null, 'switched', true])
  const here = new Map((await contentsOf(home.it)).map(({ id, parsed }) => [id, parsed]))
  expect(here.get(changedHere)).toEqual({ by: 'here' })
  expect(here.has(removedHere)).toBe(false)
  expect(here.get('new-here')).toEqual({ by: 'here' })
  // What was changed at the old vault alone comes along.
  expect(here.get(changedThere)).toEqual({ by: 'there' })
  expect(here.get('new-there')).toEqual({ by: 'there' })
  expect(here.has(removedOnlyThere)).toBe(false)
  // What was changed at both stays as it is where the vault is used, and is named.
  expect(here.get(changedBoth)).toEqual({ by: 'here' })
  expect(here.get('new-both')).toEqual({ by: 'here' })
  expect(here.get(removedThere)).toEqual({ by: 'here' })
  const conflicts = done.report?.notMoved.find(({ kind }) => kind === 'conflicts')
  expect([...(conflicts?.items ?? [])].sort()).toEqual([changedBoth, 'new-both'].sort())
})
