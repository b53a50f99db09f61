import {
  authorise,
  authoriseView,
  type Grant,
  type Operation,
  type Rules,
} from '../access/authorise.ts'
import type { Caller } from '../access/caller.ts'
import type { Consents } from '../access/consents.ts'
import type { Settings } from '../access/settings.ts'
import type { Exports } from '../archive/exports.ts'
import type { Awareness } from '../awareness/awareness.ts'
import type { Backups } from '../backup/backups.ts'
import type { Bindings } from '../bindings/bindings.ts'
import type { Signing } from '../bindings/signing.ts'
import type { Transact } from '../db/store.ts'
import type { ChangeFeed } from '../envelopes/changes.ts'
import type { CreateRecord } from '../envelopes/create-queue.ts'
import type { EnvelopeReader } from '../envelopes/reader.ts'
import { RequestError } from '../errors.ts'
import type { Files } from '../files/files.ts'
import type { HistoryReader } from '../history/reader.ts'
import type { InboundLog } from '../inbound/inbound-log.ts'
import type { RequestTrace } from '../inbound/trace.ts'
import type { Keychain } from '../keys/custody.ts'
import type { KeyUses } from '../keys/key-uses.ts'
import type { OwnerKeys } from '../keys/owner-keys.ts'
import type { Tenants } from '../keys/tenants.ts'
import type { AccessLog } from '../log/access-log.ts'
import type { ActivityReader } from '../log/activity.ts'
import type { LogIntegrityCheck } from '../log/integrity.ts'
import type { LogReader } from '../log/reader.ts'
import type { VisitFeed } from '../log/visit-feed.ts'
import type { VisitorReader } from '../log/visitors.ts'
import { type Log, logUnexpected } from '../log.ts'
import type { Hosting } from '../migration/hosting.ts'
import type { Moves } from '../migration/moves.ts'
import type { Standings } from '../migration/standings.ts'
import type { Ontologies } from '../ontologies/ontologies.ts'
import type { VaultOverview } from '../overview.ts'
import type { Reach } from '../reach/reach.ts'
import type { RegistryStanding } from '../reach/registry-standing.ts'
import type { Recovery } from '../recovery/recovery.ts'
import type { Sessions } from '../sessions/sessions.ts'

/** What every request works with: the same for all of them. */
export interface VaultServices {
  readonly tenants: Tenants
  /** Of the owner of this server. */
  readonly identity: {
    readonly ename: string
    readonly keys: OwnerKeys
    readonly keychain: Keychain
  }
  readonly keyUses: Pick<KeyUses, 'last'>
  readonly settings: Settings
  readonly consents: Consents
  readonly awareness: Awareness
  readonly ontologies: Ontologies
  readonly reader: EnvelopeReader
  readonly transact: Transact
  /** Creates one record, together with those that are created in the same moment. */
  readonly createRecord: CreateRecord
  readonly bindings: Bindings
  readonly signing: Signing
  readonly sessions: Sessions
  readonly files: Files
  readonly history: HistoryReader
  readonly logReader: LogReader
  readonly accessLog: AccessLog
  readonly visitors: VisitorReader
  readonly visits: VisitFeed
  readonly inbound: InboundLog
  readonly activity: ActivityReader
  readonly checkLog: LogIntegrityCheck
  readonly feed: ChangeFeed
  readonly recovery: Recovery
  readonly reach: Reach
  readonly standings: Pick<Standings, 'of' | 'refuseWrite' | 'refuseStranger'>
  readonly moves: Moves
  readonly backups: Backups
  readonly exports: Exports
  readonly hosting: Hosting
  readonly registryStanding: Pick<RegistryStanding, 'isPublic' | 'own'>
  readonly overview: () => VaultOverview
  readonly log: Log
}

/** One request: who asks, for which vault. */
export interface RequestContext {
  readonly services: VaultServices
  readonly caller: Caller
  /** Whether the owner looks at their vault as somebody else: nothing is changed then. */
  readonly isView: boolean
  /** Where it is noted what becomes of the request; null where nobody looks on. */
  readonly trace: RequestTrace | null
  /** The hash of the record that a change is for (`X-EVault-If-Hash`); null for whatever it is. */
  readonly ifHash: string | null
  /** Obtains the proof that the caller may do this, or throws a `RequestError`. */
  grant<O extends Operation>(operation: O): Grant<O>
  /** Keeps a refusal that came after the grant, for the owner's eyes. */
  refused(operation: Operation, error: RequestError, record: string | null): void
}

/** A GraphQL request, with what came in a large body beside the query. */
export interface GraphQLContext extends RequestContext {
  /** Texts too long for memory, on the disk, by the marker that stands for them. */
  readonly spooled: ReadonlyMap<string, unknown>
}

/**
 * @param ename whose vault is asked; a function that throws where the request does not say
 * @throws in `grant`: RequestError `MISSING_ENAME`, `INVALID_ENAME`, `UNKNOWN_ENAME`, and what
 * `authorise` throws
 */
export function createRequestContext(
  services: VaultServices,
  caller: Caller,
  ename: () => string,
  { trace, ifHash }: Pick<RequestContext, 'trace' | 'ifHash'> = { trace: null, ifHash: null },
): RequestContext {
  return {
    services,
    caller,
    isView: false,
    trace,
    ifHash,
    grant(operation) {
      try {
        return authoriseAndNote(services, caller, operation, heldHere(services, ename()))
      } catch (error) {
        if (trace !== null) trace.isRefused = true
        throw error
      }
    },
    refused(operation, { code }, record) {
      if (trace !== null) trace.isRefused = true
      services.accessLog.refused({ ename: ename(), caller, operation, reason: code, record })
    },
  }
}

/**
 * A request of the owner who looks at the vault as this caller. Nobody has come: nothing is kept
 * in the access log, and nothing is asked.
 * @throws in `grant`: as above, with what `authoriseView` throws
 */
export function createViewContext(
  services: VaultServices,
  viewed: Caller,
  ename: string,
): RequestContext {
  return {
    ...{ services, caller: { kind: 'owner' }, isView: true, trace: null, ifHash: null },
    grant: (operation) =>
      authoriseView(
        viewed,
        operation,
        heldHere(services, ename),
        rulesFor(services, viewed, ename),
      ),
    refused() {},
  }
}

function heldHere(services: VaultServices, ename: string): string {
  if (services.tenants.of(ename) === null) throw unknownEName()
  return ename
}

function rulesFor({ settings, consents }: VaultServices, caller: Caller, ename: string): Rules {
  const consent = caller.kind === 'platform' ? consents.of(ename, caller) : null
  return { policy: settings.of(ename), consent }
}

export function unknownEName(): RequestError {
  return new RequestError('UNKNOWN_ENAME', 'This server holds no vault of that eName.')
}

function authoriseAndNote<O extends Operation>(
  services: VaultServices,
  caller: Caller,
  operation: O,
  ename: string,
): Grant<O> {
  const { consents, accessLog, log, standings } = services
  standings.refuseStranger(ename, caller)
  if (operation === 'add-key') standings.refuseWrite(ename, caller)
  try {
    return authorise(caller, operation, ename, rulesFor(services, caller, ename))
  } catch (error) {
    if (error instanceof RequestError) {
      accessLog.refused({ ename, caller, operation, reason: error.code, record: null })
      if (error.code === 'CONSENT_REQUIRED' && caller.kind === 'platform') {
        consents.ask(ename, caller).catch((cause) => logUnexpected(log, cause))
      }
    }
    throw error
  }
}
