import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { createRegistryClient, type RegistryClient } from '../registry/client.ts'
import type { EmbeddedRegistry } from '../registry/embedded/server.ts'
import type { VaultConfig } from './config/config.ts'
import type { OnConversion } from './conversion/conversion.ts'
import type { Database } from './db/database.ts'
import { resumeIds } from './db/store.ts'
import { openIngressListener } from './http/ingress.ts'
import { openLocalListener } from './http/local.ts'
import type { KeyCustody } from './keys/custody.ts'
import {
  adoptIdentity,
  createIdentity,
  findIdentity,
  type Identity,
  type RestoredIdentity,
} from './keys/identity.ts'
import { openOwnerKeys } from './keys/owner-keys.ts'
import { ownJwks } from './keys/public-jwk.ts'
import { proveToRelay } from './keys/relay-proof.ts'
import { openTenants } from './keys/tenants.ts'
import { type OwnerGate, openOwnerGate } from './lock/gate.ts'
import type { OwnerAccess } from './lock/owner-door.ts'
import type { Log } from './log.ts'
import { openStandings } from './migration/standings.ts'
import { OpenParts } from './open-parts.ts'
import { openStorage } from './open-storage.ts'
import { listWarnings, type VaultOverview } from './overview.ts'
import { startOwnRegistry } from './own-registry.ts'
import { createPassphrases } from './passphrase/passphrases.ts'
import type { Reach } from './reach/reach.ts'
import type { Seal } from './seal/seal.ts'
import { openServices } from './services.ts'

/** What a vault is opened with, beside its settings. */
export interface VaultMeans {
  /** Opens what keeps the private keys; asked once the data directory is ours. */
  readonly openCustody: () => Promise<KeyCustody>
  /** The registry's shared secret; the embedded registry makes one when there is none. */
  readonly registrySecret: string | null
  /**
   * The registry in the settings runs on this computer for the one who runs this vault, and for
   * nobody else: platforms that it lists may be on this computer, as with the embedded one.
   */
  readonly besideRegistry?: boolean
  /** What the awareness service in the settings wants to see. */
  readonly awarenessSecret?: string | null
  /** A database folder made by `writeTemplate`, to start new vaults from. */
  readonly templateDirectory: string | null
  /** The script of the threads that work beside the vault: `apart/worker.ts`, bundled. */
  readonly workerEntry: string
  /** The web origin of the app's window, which may use the owner listener. */
  readonly windowOrigin: string | null
  readonly version: string
  readonly log: Log
  /** The identity of a recovery kit, for a data directory without one. */
  readonly restored?: RestoredIdentity | null
  /**
   * A tunnel will say where the world reaches the vault: until then the registry, where others can
   * ask it, is left with the address it has.
   */
  readonly awaitsAddress?: boolean
  /** Opens although no current key is in the keychain: to restore one, or for a recovery. */
  readonly withoutKeys?: boolean
  /** Hears how far a vault is encrypted that a version without encryption left. */
  readonly onConversion?: OnConversion
  /** The owner's gate stays closed until it is unlocked. */
  readonly startsLocked?: boolean
  /** Milliseconds since the epoch. Tests set the clock. */
  readonly now?: () => number
}

/** An open vault. Dispose ends it in order: no new requests, then the database is closed. */
export interface Vault extends AsyncDisposable {
  readonly ename: string
  readonly localUrl: string
  /** The port that was wanted, where another program holds it. */
  readonly portTaken: number | null
  /** Throws while the gate is locked. */
  readonly owner: OwnerAccess
  readonly gate: OwnerGate
  readonly registry: { readonly url: string; readonly secret: string | null }
  readonly keychain: KeyCustody['keychain']
  /** Is told what becomes of the tunnel. */
  readonly reach: Pick<Reach, 'tell'>
  /** A proof of the eName for a relay at this origin (`proveToRelay`). */
  relayProof(relayUrl: string): Promise<string>
  /** Has the registry forget where the vault is. Throws a RegistryError. */
  leaveRegistry(): Promise<void>
  /** True where it was opened `withoutKeys`, and there are none. */
  readonly keyless: boolean
  /**
   * Opens what a tunnel may lead to, on 127.0.0.1; the same one after the first call. `probeKey` is
   * for those who ask whether the tunnel leads here (`createHttpProbe`).
   */
  openIngress(): Promise<{ readonly port: number; readonly probeKey: Uint8Array }>
}

