import { join } from 'node:path'
import { createCertifiedKeys } from '../registry/certified-keys.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { EmbeddedRegistry } from '../registry/embedded/server.ts'
import { createPersonTokenVerifier } from '../registry/person-token.ts'
import { createSignatureVerifier } from '../registry/signature-verifier.ts'
import type { TokenVerifiers } from './access/caller.ts'
import { openConsents } from './access/consents.ts'
import { policyPresets } from './access/policy.ts'
import { openSettings } from './access/settings.ts'
import { rememberVerified } from './access/verified-tokens.ts'
import { openApart } from './apart/apart.ts'
import { createExports } from './archive/exports.ts'
import { openAwareness } from './awareness/awareness.ts'
import { createSender } from './awareness/sender.ts'
import { openBackups } from './backup/backups.ts'
import { createBindings } from './bindings/bindings.ts'
import { termsOf, termsOfAdded } from './bindings/key-terms.ts'
import { createSignerLogs } from './bindings/signer-logs.ts'
import { createSigning } from './bindings/signing.ts'
import { createVerdicts } from './bindings/verdicts.ts'
import { type BusyMeter, createBusyMeter } from './busy-meter.ts'
import type { VaultConfig } from './config/config.ts'
import type { Database } from './db/database.ts'
import type { IdClock } from './db/ids.ts'
import type { OpenDatabase } from './db/open.ts'
import { createTransact } from './db/store.ts'
import { startSweeping } from './db/sweep.ts'
import { createChangeFeed } from './envelopes/changes.ts'
import { createRecordQueue } from './envelopes/create-queue.ts'
import { createFinder } from './envelopes/finder.ts'
import { createEnvelopeReader } from './envelopes/reader.ts'
import { createSearchIndexer } from './envelopes/search-indexer.ts'
import { createBlobStore } from './files/blob-store.ts'
import { createFiles } from './files/files.ts'
import type { VaultServices } from './graphql/context.ts'
import { createHistoryReader } from './history/reader.ts'
import { createInboundLog } from './inbound/inbound-log.ts'
import type { KeyCustody } from './keys/custody.ts'
import { openKeyUses } from './keys/key-uses.ts'
import type { Tenants } from './keys/tenants.ts'
import { createVaultLock, type VaultLock } from './lock/vault-lock.ts'
import { createAccessLog } from './log/access-log.ts'
import { createActivityReader } from './log/activity.ts'
import { createHeadSigner, type HeadKey } from './log/head-signer.ts'
import { checkLogIntegrity } from './log/integrity.ts'
import { createLogReader } from './log/reader.ts'
import { createVisitFeed } from './log/visit-feed.ts'
import { createVisitorReader } from './log/visitors.ts'
import type { Log } from './log.ts'
import { createHosting } from './migration/hosting.ts'
import { createMoves } from './migration/moves.ts'
import type { Standings } from './migration/standings.ts'
import { createOntologies } from './ontologies/ontologies.ts'
import type { OpenParts } from './open-parts.ts'
import type { VaultOverview } from './overview.ts'
import { createReach } from './reach/reach.ts'
import { standingOfOther, standingOfOwn } from './reach/registry-standing.ts'
import { openRecovery } from './recovery/recovery.ts'
import type { Seal } from './seal/seal.ts'
import { createSessions } from './sessions/sessions.ts'

/** What the rooms are built on. */
export interface Foundations {
  readonly config: VaultConfig
  readonly db: Database
  readonly snapshot: OpenDatabase['snapshot']
  readonly workerEntry: string
  /** Of the program. */
  readonly version: string
  readonly seal: Seal
  readonly ids: IdClock
  readonly identity: VaultServices['identity']
  readonly custody: KeyCustody
  /** Of the awareness service in the settings. */
  readonly awarenessSecret: string | null
  readonly tenants: Tenants
  readonly standings: Standings
  readonly registry: RegistryClient
  /** The registry where it is the one inside this app. */
  readonly ownRegistry: Pick<EmbeddedRegistry, 'expose'> | null
  /** The registry is another program's, of the same person on this computer. */
  readonly besideRegistry: boolean
  readonly startsLocked: boolean
  /** For requests to vaults of others. */
  readonly fetch: typeof fetch
  readonly overview: () => VaultOverview
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly parts: OpenParts
  readonly log: Log
}

/** The rooms, wired: what all listeners work with. */
export interface Services {
  readonly vault: VaultServices
  readonly verifiers: TokenVerifiers
  readonly lock: VaultLock
  /** Of those who ask from outside. */
  readonly busyMeter: BusyMeter
}

