import { and, eq } from 'drizzle-orm'
import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
import type { Grant } from '../access/authorise.ts'
import type { Caller } from '../access/caller.ts'
import { normalisePlatform } from '../access/platform-name.ts'
import { withoutUndefined } from '../config/config.ts'
import { deliveryPlatforms } from '../db/awareness-schema.ts'
import type { Database } from '../db/database.ts'
import { RequestError } from '../errors.ts'
import { type PlatformSubscription, readSubscription } from './subscription.ts'

/** Somebody who is told of changes, or was: settings and health. */
export type DeliveryPlatform = typeof deliveryPlatforms.$inferSelect

/** What the owner sets. */
export interface DeliverySettings {
  readonly paused: boolean
  /** Types it is told of; null for all. */
  readonly ontologies: readonly string[] | null
  readonly mode: 'value' | 'reference'
  readonly deletes: boolean
  readonly privateAddresses: boolean
  readonly hasSecret: boolean
}

/** How a platform answers. */
export type PlatformHealth = Pick<
  DeliveryPlatform,
  | 'failures'
  | 'failingSince'
  | 'nextTryAt'
  | 'lastSuccessAt'
  | 'lastFailureAt'
  | 'lastError'
  | 'lastErrorCode'
  | 'lastErrorDetail'
>

/** Who is told of changes. Held in memory; the list of the registry is kept for when it is away. */
export interface Platforms {
  all(): readonly DeliveryPlatform[]
  of(ename: string): readonly DeliveryPlatform[]
  /** In any spelling; null for one that never was on the list. */
  find(ename: string, platform: string): DeliveryPlatform | null
  /**
   * Those of this vault, with those that the registry lists now, or listed when it was last
   * reached; null where it never was.
   */
  refresh(ename: string): Promise<readonly DeliveryPlatform[] | null>
  /** Changes how a platform is known to answer; the database is told by `courier.ts`. */
  note(ename: string, platform: string, health: Partial<PlatformHealth>): void
  /** Says that so many records more were disclosed. */
  disclosed(ename: string, platform: string, records: number): void
  /** @throws RequestError `NOT_FOUND`, `INVALID_INPUT` */
  change(
    grant: Grant<'administer'>,
    platform: string,
    changes: { readonly [K in keyof DeliverySettings]?: DeliverySettings[K] | undefined },
  ): Promise<DeliveryPlatform>
  /**
   * Keeps how the platform that asks wants to be told; null for as the owner has it. One that the
   * registry does not list is told once it does.
   * @throws RequestError `FORBIDDEN` for who is no platform, `UNAVAILABLE`
   */
  subscribe(grant: Grant<'read'>, subscription: PlatformSubscription | null): Promise<void>
  whenChanged(listener: (ename: string, platform: string) => void): void
}

/** A registry that lists more is not to fill the disk. */
const mostPlatforms = 1_000
const mostOntologies = 200

interface Means {
  readonly db: Database
  readonly registry: Pick<RegistryClient, 'platforms'>
  /** The one that is told instead of the platforms; null for none. */
  readonly serviceUrl: string | null
}