/** How long the start waits for the registry before it goes on without. */
const longestRegistryWaitMs = 2_000

/** What the first screen needs is asked in less than that. */
const certifyAgainMs = 1_000

/**
 * The composition root: opens a vault and wires its rooms, one after the other; when one
 * fails, those before it are closed again.
 * @throws VaultStartError
 */
export async function openVault(config: VaultConfig, means: VaultMeans): Promise<Vault> {
  const parts = new OpenParts()
  try {
    return await openParts(config, means, parts)
  } catch (error) {
    await parts[Symbol.asyncDispose]()
    throw error
  }
}

async function openParts(config: VaultConfig, means: VaultMeans, parts: OpenParts): Promise<Vault> {
  const { log, version } = means
  const { restored, ...storageMeans } = means
  const opened = await openStorage(
    config.dataDirectory,
    { ...storageMeans, acknowledge: config.acknowledge, evaultId: restored?.evaultId },
    parts,
  )
  const { custody, seal, db, snapshot } = opened
  const { evaultId } = seal
  const known = (await findIdentity(db)) ?? (await adopt(db, custody, restored ?? null))
  const openKeys = (identity: Identity) =>
    openOwnerKeys({
      ...{ db, custody, seal, identity, log, now: means.now },
      withoutKeys: means.withoutKeys,
    })
  // Before anything is made: a keychain without the key gets no other keys.
  const knownKeys = known && (await openKeys(known))
  const fetch = fetchUntilClosed(parts)
  const registry = await openRegistry(config, means, { custody, seal, fetch, parts })
  const patience = delay(longestRegistryWaitMs, null, { ref: false })
  const identity =
    known ?? (await createIdentity(db, custody, registry.client, evaultId, { patience, log }))
  const { ename } = identity
  const ownerKeys = knownKeys ?? (await openKeys(identity))
  const owned = { ename, keys: ownerKeys }
  const standings = await openStandings(db)
  const tenants = parts.add(
    await openTenants({ db, registry: registry.client, owner: owned, standings, log }),
  )

  const ids = await resumeIds(db, means.now)
  const clockBehindMs = ids.behindMs
  const services = await openServices({
    ...{ config, db, snapshot, seal, ids, tenants, standings, custody, fetch, parts, log },
    ...{ workerEntry: means.workerEntry, version },
    awarenessSecret: means.awarenessSecret ?? null,
    now: means.now ?? Date.now,
    identity: { ename, keys: ownerKeys, keychain: custody.keychain },
    ...{ registry: registry.client, ownRegistry: registry.own },
    besideRegistry: means.besideRegistry ?? false,
    startsLocked: means.startsLocked ?? false,
    overview: () => overview(),
  })
  const { settings, reach } = services.vault
  const showRegistry = () =>
    registry.own?.expose({ cors: settings.of(ename).cors === 'any-origin' ? 'any' : 'none' })
  showRegistry()
  settings.whenChanged(showRegistry)
  const protocol = {
    ...{ ...services, ename, version },
    passphrases: createPassphrases(db),
    jwks: () => ownJwks(ename, ownerKeys),
  }
  const local = parts.add(await openLocalListener(config, protocol))
  const { windowOrigin } = means
  const { vault, lock } = services
  const gate = parts.add(await openOwnerGate({ ename, windowOrigin, vault, lock }))
  const openIngress = parts.later(() => openIngressListener(config, protocol, registry.own))

  const portTaken = config.port !== 0 && local.port !== config.port ? config.port : null
  const overview = (): VaultOverview => {
    const certification = tenants.of(ename)?.certification
    return {
      ...{ ename, evaultId, version },
      localUrl: local.url,
      address: tenants.announced ?? local.url,
      registryUrl: registry.url,
      certifiedAt: certification?.confirmedAt ?? null,
      warnings: listWarnings({
        dataDirectory: config.dataDirectory,
        keychain: custody.keychain,
        givenKeychain: ownerKeys.givenTo,
        givenStorageKey: seal.givenTo,
        keyless: ownerKeys.keyless,
        acknowledge: config.acknowledge,
        clockBehindMs,
        recoveryUntil: services.vault.recovery.own.pending?.until ?? null,
        registryProblem: certification?.problem?.message ?? null,
        port: local.port,
        portTaken,
      }),
    }
  }
  const isAnnounced = !means.awaitsAddress || config.registry === 'embedded'
  tenants.answerAt(local.url, isAnnounced ? local.url : null)
  // Its own registry takes again what it took before: that can wait until the owner sees something.
  // Any other may have something to say to them.
  if (known !== null && config.registry === 'embedded') {
    tenants.certifyWithin(certifyAgainMs)
  } else {
    await Promise.race([tenants.certify(), patience])
  }
  services.vault.recovery.own.resume()
  await services.vault.moves.resumeAll()

  log.info({ ename, url: local.url, registry: registry.url }, 'vault open')
  return {
    ename,
    localUrl: local.url,
    portTaken,
    get owner() {
      if (gate.access === null) throw new Error('the vault is locked')
      return gate.access
    },
    gate,
    registry: { url: registry.url, secret: registry.secret },
    keychain: custody.keychain,
    keyless: ownerKeys.keyless,
    reach,
    relayProof: (relayUrl) => proveToRelay(relayUrl, ename, ownerKeys, tenants),
    leaveRegistry: tenants.leaveRegistry,
    async openIngress() {
      const { port, probeKey } = await openIngress()
      return { port, probeKey }
    },
    async [Symbol.asyncDispose]() {
      await reach.settled()
      await parts[Symbol.asyncDispose]()
      log.info('vault closed')
    },
  }
}

