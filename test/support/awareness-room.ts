import type { Grant } from '../../src/evault/access/authorise.ts'
import { policyPresets } from '../../src/evault/access/policy.ts'
import { type Awareness, openAwareness } from '../../src/evault/awareness/awareness.ts'
import { ask } from '../../src/evault/db/database.ts'
import { prepareMetaEnvelope } from '../../src/evault/envelopes/prepare.ts'
import { RegistryError } from '../../src/registry/errors.ts'
import { openRecordStore, type RecordStore } from './record-store.ts'

/** The room that tells platforms, over a real database, with a clock that can be set. */
export interface AwarenessRoom extends AsyncDisposable {
  readonly store: RecordStore
  readonly ename: string
  readonly awareness: Awareness
  /** Base URLs that the registry lists; null while it is away. */
  listed: string[] | null
  /** At how many moments others wait for an answer, from 0 to 1. */
  askedShare: number
  /** Lets the clock go on by so many milliseconds. */
  pass(milliseconds: number): void
  /** As after the end of the process: what was on the way is forgotten. */
  restart(): Promise<void>
  stop(): Promise<void>
  /** What was logged as an error. */
  readonly errors: readonly unknown[]
  create(id: string, payload: object, how?: Making & { readonly quietly?: true }): Promise<void>
  update(id: string, payload: object, how?: Making): Promise<void>
  remove(id: string): Promise<void>
  owner(): Grant<'oversee'> & Grant<'administer'>
  // biome-ignore lint/suspicious/noExplicitAny: tests look into rows of any shape
  rows(text: string): Promise<any[]>
}

/** Who makes a change: the owner where it says nobody. */
interface Making {
  readonly platform?: string
}

const ename = '@a-vault'

export async function openAwarenessRoom(listed: string[] | null = []): Promise<AwarenessRoom> {
  const store = await openRecordStore()
  let ahead = 0
  const errors: unknown[] = []
  function error(line: unknown): void {
    errors.push(line)
    console.error(line)
  }
  const log = { debug() {}, info() {}, warn() {}, error }
  let awareness: Awareness | null = null

  async function start(): Promise<void> {
    awareness = await openAwareness({
      ...{ db: store.db, ids: store.ids, feed: store.feed, log },
      askedShare: () => room.askedShare,
      registry: {
        platforms: async () => {
          if (room.listed === null) throw unreachable()
          return room.listed
        },
      },
      ...{ isOwnRegistry: true, service: null },
      custody: { webhookSecret: async () => null, setWebhookSecret: async () => {} },
      tenants: {
        of: () => ({ ename, publicKeys: ['zKey'] }) as never,
        all: () => [{ ename }] as never,
      },
      settings: { of: () => policyPresets.open },
      consents: { of: () => null },
      lock: { refuses: () => false, whenUnlocked() {} },
      now: () => Date.now() + ahead,
    })
  }
  async function stop(): Promise<void> {
    await awareness?.[Symbol.asyncDispose]()
    awareness = null
  }
  const caller = (platform: string | undefined) =>
    platform === undefined
      ? ({ kind: 'owner' } as const)
      : ({ kind: 'platform', platform, verified: false, thisComputer: false } as const)
  const prepared = (payload: object) =>
    prepareMetaEnvelope({ ontology: 'a-type', payload, acl: ['*'] })

  const room: AwarenessRoom = {
    ...{ store, ename, stop, listed, askedShare: 0, errors },
    get awareness() {
      return awareness as Awareness
    },
    pass(milliseconds) {
      ahead += milliseconds
    },
    async restart() {
      await stop()
      await start()
    },
    create: (id, payload, { platform, quietly } = {}) =>
      store.transact(async ({ envelopes }) => {
        const grant = store.grant('create', ename, caller(platform))
        await envelopes.create([{ grant, prepared: prepared(payload), id, announce: !quietly }])
      }),
    update: (id, payload, { platform } = {}) =>
      store.transact(async ({ envelopes }) => {
        await envelopes.update(
          store.grant('update', ename, caller(platform)),
          id,
          prepared(payload),
        )
      }),
    remove: (id) =>
      store.transact(({ envelopes }) => envelopes.remove(store.grant('remove', ename), id)),
    owner: () => store.grant('oversee', ename) as never,
    rows: (text) => ask(store.db, text, []),
    async [Symbol.asyncDispose]() {
      await stop()
      await store[Symbol.asyncDispose]()
    },
  }
  await start()
  return room
}

function unreachable(): Error {
  return new RegistryError('UNREACHABLE', 'The registry cannot be reached')
}
