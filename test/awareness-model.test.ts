import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { openAwarenessRoom } from './support/awareness-room.ts'
import { openReceiver, type Receiver } from './support/receiver.ts'

/** What happens to a vault and two platforms. */
type Step =
  | { readonly kind: 'change'; readonly record: number; readonly by: 0 | 1 | null }
  /** Two changes, the second perhaps while the first is on the way, and a rest. */
  | { readonly kind: 'twice'; readonly record: number; readonly gapMs: number }
  | { readonly kind: 'answer'; readonly platform: 0 | 1; readonly as: Answer }
  | { readonly kind: 'pass'; readonly seconds: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'registry'; readonly there: boolean }
  | { readonly kind: 'restart' }
type Answer = 'well' | 'error' | 'close' | 'slowly' | 'well, then close'

const which = fc.constantFrom(0 as const, 1 as const)
const answers: Answer[] = ['well', 'error', 'close', 'slowly', 'well, then close']
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      record: fc.integer({ min: 0, max: 2 }),
      by: fc.constantFrom(null, null, null, 0 as const, 1 as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ kind: fc.constant('twice' as const), record: fc.integer({ min: 0, max: 2 }) },
      gapMs: fc.integer({ min: 0, max: 60 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ kind: fc.constant('answer' as const), platform: which },
      as: fc.constantFrom(...answers),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      seconds: fc.constantFrom(1, 5, 60, 3_600, 90_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.integer({ min: 0, max: 50 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('registry' as const), there: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
)

function behave(receiver: Receiver, as: Answer): void {
  receiver.behave((_, answer) => {
    switch (as) {
      case 'well':
        return 200
      case 'error':
        return 503
      case 'slowly':
        setTimeout(() => answer.writeHead(200).end(), 40)
        return undefined
      case 'well, then close':
        // The platform has it, but nobody will know.
        answer.socket?.destroy()
        return undefined
      default:
        answer.socket?.destroy()
        return undefined
    }
  })
}

/** Versions of a record in the order in which a platform got them. */
const versions = (receiver: Receiver, record: string) =>
  receiver.packets.filter(({ json }) => json.id === record).map(({ json }) => json.data.v)

async function play(steps: readonly Step[]): Promise<void> {
  await using first = await openReceiver()
  await using second = await openReceiver()
  const platforms = [first, second] as const
  const listed = platforms.map(({ url }) => url)
  await using room = await openAwarenessRoom(listed)
  const newest = new Map<string, { v: number; by: number | null }>()
  // Slowly, so that much happens while packets are on the way; and told at once, not after 3 s.
  for (const platform of platforms) behave(platform, 'slowly')
  for (const record of [0, 1]) await room.create(`record-${record}`, {}, { quietly: true })
  const made = new Set(['record-0', 'record-1'])
  let version = 0

  async function change(record: number, by: 0 | 1 | null): Promise<void> {
    const id = `record-${record}`
    version += 1
    const how = by === null ? {} : { platform: platforms[by].url }
    if (made.has(id)) await room.update(id, { v: version }, how)
    else await room.create(id, { v: version }, how)
    made.add(id)
    newest.set(id, { v: version, by })
  }

  for (const one of steps) {
    switch (one.kind) {
      case 'change':
        await change(one.record, one.by)
        break
      case 'twice':
        await change(one.record, null)
        await delay(one.gapMs)
        await change(one.record, null)
        await delay(100)
        break
      case 'answer':
        behave(platforms[one.platform], one.as)
        break
      case 'pass':
        room.pass(one.seconds * 1_000)
        break
      case 'wait':
        await delay(one.ms)
        break
      case 'registry':
        room.listed = one.there ? listed : null
        break
      case 'restart':
        await room.restart()
    }
  }

  room.listed = listed
  for (const platform of platforms) behave(platform, 'well')
  // Whatever is still waiting for its time gets it.
  await room.restart()
  const arrived = () =>
    [...newest].every(([id, { v, by }]) =>
      platforms.every((platform, at) => by === at || versions(platform, id).at(-1) === v),
    )
  await vi.waitUntil(
    () => {
      room.pass(30_000)
      return arrived()
    },
    { timeout: 10_000, interval: 50 },
  )
  for (const platform of platforms) {
    for (const id of newest.keys()) {
      const got = versions(platform, id)
      expect(got).toEqual([...got].sort((a, b) => a - b))
    }
  }
}

test('whatever fails in between, each platform has the newest version of each record in the end, and never an older one after it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), play),
    // Each run opens a database of its own.
    { numRuns: 25, endOnFailure: false, interruptAfterTimeLimit: 100_000 },
  )
}, 240_000)