function adopt(db: Database, custody: KeyCustody, restored: RestoredIdentity | null) {
  return restored && adoptIdentity(db, custody, restored)
}

interface OpenRegistry {
  readonly client: RegistryClient
  readonly url: string
  readonly secret: string | null
  /** The one that is embedded, where it is that one. */
  readonly own: EmbeddedRegistry | null
}

interface RegistryMeans {
  readonly custody: KeyCustody
  readonly seal: Seal
  readonly fetch: typeof fetch
  readonly parts: OpenParts
}

async function openRegistry(
  config: VaultConfig,
  means: VaultMeans,
  { custody, seal, fetch, parts }: RegistryMeans,
): Promise<OpenRegistry> {
  const secret = means.registrySecret
  if (config.registry !== 'embedded') {
    const url = config.registry
    return {
      client: createRegistryClient({ url, fetch, ...(secret !== null && { secret }) }),
      url,
      ...{ secret, own: null },
    }
  }
  const ownSecret = secret ?? randomBytes(32).toString('base64url')
  const registry = parts.add(
    await startOwnRegistry(config, ownSecret, { custody, seal, log: means.log }),
  )
  return {
    client: createRegistryClient({ url: registry.url, fetch, secret: ownSecret }),
    url: registry.url,
    ...{ secret: ownSecret, own: registry },
  }
}

/** A call still under way when the vault closes must not keep the process from ending. */
function fetchUntilClosed(parts: OpenParts): typeof fetch {
  const closing = new AbortController()
  parts.add({ [Symbol.dispose]: () => closing.abort() })
  return (input, init) => {
    const signals = [closing.signal, ...(init?.signal ? [init.signal] : [])]
    return fetch(input, { ...init, signal: AbortSignal.any(signals) })
  }
}
