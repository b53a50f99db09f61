import { setTimeout as delay } from 'node:timers/promises'
import { t } from '@lingui/core/macro'
import type { Logger } from 'pino'
import type { SecretStore } from '../../evault/index.ts'
import type {
  ConnectionMeans,
  ConnectionSettings,
  ConnectionState,
  ConnectionTest,
  ConnectionWay,
  TokenKind,
} from '../../ipc/connection.ts'
import type { VaultStatus } from '../../ipc/contract.ts'
import { hostKeyFingerprint } from '../../tunnel/host-key.ts'
import { createHttpProbe } from '../../tunnel/probe.ts'
import type { Missed } from '../../tunnel/relay.ts'
import type { TunnelStatus } from '../../tunnel/status.ts'
import { createTunnelSupervisor, type TunnelSupervisor } from '../../tunnel/supervisor.ts'
import { type TunnelCause, TunnelError } from '../../tunnel/tunnel.ts'
import type { SettingsFile } from '../settings.ts'
import type { RelayProofs } from '../vault/relay-proofs.ts'
import type { VaultSupervisor } from '../vault/supervisor.ts'
import {
  createProvider,
  findProgram,
  type HostKeys,
  type OwnIdentity,
  serverName,
  sshKey,
  tokenName,
} from './providers.ts'
import { createReachReport } from './reach-report.ts'
import { tryOnce } from './trial.ts'
import { createVaultWatch } from './vault-watch.ts'

/** Makes the vault reachable in the ways that the owner set up, for as long as it is open. */
export interface Connection {
  read(): Promise<ConnectionState>
  means(): Promise<ConnectionMeans>
  /** Tries a way by itself, then ends it. */
  test(way: ConnectionWay): Promise<ConnectionTest>
  /** Keeps the ways, and takes them at once. */
  use(settings: ConnectionSettings): Promise<void>
  /** Looks, or tries again, now. */
  tryNow(): void
  /** Takes a token from the clipboard. Throws an Error with a message for the owner. */
  pasteToken(kind: TokenKind): Promise<void>
  /** Has the key that a server shows next be taken for the right one. */
  forgetHostKey(server: { readonly host: string; readonly port: number }): Promise<boolean>
  /** Is told how the vault is: without one there is nothing to reach. */
  showVault(status: VaultStatus): void
  /** Ends it; before the vault is stopped, so that it can say so. */
  stop(): Promise<void>
}

interface Means {
  readonly settings: SettingsFile
  readonly openStore: () => Promise<SecretStore>
  readonly vault: Pick<VaultSupervisor, 'call' | 'status'>
  readonly relayProofs: Pick<RelayProofs, 'during'>
  readonly clipboard: { readText(): Promise<string> | string; clear(): unknown }
  readonly onChange: (state: ConnectionState) => void
  readonly log: Logger
}

/** What a token of Cloudflare or ngrok may be made of. */
const tokenPattern = /^[\x21-\x7e]{8,4000}$/
const off: TunnelStatus = { state: 'off' }
/** An app that is quit does not wait for a registry for long. */
const longestLeaveMs = 2_000

