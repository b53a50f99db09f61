import { t } from '@lingui/core/macro'
import { type VaultStartCode, VaultStartError } from '../../evault/index.ts'
import type { VaultStatus, WayOut } from '../../ipc/contract.ts'
import { restartDelayMs } from './back-off.ts'
import type { FromVault, OpenVaultInfo, ToVault } from './messages.ts'
import { createVaultCaller, type VaultCaller } from './vault-calls.ts'

/** A running vault process, as the supervisor needs it. */
export interface VaultProcess {
  send(message: ToVault): void
  kill(): void
  onMessage(listener: (message: FromVault) => void): void
  onExit(listener: (exitCode: number) => void): void
}

/** Why there is no vault: it said so itself, or it crashed again and again. */
export type FailureCode = VaultStartCode | 'CRASH_LOOP'

export interface SupervisorOptions {
  /** Starts the process and sends it its `start` message. */
  readonly launch: () => Promise<VaultProcess>
  /** Done each time the vault is open, before anybody is told. */
  readonly onReady: (vault: Pick<OpenVaultInfo, 'keyless'>) => Promise<void>
  /** Answers what the vault process asks of the keychain. */
  readonly answer: (question: Extract<FromVault, { kind: 'ask' }>) => Promise<ToVault>
  /** What the owner can do about a vault that does not start. */
  readonly waysOut: (code: FailureCode) => readonly WayOut[]
  readonly dataDirectory: string
  readonly onStatus: (status: VaultStatus) => void
}

/** Keeps the vault process running, and says at every moment how it is. */
export interface VaultSupervisor {
  readonly status: VaultStatus
  /** Address and token of the owner listener, while the vault is ready. Never leaves main. */
  readonly owner: OpenVaultInfo['owner'] | null
  /** Asks the vault process; null while the vault is not ready. */
  readonly call: VaultCaller['call'] | null
  start(): void
  /** Ends the process in order; kills it when it takes longer than five seconds. */
  stop(): Promise<void>
}

/** An uptime after which earlier crashes are forgotten. */
const stableAfterMs = 60_000
/** Crashes in a row, without being ready in between, after which the owner is asked. */
const mostFruitlessStarts = 5
const longestStopMs = 5_000

export function createVaultSupervisor(options: SupervisorOptions): VaultSupervisor {
  let status: VaultStatus = { state: 'none' }
  let owner: OpenVaultInfo['owner'] | null = null
  let running: VaultProcess | null = null
  let caller: VaultCaller | null = null
  let exited: Promise<void> = Promise.resolve()
  let restartTimer: NodeJS.Timeout | undefined
  let restarts = 0
  let attempt = 0
  let fruitlessStarts = 0

  function become(next: VaultStatus): void {
    status = next
    if (next.state !== 'ready') owner = null
    options.onStatus(next)
  }

  async function launch(): Promise<void> {
    clearTimeout(restartTimer)
    try {
      const started = await options.launch()
      if (status.state === 'stopping') {
        started.kill()
        return
      }
      running = started
      caller = createVaultCaller((message) => started.send(message))
      exited = new Promise((resolve) => {
        started.onExit((exitCode) => {
          running = null
          caller?.end()
          resolve()
          handleExit(exitCode)
        })
      })
      started.onMessage((message) => {
        handle(started, message).catch(failWith)
      })
    } catch (error) {
      failWith(error)
    }
  }

  async function handle(from: VaultProcess, message: FromVault): Promise<void> {
    switch (message.kind) {
      case 'ask':
        from.send(await options.answer(message))
        break
      case 'returned':
      case 'threw':
        caller?.hear(message)
        break
      case 'encrypting':
        if (status.state !== 'stopping') {
          const { done, total } = message
          become({ state: 'starting', encrypting: { done, total } })
        }
        break
      case 'failed':
        fail(message.code, message.message)
        break
      case 'ready':
        await handleReady(message)
    }
  }

  async function handleReady({
    owner: ownerAccess,
    kind: _,
    ...info
  }: OpenVaultInfo & { kind: 'ready' }): Promise<void> {
    await options.onReady(info)
    if (status.state === 'stopping') return
    fruitlessStarts = 0
    owner = ownerAccess
    become({ state: 'ready', ...info, ownerUrl: ownerAccess.url, since: Date.now(), restarts })
  }

  function handleExit(exitCode: number): void {
    if (status.state === 'stopping' || status.state === 'failed') return
    const wasStable = status.state === 'ready' && Date.now() - status.since > stableAfterMs
    attempt = wasStable ? 1 : attempt + 1
    fruitlessStarts += 1
    const cause = t`The vault process ended unexpectedly (code ${exitCode}).`
    if (fruitlessStarts > mostFruitlessStarts) {
      const starts = mostFruitlessStarts
      fail('CRASH_LOOP', t`${cause} It was started ${starts} times without success.`)
      return
    }
    restarts += 1
    const delayMs = restartDelayMs(attempt)
    become({ state: 'restarting', cause, attempt, retryAt: Date.now() + delayMs })
    restartTimer = setTimeout(() => void launch(), delayMs)
  }

  function failWith(error: unknown): void {
    const code = error instanceof VaultStartError ? error.code : 'UNEXPECTED'
    fail(code, error instanceof Error ? error.message : String(error))
  }

  function fail(code: FailureCode, message: string): void {
    if (status.state === 'stopping') return
    const { dataDirectory, waysOut } = options
    become({ state: 'failed', code, message, dataDirectory, waysOut: waysOut(code) })
    void end()
  }

  /** Asks the process to close, and does not wait for ever. */
  async function end(): Promise<void> {
    const process = running
    if (process === null) return
    process.send({ kind: 'stop' })
    const timer = setTimeout(() => process.kill(), longestStopMs)
    await exited
    clearTimeout(timer)
  }

  return {
    get status() {
      return status
    },
    get owner() {
      return owner
    },
    get call() {
      return status.state === 'ready' ? (caller?.call ?? null) : null
    },
    start() {
      attempt = 0
      fruitlessStarts = 0
      become({ state: 'starting' })
      // A process that failed may still be closing; two must not meet on the data directory.
      void exited.then(launch)
    },
    async stop() {
      clearTimeout(restartTimer)
      become({ state: 'stopping' })
      await end()
    },
  }
}