export async function openPlatforms({ db, registry, serviceUrl }: Means): Promise<Platforms> {
  const known = new Map<string, Map<string, DeliveryPlatform>>()
  const listeners: ((ename: string, platform: string) => void)[] = []
  /** One at a time: of two lists the older must not be written last. */
  const refreshing = new Map<string, Promise<readonly DeliveryPlatform[] | null>>()
  for (const row of await db.select().from(deliveryPlatforms)) {
    put({ ...row, subscription: readSubscription(row.subscription) })
  }

  function put(row: DeliveryPlatform): void {
    const own = known.get(row.ename) ?? new Map<string, DeliveryPlatform>()
    known.set(row.ename, own.set(row.platform, row))
  }
  const of = (ename: string) => [...(known.get(ename)?.values() ?? [])]
  const find = (ename: string, platform: string) =>
    known.get(ename)?.get(normalisePlatform(platform)) ?? null

  async function listedNow(): Promise<Set<string> | null> {
    if (serviceUrl !== null) return new Set([normalisePlatform(serviceUrl)])
    try {
      const urls = await registry.platforms()
      return new Set(urls.slice(0, mostPlatforms).map(normalisePlatform))
    } catch (error) {
      if (error instanceof RegistryError) return null
      throw error
    }
  }

  async function keepListed(ename: string, platform: string, listed: boolean): Promise<void> {
    const before = find(ename, platform)
    if (before?.listed === listed) return
    const [row] = await db
      .insert(deliveryPlatforms)
      .values({ ename, platform, listed })
      .onConflictDoUpdate({
        target: [deliveryPlatforms.ename, deliveryPlatforms.platform],
        set: { listed },
      })
      .returning()
    put(before === null ? (row as DeliveryPlatform) : { ...before, listed })
    tell(ename, platform)
  }

  /** The row of a platform, made where the registry does not list it. */
  async function rowFor(ename: string, platform: string): Promise<DeliveryPlatform> {
    if (find(ename, platform) === null) await refresh(ename)
    if (find(ename, platform) === null) {
      if (of(ename).length >= mostPlatforms) {
        throw new RequestError('UNAVAILABLE', 'Too many platforms want to be told.')
      }
      await keepListed(ename, platform, false)
    }
    return find(ename, platform) as DeliveryPlatform
  }

  async function refreshNow(ename: string): Promise<readonly DeliveryPlatform[] | null> {
    const listed = await listedNow()
    if (listed === null) return known.has(ename) ? of(ename) : null
    for (const platform of listed) await keepListed(ename, platform, true)
    for (const { platform } of of(ename)) {
      if (!listed.has(platform)) await keepListed(ename, platform, false)
    }
    return of(ename)
  }

  function refresh(ename: string): Promise<readonly DeliveryPlatform[] | null> {
    const running = refreshing.get(ename) ?? refreshNow(ename)
    refreshing.set(ename, running)
    return running.finally(() => refreshing.delete(ename))
  }

  function tell(ename: string, platform: string): void {
    for (const listener of listeners) listener(ename, platform)
  }

  return {
    all: () => [...known.values()].flatMap((own) => [...own.values()]),
    of,
    find,
    refresh,
    note(ename, platform, health) {
      const before = find(ename, platform)
      if (before !== null) put({ ...before, ...health })
    },
    disclosed(ename, platform, records) {
      const before = find(ename, platform)
      if (before !== null) put({ ...before, disclosed: before.disclosed + records })
    },
    async change({ ename }, name, changes) {
      const platform = normalisePlatform(name)
      if (find(ename, platform) === null) throw noPlatform()
      const set = withoutUndefined(changes) as Partial<DeliveryPlatform>
      if ((set.ontologies?.length ?? 0) > mostOntologies) {
        throw new RequestError('INVALID_INPUT', `At most ${mostOntologies} types.`, 'ontologies')
      }
      // No columns are no statement.
      if (Object.keys(set).length > 0) {
        const key = { ename, platform, listed: true }
        await db
          .insert(deliveryPlatforms)
          .values({ ...key, ...set })
          .onConflictDoUpdate({
            target: [deliveryPlatforms.ename, deliveryPlatforms.platform],
            set,
          })
      }
      // What was noted meanwhile stays.
      const changed = { ...(find(ename, platform) as DeliveryPlatform), ...set }
      put(changed)
      tell(ename, platform)
      return changed
    },
    async subscribe({ ename, caller }, subscription) {
      const platform = platformOf(caller)
      if (subscription === null && find(ename, platform) === null) return
      await rowFor(ename, platform)
      await db
        .update(deliveryPlatforms)
        .set({ subscription })
        .where(and(eq(deliveryPlatforms.ename, ename), eq(deliveryPlatforms.platform, platform)))
      put({ ...(find(ename, platform) as DeliveryPlatform), subscription })
      tell(ename, platform)
    },
    whenChanged: (listener) => void listeners.push(listener),
  }
}

/** @throws RequestError `UNAUTHENTICATED`, `FORBIDDEN` */
export function platformOf(caller: Caller): string {
  if (caller.kind === 'platform') return normalisePlatform(caller.platform)
  if (caller.kind === 'anonymous') {
    throw new RequestError('UNAUTHENTICATED', 'This needs a Bearer token.')
  }
  throw new RequestError('FORBIDDEN', 'Platforms subscribe, for themselves.')
}

export function noPlatform(): RequestError {
  return new RequestError('NOT_FOUND', 'There is no such platform.', 'platform')
}