export function createConnection(means: Means): Connection {
  const { settings, openStore, vault, relayProofs, clipboard, onChange, log } = means
  let supervisor: TunnelSupervisor | null = null
  let lastProof: ConnectionState['lastProof'] = null
  const watch = createVaultWatch()
  /** What begins and what ends does so one after the other. */
  let turn: Promise<unknown> = Promise.resolve()

  const hostKeys = {
    known: async (server: string) => (await settings.read()).hostKeys?.[server] ?? null,
    keep: (server: string, hostKey: string) =>
      settings.change((before) => ({
        ...before,
        hostKeys: { ...before.hostKeys, [server]: hostKey },
      })),
  }
  /** Keys that servers showed when a way was tried: kept for good once the way is. */
  const tried = new Map<string, string>()
  const triedKeys = {
    ...hostKeys,
    async keep(server: string, hostKey: string) {
      tried.set(server, hostKey)
    },
  }
  let missed: Missed | null = null
  const onMissed = (told: Missed) => {
    missed = told
  }
  const providerOf = (way: ConnectionWay, keys: HostKeys) =>
    createProvider(way, { openStore, hostKeys: keys, identity, onMissed })

  const identity: OwnIdentity = {
    ename() {
      const { status } = vault
      if (status.state !== 'ready') throw new TunnelError('PROOF_UNAVAILABLE')
      return status.ename
    },
    prove(relayUrl) {
      const { call } = vault
      if (call === null) throw new TunnelError('PROOF_UNAVAILABLE')
      return relayProofs.during(relayUrl, () => call('relayProof', relayUrl))
    },
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work)
    turn = done.catch(() => {})
    return done
  }

  async function kept(): Promise<ConnectionSettings> {
    return (await settings.read()).connection ?? { ways: [], leaveOnQuit: false }
  }

  /** Of the key by which the way’s server is known. */
  async function fingerprintOf(way: ConnectionWay): Promise<string | null> {
    const hostKey = 'host' in way ? await hostKeys.known(serverName(way)) : null
    return hostKey === null ? null : hostKeyFingerprint(hostKey)
  }

  /** Of the server a way was just tried with: the key it is known by, or else the one it showed. */
  async function shownKey(way: ConnectionWay): Promise<ConnectionTest['serverKey']> {
    const known = await fingerprintOf(way)
    if (known !== null) return { fingerprint: known, isNew: false }
    const shown = 'host' in way ? tried.get(serverName(way)) : undefined
    return shown === undefined ? null : { fingerprint: hostKeyFingerprint(shown), isNew: true }
  }

  /** The owner saves a way after they have seen whom it was tried with. */
  async function keepTriedKeys(ways: readonly ConnectionWay[]): Promise<void> {
    for (const way of ways) {
      const server = 'host' in way ? serverName(way) : ''
      const hostKey = tried.get(server)
      if (hostKey !== undefined && (await hostKeys.known(server)) === null) {
        await hostKeys.keep(server, hostKey)
      }
    }
    tried.clear()
  }

  async function read(): Promise<ConnectionState> {
    const settings = await kept()
    const serverKeys = await Promise.all(settings.ways.map(fingerprintOf))
    return { ...settings, status: supervisor?.status ?? off, lastProof, serverKeys }
  }

  async function tell(): Promise<void> {
    onChange(await read())
  }

  /** A vault process has a port and a key of its own. */
  async function openIngress() {
    await watch.settled()
    const { call } = vault
    if (call === null) throw new Error(t`The vault is not open.`)
    const { port, probeKey } = await call('openIngress')
    return { port, probe: createHttpProbe(probeKey) }
  }

  async function begin(): Promise<void> {
    const { ways } = await kept()
    if (ways.length === 0 || vault.call === null) return
    const { port, probe } = await openIngress()
    const report = createReachReport({
      kindOf: (provider) => ways[provider]?.kind ?? '',
      // Only relays count.
      missedBy: (provider) => (ways[provider]?.kind === 'relay' ? missed : null),
      // A vault that has ended knows by itself that it is not reached.
      tell: (news) => void vault.call?.('tellReach', news).catch(() => {}),
    })
    supervisor = createTunnelSupervisor({
      providers: ways.map((way) => providerOf(way, hostKeys)),
      probe,
      onStatus(status) {
        if (status.state === 'up') {
          lastProof = { publicUrl: status.publicUrl, at: status.provenAt }
        }
        logTo(log, status)
        report(status)
        tellOrLog()
      },
    })
    supervisor.start(port)
  }

  async function end(): Promise<void> {
    const ending = supervisor
    supervisor = null
    await ending?.stop()
  }

  async function restart(): Promise<void> {
    await end()
    await begin()
    await tell()
  }

  function tellOrLog(): void {
    tell().catch((error: unknown) => log.warn({ err: error }, 'the connection is not shown'))
  }

  return {
    read,

    async means() {
      const store = await openStore()
      const has = async (kind: TokenKind) => (await store.get(tokenName(kind))) !== null
      return {
        hasToken: { cloudflared: await has('cloudflared'), ngrok: await has('ngrok') },
        sshPublicKey: (await sshKey(store)).publicKey,
        hasCloudflared: (await findProgram('cloudflared')) !== null,
      }
    },

    test: (way) =>
      inTurn(async () => {
        const { port, probe } = await openIngress()
        const isTaken = (await kept()).ways.some(({ kind }) => kind === way.kind)
        // The one in use may hold the very port that is to be tried.
        if (isTaken) await end()
        if ('host' in way) tried.delete(serverName(way))
        try {
          const provider = providerOf(way, triedKeys)
          const outcome = await tryOnce({ providers: [provider], probe }, port)
          return { ...outcome, serverKey: await shownKey(way) }
        } finally {
          if (isTaken) await begin()
        }
      }),

    use: (next) =>
      inTurn(async () => {
        await keepTriedKeys(next.ways)
        await settings.change((before) => ({
          ...before,
          connection: { ways: [...next.ways], leaveOnQuit: next.leaveOnQuit },
        }))
        await restart()
      }),

    tryNow: () => supervisor?.wake(),

    async pasteToken(kind) {
      const copied = await clipboard.readText()
      const token = copied.trim()
      if (token === '') throw new Error(t`The clipboard is empty. Copy the token first.`)
      if (!tokenPattern.test(token)) {
        throw new Error(t`What is in the clipboard is no token: a token has no spaces.`)
      }
      await (await openStore()).set(tokenName(kind), token)
      if ((await clipboard.readText()) === copied) await clipboard.clear()
      supervisor?.wake()
    },

    forgetHostKey: (server) =>
      inTurn(async () => {
        tried.delete(serverName(server))
        await settings.change(
          ({ hostKeys: { [serverName(server)]: _, ...others } = {}, ...rest }) => ({
            ...{ ...rest, hostKeys: others },
          }),
        )
        supervisor?.wake()
        return true
      }),

    showVault({ state }) {
      const was = watch.state
      watch.show(state)
      if ((was === 'ready') === (state === 'ready')) return
      const failed = (error: unknown) => log.error({ err: error }, 'the connection did not begin')
      inTurn(state === 'ready' ? restart : end).catch(failed)
    },

    async stop() {
      watch.end()
      const { leaveOnQuit } = await kept()
      const leaving = leaveOnQuit ? vault.call?.('leaveRegistry') : null
      const left = Promise.race([leaving, delay(longestLeaveMs, null, { ref: false })])
      await Promise.all([
        left.catch((error: unknown) => log.warn({ err: error }, 'the registry was not left')),
        inTurn(end),
      ])
    },
  }
}

function logTo(log: Logger, status: TunnelStatus): void {
  const cause = causeOf(status)
  const { state } = status
  // Each proof is no news.
  if (state !== 'up' || status.since === status.provenAt) {
    log.info({ state, ...(cause !== null && { cause: cause.code }) }, 'connection')
  }
}

function causeOf(status: TunnelStatus): TunnelCause | null {
  if (status.state === 'proving' || status.state === 'checking') return status.cause
  return status.state === 'waiting' ? (status.failures[0]?.cause ?? null) : null
}
