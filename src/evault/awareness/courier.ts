import type { Database } from '../db/database.ts'
import type { IdClock } from '../db/ids.ts'
import type { VaultLock } from '../lock/vault-lock.ts'
import { type Log, logFailedWork } from '../log.ts'
import { createBookkeeper } from './bookkeeper.ts'
import type { Destinations } from './destinations.ts'
import { createLanes, type Lane, opensAt, roomIn, withinRate } from './lanes.ts'
import { type Load, loadOf } from './load.ts'
import { conclude, healthAfter, healthOf, isFailing } from './outcome.ts'
import type { Pace } from './pace.ts'
import { packetHeaders } from './packet.ts'
import type { DeliveryPlatform, Platforms } from './platforms.ts'
import { type Content, createQueue, type Due } from './queue.ts'
import { type RightsMeans, rightsOf } from './rights.ts'
import type { Sender } from './sender.ts'
import { toldTo } from './subscription.ts'

/** Carries packets to platforms, while the vault is open. */
export interface Courier extends AsyncDisposable {
  /** Says that something of this platform is to be sent then (milliseconds since the epoch). */
  expect(ename: string, platform: string, dueAt: number): void
  /** The records that are on the way to a platform. */
  away(ename: string, platform: string): ReadonlySet<string>
}

interface Means extends RightsMeans {
  readonly db: Database
  readonly ids: IdClock
  readonly platforms: Platforms
  readonly destinations: Destinations
  readonly sender: Sender
  readonly pace: Pace
  /** Packets for those that it refuses wait until it is unlocked. */
  readonly lock: Pick<VaultLock, 'refuses'>
  /** How far a vault's log is turned into deliveries. */
  readonly reached: (ename: string) => number
  /** Told of those whose deliveries have changed. */
  readonly changed: (ename: string, platform: string) => void
  readonly now: () => number
  readonly log: Log
}

/** Bytes of records on the way, as they are stored; one record may be more. */
const mostBytes = 32 * 1024 * 1024
/** The clock may be set, or the computer may have slept: it is looked at that often. */
const longestSleepMs = 500
/** What is due in that time goes together. */
const shortestSleepMs = 8
const failedWaitMs = 5_000

