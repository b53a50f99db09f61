import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
import type { Database } from '../db/database.ts'
import type { IdClock } from '../db/ids.ts'
import type { ChangeFeed } from '../envelopes/changes.ts'
import type { KeyCustody } from '../keys/custody.ts'
import type { Tenants } from '../keys/tenants.ts'
import type { VaultLock } from '../lock/vault-lock.ts'
import type { Log } from '../log.ts'
import { OpenParts } from '../open-parts.ts'
import { createChangeNotes } from './change-notes.ts'
import { createDeliveryControl, type DeliveryControl } from './control.ts'
import { createCourier } from './courier.ts'
import { createDeliveryReader } from './delivery-reader.ts'
import { type AwarenessService, createDestinations, serviceBase } from './destinations.ts'
import { createFanOut } from './fan-out.ts'
import { createFanOutLoop } from './fan-out-loop.ts'
import { createListWatch } from './list-watch.ts'
import { createPace } from './pace.ts'
import { createPayloadReader } from './payload-reader.ts'
import { createPlatformReader } from './platform-reader.ts'
import { openPlatforms, type Platforms } from './platforms.ts'
import { createQueue } from './queue.ts'
import type { RightsMeans } from './rights.ts'
import { createDeliverySecrets } from './secrets.ts'
import { createSender } from './sender.ts'

/** What the owner sees of deliveries, and does with them. */
export interface Awareness extends AsyncDisposable {
  readonly platforms: ReturnType<typeof createPlatformReader>
  readonly deliveries: ReturnType<typeof createDeliveryReader>
  /** What a delivery sent, or would send. */
  readonly payload: ReturnType<typeof createPayloadReader>
  readonly control: DeliveryControl
  /** How platforms themselves want to be told. */
  readonly subscriptions: Pick<Platforms, 'find' | 'subscribe'>
  /**
   * Platforms whose deliveries have changed, or their place on the registry's list, at most four
   * times a second.
   */
  subscribe(ename: string): AsyncGenerator<string[]>
}

interface Means extends RightsMeans {
  readonly db: Database
  readonly ids: IdClock
  readonly registry: Pick<RegistryClient, 'platforms'>
  readonly isOwnRegistry: boolean
  readonly service: AwarenessService | null
  readonly custody: Pick<KeyCustody, 'webhookSecret' | 'setWebhookSecret'>
  readonly tenants: Pick<Tenants, 'of' | 'all'>
  readonly feed: ChangeFeed
  readonly lock: Pick<VaultLock, 'refuses' | 'whenUnlocked'>
  /** The part of the time in which others are answered. */
  readonly askedShare: () => number
  readonly now: () => number
  readonly log: Log
}

/** How often the list is asked for while somebody looks: here it costs nothing. */
const ownListMs = 3_000
const otherListMs = 60_000

/**
 * Tells platforms of changes: at least once, those of a record in order, whatever happens to this
 * process in between. The operation log is what has to be told, deliveries are what is left to
 * tell. Source: awareness seed; protocol §8.
 */
export async function openAwareness(means: Means): Promise<Awareness> {
  const { db, ids, tenants, feed, settings, consents, lock, isOwnRegistry, now, log } = means
  const service = means.service && { ...means.service, url: serviceBase(means.service.url) }
  const parts = new OpenParts()
  const registry = untilClosed(means.registry)
  const platforms = await openPlatforms({ db, registry, serviceUrl: service?.url ?? null })
  const secrets = createDeliverySecrets(means.custody)
  const destinations = createDestinations({
    ...{ service, isOwnRegistry, secrets },
    publicKeys: (ename) => tenants.of(ename)?.publicKeys ?? [],
  })
  const notes = parts.add(createChangeNotes())
  const sender = createSender(now)
  const rights = { settings, consents }
  const pace = createPace(means.askedShare, now)
  const fanOut = createFanOut({
    ...{ db, platforms, pace, ...rights },
    expect(ename, platform, dueAt) {
      courier.expect(ename, platform, dueAt)
      notes.note(ename, platform)
    },
  })
  const courier = parts.add(
    createCourier({
      ...{ db, ids, platforms, destinations, sender, ...rights, lock, now, log },
      pace,
      reached: fanOut.reached,
      changed: notes.note,
    }),
  )
  platforms.whenChanged((ename, platform) => {
    courier.expect(ename, platform, now())
    notes.note(ename, platform)
  })
  lock.whenUnlocked(() => {
    for (const { ename, platform } of platforms.all()) courier.expect(ename, platform, now())
  })
  parts.add(
    createListWatch({
      ...{ refresh: platforms.refresh, watched: notes.watched, log },
      everyMs: isOwnRegistry ? ownListMs : otherListMs,
    }),
  )
  const loop = parts.add(createFanOutLoop(fanOut, pace, log))
  parts.add(registry)
  parts.add(feed.listen(({ ename, kind }) => loop.grown(ename, kind)))
  for (const { ename } of tenants.all()) loop.grown(ename, null)
  const queue = createQueue(db)
  return {
    platforms: createPlatformReader({ db, platforms, destinations, rights }),
    deliveries: createDeliveryReader({ db, platforms, courier }),
    payload: createPayloadReader({ db, queue, platforms, destinations, rights }),
    control: createDeliveryControl({
      ...{ db, platforms, destinations, rights, secrets, sender, courier, now },
    }),
    subscriptions: platforms,
    subscribe: notes.subscribe,
    [Symbol.asyncDispose]: () => parts[Symbol.asyncDispose](),
  }
}

/** A registry that does not answer must not keep the vault from closing: it is away then. */
function untilClosed({
  platforms,
}: Pick<RegistryClient, 'platforms'>): Pick<RegistryClient, 'platforms'> & Disposable {
  const closing = new AbortController()
  return {
    platforms: () =>
      new Promise((resolve, reject) => {
        const away = () => reject(new RegistryError('UNREACHABLE', 'The vault is being closed'))
        closing.signal.addEventListener('abort', away)
        const heard = () => closing.signal.removeEventListener('abort', away)
        if (closing.signal.aborted) away()
        platforms().then(resolve, reject).finally(heard)
      }),
    [Symbol.dispose]: () => closing.abort(),
  }
}
