import { afterEach, beforeEach, vi } from 'vitest'
import { type AwarenessRoom, openAwarenessRoom } from './awareness-room.ts'
import { openReceiver, type Receiver } from './receiver.ts'

/** Opens a room and a platform that it tells, for each test of a file, and closes them. */
export function openForEachTest() {
  let made = new Set<string>()
  const told = { room: null as unknown as AwarenessRoom, platform: null as unknown as Receiver }
  beforeEach(async () => {
    made = new Set()
    told.platform = await openReceiver()
    told.room = await openAwarenessRoom([told.platform.url])
  })
  afterEach(async () => {
    await told.room[Symbol.asyncDispose]()
    await told.platform[Symbol.asyncDispose]()
  })

  const all = { platform: null, states: null, record: null }
  const page = async () => {
    const { room } = told
    return (await room.awareness.deliveries.page(room.owner(), all, 100, null)).entries
  }
  const state = async (id: string) => {
    const found = (await page()).find(({ metaEnvelopeId }) => metaEnvelopeId === id)
    return found && { state: found.state, reason: found.reason, attempts: found.attempts }
  }
  return Object.assign(told, {
    page,
    state,
    inState: (id: string, wanted: string) =>
      vi.waitUntil(async () => (await state(id))?.state === wanted, {
        ...{ timeout: 15_000, interval: 25 },
      }),
    health: async (url = told.platform.url) =>
      told.room.awareness.platforms.platform(told.room.owner(), url),
    /** Resolves when so many packets have come and what became of them is written. */
    async tried(count: number, id?: string) {
      const ofIt = () => told.platform.packets.filter(({ json }) => !id || json.id === id)
      await until(() => ofIt().length >= count)
      const attempts = 'SELECT count(*) AS n FROM delivery_attempts'
      await until(async () => Number((await told.room.rows(attempts))[0].n) >= count)
      return ofIt()
    },
    /** An update, which is told at once, of a record nobody was told of. */
    async change(id: string, payload: object) {
      if (!made.has(id)) await told.room.create(id, {}, { quietly: true })
      made.add(id)
      await told.room.update(id, payload)
    },
  })
}

export function until(condition: () => unknown, timeout = 15_000): Promise<unknown> {
  return vi.waitUntil(condition, { timeout, interval: 10 })
}