export function createCourier(means: Means): Courier {
  const { db, ids, platforms, destinations, sender, pace, lock, now, log } = means
  const lanes = createLanes(now)
  const queue = createQueue(db)
  const closing = new AbortController()
  let altogether = 0
  let bytesAway = 0
  let timer: NodeJS.Timeout | undefined
  let carrying: Promise<void> | null = null
  const books = createBookkeeper({
    ...{ db, ids, platforms, now, closing: closing.signal, log },
    done(results, back) {
      for (const { due } of results) {
        free(due)
        // There is room again, whenever this one is tried again.
        setNext(due, now())
        means.changed(due.ename, due.platform)
      }
      for (const one of back) {
        platforms.note(one.ename, one.platform, healthOf(one))
        setNext(one, now())
      }
    },
  })

  /** The platform's own address is asked, so it is the one that proved itself, if one did. */
  const waits = ({ ename, platform }: Pick<Lane, 'ename' | 'platform'>) =>
    lock.refuses(ename, { platform, verified: true })

  /** Looks at the queues when something is due in one of them. */
  function sleep(): void {
    clearTimeout(timer)
    if (closing.signal.aborted || carrying !== null) return
    let next = Number.POSITIVE_INFINITY
    for (const lane of lanes.all()) {
      const platform = platforms.find(lane.ename, lane.platform)
      if (platform === null || waits(lane)) continue
      next = Math.min(next, opensAt(lane, platform, altogether))
    }
    if (next === Number.POSITIVE_INFINITY) return
    next = Math.max(next, pace.opensAt())
    const wait = Math.min(Math.max(next - now(), shortestSleepMs), longestSleepMs)
    timer = setTimeout(wake, wait).unref()
  }

  function wake(): void {
    carrying = carrySome()
      .catch((error) => {
        logFailedWork(log, error)
        // Of those that were just being looked at nobody knows when more is due.
        for (const lane of lanes.all()) lane.nextAt = now() + failedWaitMs
      })
      .finally(() => {
        carrying = null
        sleep()
      })
  }

  function setNext({ ename, platform }: Pick<Lane, 'ename' | 'platform'>, at: number): void {
    const lane = lanes.of(ename, platform)
    lane.nextAt = Math.min(lane.nextAt, at)
    sleep()
  }

  /** Takes what is due and sends it. */
  async function carrySome(): Promise<void> {
    if (pace.opensAt() > now()) return
    const taken: Due[] = []
    const free: { readonly lane: Lane; readonly room: number }[] = []
    let left = altogether
    for (const lane of lanes.all()) {
      const platform = platforms.find(lane.ename, lane.platform)
      if (platform === null || waits(lane) || opensAt(lane, platform, left) > now()) continue
      if (isFailing(platform)) {
        taken.push(...(await takeProbe(lane)))
        continue
      }
      const room = roomIn(lane, platform, left)
      left += room
      free.push({ lane, room })
    }
    taken.push(...(await takeDue(free)))
    taken.sort((a, b) => a.dueAt - b.dueAt)
    const may = taken.slice(0, pace.take(taken.length))
    const fitting = firstOf(may, mostBytes - bytesAway, altogether === 0)
    // The rest is taken when there is room for it.
    for (const { ename, platform } of taken.slice(fitting.length)) {
      lanes.of(ename, platform).nextAt = now()
    }
    await send(fitting)
  }

  async function takeDue(free: readonly { readonly lane: Lane; readonly room: number }[]) {
    const rooms = free.map(({ lane: { ename, platform, away }, room }) => {
      return { ename, platform, room, away: [...away] }
    })
    // What becomes due meanwhile lowers it again.
    for (const { lane } of free) lane.nextAt = Number.POSITIVE_INFINITY
    const claims = await queue.due(rooms, now())
    return claims.flatMap(({ due, later }, at) => {
      const { lane, room } = free[at] as (typeof free)[number]
      const { go, moreAt } = withinRate(lane, due, now())
      const more = due.length === room ? now() : (later ?? Number.POSITIVE_INFINITY)
      lane.nextAt = Math.min(lane.nextAt, moreAt ?? more)
      return go
    })
  }

  async function takeProbe(lane: Lane): Promise<readonly Due[]> {
    lane.nextAt = Number.POSITIVE_INFINITY
    const { due, later } = await queue.probe(lane.ename, lane.platform, now())
    // Where nothing is left to try it with, the next change tells how it is.
    lane.nextAt = Math.min(lane.nextAt, due.length > 0 ? now() : (later ?? lane.nextAt))
    return due
  }

  async function send(due: readonly Due[]): Promise<void> {
    for (const { ename, platform, metaEnvelopeId, size } of due) {
      altogether += 1
      bytesAway += size
      lanes.of(ename, platform).away.add(metaEnvelopeId)
    }
    const contents = new Map<string, ReadonlyMap<string, Content>>()
    try {
      for (const ename of new Set(due.map((one) => one.ename))) {
        const own = due.filter((one) => one.ename === ename)
        const wanted = [...new Set(own.map(({ metaEnvelopeId }) => metaEnvelopeId))]
        contents.set(ename, await queue.contents(ename, wanted, means.reached(ename)))
      }
    } catch (error) {
      for (const one of due) putBack(one)
      throw error
    }
    for (const one of due) void carry(one, contents.get(one.ename)?.get(one.metaEnvelopeId))
  }

  async function carry(due: Due, content: Content | undefined): Promise<void> {
    try {
      await carryOut(due, content)
    } catch (error) {
      // Of what is on the way while the vault closes nothing is known: it is sent again.
      if (closing.signal.aborted) return
      logFailedWork(log, error)
      putBack(due)
    }
  }

  async function carryOut(due: Due, content: Content | undefined): Promise<void> {
    // Locked since it was taken.
    if (waits(due)) return putBack(due)
    const { ename, platform: name } = due
    const platform = platforms.find(ename, name) as DeliveryPlatform
    const load = loadOf(due, content, {
      ...{ platform: toldTo(platform), isService: destinations.isService },
      grant: rightsOf(means, ename, name),
      evaultPublicKey: destinations.evaultPublicKey(ename),
    })
    if ('withheld' in load) return books.note({ due, ...load }, null, false)
    await exchange(due, load, platform)
  }

  async function exchange(due: Due, load: Load, platform: DeliveryPlatform): Promise<void> {
    const { ename, platform: name, metaEnvelopeId, attempts } = due
    const { sequence, body } = load
    const at = now()
    const shipment = { ename, platform: name, metaEnvelopeId, sequence, number: attempts + 1, at }
    const secret = platform.hasSecret ? await destinations.secretOf(ename, name) : null
    const answer = await sender.post({
      url: destinations.endpointOf(name),
      headers: { ...packetHeaders(shipment, body, secret), ...destinations.headers },
      body,
      permitted: destinations.permitted(platform),
    })
    lanes.of(ename, name).answerMs = answer.durationMs
    const before = platforms.find(ename, name) as DeliveryPlatform
    const outcome = conclude(due, answer, before, now())
    const health = healthAfter(before, outcome, answer, at, now())
    if (outcome.error !== null) {
      const { status, error } = answer
      log.debug({ platform: name, status, code: error?.code }, 'a packet was not taken')
    }
    const after = { ...before, ...health }
    const isBack = isFailing(before) && !isFailing(after)
    // Where it is back, what waited for that is put first, before more is sent.
    if (!isBack) platforms.note(ename, name, health)
    books.note({ due, load, answer, outcome, at }, after, isBack)
  }

  function free({ ename, platform, metaEnvelopeId, size }: Due): void {
    if (!lanes.of(ename, platform).away.delete(metaEnvelopeId)) return
    altogether -= 1
    bytesAway -= size
  }

  /** Leaves a packet where it was, for a while. */
  function putBack(due: Due): void {
    free(due)
    const lane = lanes.of(due.ename, due.platform)
    lane.nextAt = now() + failedWaitMs
    sleep()
  }

  for (const { ename, platform } of platforms.all()) setNext({ ename, platform }, now())

  return {
    expect: (ename, platform, dueAt) => setNext({ ename, platform }, dueAt),
    away: (ename, platform) => lanes.of(ename, platform).away,
    async [Symbol.asyncDispose]() {
      closing.abort()
      clearTimeout(timer)
      sender[Symbol.dispose]()
      await carrying
      await books.written()
    },
  }
}

/** As many as there is room for; the first one where nothing else is on the way. */
function firstOf(due: readonly Due[], bytes: number, isFirst: boolean): readonly Due[] {
  let left = bytes
  const fitting = due.findIndex(({ size }, at) => {
    left -= size
    return left < 0 && !(isFirst && at === 0)
  })
  return fitting === -1 ? due : due.slice(0, fitting)
}