/** Wires the rooms. Part of the composition root (`context.ts`). */
export async function openServices(foundations: Foundations): Promise<Services> {
  const {
    config,
    db,
    snapshot,
    seal,
    ids,
    identity,
    tenants,
    standings,
    registry,
    fetch,
    now,
    parts,
    log,
  } = foundations
  const settings = await openSettings(db, policyPresets[config.policy])
  const feed = parts.add(createChangeFeed())
  const keyUses = parts.add(await openKeyUses(db, log, now))
  const noteUse = (signer: string, publicKey: string) => {
    if (tenants.of(signer) !== null) keyUses.note(signer, publicKey)
  }
  const consents = await openConsents(db)
  const lock = createVaultLock(consents, foundations.startsLocked)
  // The log of every vault on this server is signed with its owner's key.
  const key = notingUses(identity, noteUse)
  const signer = parts.add(createHeadSigner({ db, key, lock, log }))
  const visits = parts.add(createVisitFeed())
  const accessLog = parts.add(createAccessLog(db, ids, log))
  accessLog.whenWritten((visited) => visits.publish(visited, 'visit'))
  consents.whenChanged((vault) => visits.publish(vault, 'consent'))
  const indexer = parts.add(createSearchIndexer(db, log))
  const transact = createTransact({ db, ids, feed, signer, indexer, standings })
  const reader = createEnvelopeReader(db, accessLog, createFinder(db, indexer), feed)
  const certifiedKeys = createCertifiedKeys({
    registry,
    fetch,
    ownKeys: (ename) => tenants.of(ename)?.publicKeys ?? null,
  })
  const { explain } = createSignatureVerifier({ ...certifiedKeys, fetch })
  const verifyPerson = rememberVerified(createPersonTokenVerifier(certifiedKeys))
  tenants.whenKeyEnds(verifyPerson.forget)
  const person: TokenVerifiers['person'] = async (token, audiences) => {
    const found = await verifyPerson(token, audiences)
    noteUse(found.ename, found.publicKey)
    return found
  }
  const blobs = createBlobStore(join(config.dataDirectory, 'blobs'), seal)
  const files = createFiles({ db, blobs, reader, transact })
  const { ename, keys } = identity
  const { dataDirectory } = config
  const { workerEntry } = foundations
  const apart = await openApart({ dataDirectory, workerEntry, snapshot, seal, files, log })
  const { find } = certifiedKeys
  const judge = createVerdicts({
    ...{ explain, find },
    logs: createSignerLogs({ registry, find, fetch, now }),
    ownTerms(signer: string) {
      const tenant = tenants.of(signer)
      if (tenant === null) return null
      return [...termsOf(signer === ename ? keys.entries : []), ...termsOfAdded(tenant)]
    },
  })
  const bindings = createBindings({ reader, transact, db, ids, explain, judge, settings })
  const keyReplaced = async () => {
    verifyPerson.forget()
    await tenants.certifyAnew(ename)
  }
  const recovery = parts.add(
    await openRecovery({
      ...{ db, ename, keys, tenants, registry, certifiedKeys, keyReplaced, fetch, now, log },
    }),
  )
  const onChange = () => visits.publish(ename, 'reach')
  const { ownRegistry } = foundations
  const localUrl = () => foundations.overview().localUrl
  const told = { tenants, onChange }
  const registryStanding =
    ownRegistry === null
      ? standingOfOther(told)
      : standingOfOwn({ ...told, ename, settings, registry: ownRegistry, localUrl, fetch })
  const reach = createReach({ ename, db, ids, registryStanding, onChange, log })
  parts.add(startSweeping({ db, settings, tenants, files, log }))
  const { awarenessService: url } = config
  const busyMeter = parts.add(createBusyMeter())
  const awareness = parts.add(
    await openAwareness({
      ...{ db, ids, registry, tenants, feed, settings, consents, lock, now, log },
      custody: foundations.custody,
      askedShare: busyMeter.share,
      // Also while others read it: what it lists, programs on this computer alone have told it.
      isOwnRegistry: ownRegistry !== null || foundations.besideRegistry,
      service: url === null ? null : { url, secret: foundations.awarenessSecret },
    }),
  )
  const address = () => foundations.overview().address
  const moves = parts.add(
    createMoves({
      ...{ db, ids, blobs, transact, tenants, standings, registry, identity, address, now, log },
      keysOf: (name) => certifiedKeys.keysOf(name).catch(() => []),
    }),
  )
  moves.whenChanged(onChange)
  const backups = parts.add(
    await openBackups({
      ...{ db, apart, seal, ename, dataDirectory, now, log, onChange },
      ...{ custody: foundations.custody, version: foundations.version },
    }),
  )
  const exports = parts.add(
    createExports({
      ...{ db, apart, keys, seal, ename, dataDirectory, now, log },
      version: foundations.version,
    }),
  )
  return {
    ...{ lock, busyMeter },
    verifiers: {
      platform: rememberVerified(registry.verifyPlatformToken),
      person,
    },
    vault: {
      ...{
        tenants,
        identity,
        keyUses,
        settings,
        reader,
        transact,
        files,
        accessLog,
        feed,
        visits,
        recovery,
        reach,
        registryStanding,
        log,
        consents,
        standings,
        moves,
        backups,
        exports,
      },
      hosting: createHosting({
        ...{ db, transact, tenants, standings, registry, ename, address, now },
        makesRoom: () => settings.of(ename).provisioning === 'anyone',
      }),
      awareness,
      ontologies: createOntologies({ serviceUrl: config.ontologyService, fetch, log, now }),
      createRecord: createRecordQueue(transact),
      bindings,
      signing: createSigning({
        ...{ ename, keys, bindings, db, ids, registry, fetch, now, judge },
      }),
      sessions: createSessions({
        ...{ ename, keys, db, ids, registry, now },
        sender: parts.add(createSender(now)),
      }),
      history: createHistoryReader(db),
      inbound: parts.add(createInboundLog()),
      logReader: createLogReader(db),
      visitors: createVisitorReader(db),
      activity: createActivityReader(db, now),
      checkLog: ({ ename }) => checkLogIntegrity(db, ename, identity.keys.everCurrent),
      overview: foundations.overview,
    },
  }
}

/** The owner's key as the operation log uses it. */
function notingUses(
  { ename, keys }: Foundations['identity'],
  note: (signer: string, publicKey: string) => void,
): HeadKey {
  return {
    get publicKey() {
      return keys.publicKey
    },
    async sign(bytes) {
      const { publicKey } = keys
      const signature = await keys.sign(bytes)
      note(ename, publicKey)
      return signature
    },
  }
}
