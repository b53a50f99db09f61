import type { Grant } from '../access/authorise.ts'
import { arrayLiteral, ask, type Database } from '../db/database.ts'
import type { Destinations } from './destinations.ts'
import { isFailing } from './outcome.ts'
import type { DeliveryPlatform, Platforms } from './platforms.ts'
import { type RightsMeans, rightsOf } from './rights.ts'

export type PlatformState = 'healthy' | 'failing' | 'paused' | 'unlisted' | 'notAllowed'

/** Somebody who is told of changes, for the owner. */
export interface PlatformView extends DeliveryPlatform {
  readonly endpoint: string
  readonly isService: boolean
  readonly state: PlatformState
  /** Of the last 100 attempts, 0 to 1; null where there are none. */
  readonly successRate: number | null
  /** Packets on the way or waiting, and when the oldest of them was changed. */
  readonly backlog: number
  readonly backlogSince: Date | null
  readonly failed: number
}

/** How many packets wait, and were given up. */
export interface DeliveryCounts {
  readonly waiting: number
  readonly failed: number
  readonly failingPlatforms: number
}

/** Packets for one platform that were given up. */
export interface GivenUpDeliveries {
  readonly platform: string
  readonly count: number
  /** When the first of them was. */
  readonly since: Date
}

export interface PlatformReaderMeans {
  readonly db: Database
  readonly platforms: Platforms
  readonly destinations: Destinations
  readonly rights: RightsMeans
}

interface FiguresRow {
  readonly platform: string
  readonly backlog: number
  readonly since: string | null
  readonly failed: number
  readonly rate: number | null
}

interface GivenUpRow {
  readonly platform: string
  readonly count: number
  readonly since: string
}

const of = (state: string) =>
  `FROM deliveries WHERE ename = $1 AND platform = lane.platform AND state = '${state}'`

const selectFigures = `
  SELECT lane.platform, (SELECT count(*) ${of('waiting')}) AS backlog,
    (SELECT changed_at ${of('waiting')} ORDER BY sequence LIMIT 1) AS since,
    (SELECT count(*) ${of('failed')}) AS failed,
    (SELECT count(*) FILTER (WHERE ok)::float / nullif(count(*), 0) FROM (
      SELECT ok FROM delivery_attempts WHERE ename = $1 AND platform = lane.platform
      ORDER BY attempt_id DESC LIMIT 100) AS newest) AS rate
  FROM unnest($2::text[]) AS lane (platform)`

const selectGivenUp = `SELECT platform, count(*) AS count, min(due_at) AS since FROM deliveries
  WHERE ename = $1 AND state = 'failed' GROUP BY platform ORDER BY since, platform`

/** Those that need the owner come first. */
const order: readonly PlatformState[] = ['failing', 'paused', 'healthy', 'notAllowed', 'unlisted']

export function createPlatformReader(means: PlatformReaderMeans) {
  const { db, platforms, destinations, rights } = means

  async function viewsOf(ename: string, rows: readonly DeliveryPlatform[]) {
    const names = arrayLiteral(rows.map(({ platform }) => platform))
    const figures = await ask<FiguresRow>(db, selectFigures, [ename, names])
    return rows.map((row): PlatformView => {
      const own = figures.find(({ platform }) => platform === row.platform)
      return {
        ...row,
        endpoint: destinations.endpointOf(row.platform),
        isService: destinations.isService && row.listed,
        state: stateOf(row),
        successRate: own?.rate ?? null,
        backlog: Number(own?.backlog ?? 0),
        backlogSince: own?.since == null ? null : new Date(own.since),
        failed: Number(own?.failed ?? 0),
      }
    })
  }

  function stateOf(row: DeliveryPlatform): PlatformState {
    if (!row.listed) return 'unlisted'
    if (rightsOf(rights, row.ename, row.platform) === null) return 'notAllowed'
    if (row.paused) return 'paused'
    return isFailing(row) ? 'failing' : 'healthy'
  }

  return {
    /** Everyone who is told of changes, or was. */
    async platforms({ ename }: Grant<'oversee'>): Promise<PlatformView[]> {
      const rows = (await platforms.refresh(ename)) ?? []
      const views = await viewsOf(ename, rows)
      const place = ({ state, failed }: PlatformView) =>
        failed > 0 && state === 'healthy' ? 0.5 : order.indexOf(state)
      return views.sort((a, b) => place(a) - place(b) || (a.platform < b.platform ? -1 : 1))
    },

    /** One of them, in any spelling; null for others. */
    async platform({ ename }: Grant<'oversee' | 'administer'>, name: string) {
      const row = platforms.find(ename, name)
      return row === null ? null : ((await viewsOf(ename, [row]))[0] ?? null)
    },

    /** The same packets as in `counts`, longest ago first; cheap enough to be asked often. */
    async givenUp({ ename }: Grant<'oversee'>): Promise<GivenUpDeliveries[]> {
      const rows = await ask<GivenUpRow>(db, selectGivenUp, [ename])
      return rows.map(({ platform, count, since }) => ({
        ...{ platform, count: Number(count), since: new Date(since) },
      }))
    },

    async counts({ ename }: Grant<'oversee'>): Promise<DeliveryCounts> {
      const views = await viewsOf(ename, platforms.of(ename))
      const sum = (figure: (view: PlatformView) => number) =>
        views.reduce((total, view) => total + figure(view), 0)
      return {
        waiting: sum(({ backlog }) => backlog),
        failed: sum(({ failed }) => failed),
        failingPlatforms: sum(({ state }) => (state === 'failing' ? 1 : 0)),
      }
    },
  }
}
