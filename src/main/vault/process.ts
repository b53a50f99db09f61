import { join } from 'node:path'
import pino from 'pino'
import { type OnConversion, openVault, type Vault, VaultStartError } from '../../evault/index.ts'
import { waitingQuery } from '../desktop/waiting.ts'
import { createAsker } from './asker.ts'
import type { CustodyMethod, FromVault, ToVault, VaultCalls, VaultMethod } from './messages.ts'
import { createRemoteCustody } from './remote-custody.ts'

/**
 * Entry of the vault process (an Electron utility process): opens the vault that main
 * describes, tells how it went, and closes it when main says so.
 */

const { parentPort } = process
const log = pino(
  { base: null, formatters: { level: (label) => ({ level: label }) } },
  pino.destination({ dest: 2, sync: true }),
)
const { ask, hear } = createAsker<CustodyMethod>(send)
let opening: Promise<Vault | null> = Promise.resolve(null)

parentPort.on('message', ({ data }: { data: ToVault }) => {
  switch (data.kind) {
    case 'start':
      opening = open(data)
      break
    case 'stop':
      void stop()
      break
    case 'call':
      void answer(data)
      break
    default:
      hear(data)
  }
})

async function open(start: Extract<ToVault, { kind: 'start' }>): Promise<Vault | null> {
  const custody = createRemoteCustody(start.keychain, ask)
  try {
    const vault = await openVault(start.config, {
      openCustody: async () => custody,
      registrySecret: start.registrySecret,
      templateDirectory: start.templateDirectory,
      workerEntry: join(import.meta.dirname, 'worker.js'),
      windowOrigin: start.windowOrigin,
      version: start.version,
      restored: start.restored,
      withoutKeys: start.withoutKeys,
      awaitsAddress: start.awaitsAddress,
      startsLocked: start.startsLocked,
      onConversion: tellEncryption(),
      log,
    })
    const { ename, localUrl, portTaken, keychain, keyless, registry, gate } = vault
    const info = { ename, localUrl, portTaken, keychain, keyless, registryUrl: registry.url }
    send({ kind: 'ready', ...info, owner: gate.access })
    return vault
  } catch (error) {
    log.error({ err: error }, 'the vault did not open')
    const code = error instanceof VaultStartError ? error.code : 'UNEXPECTED'
    const message = error instanceof Error ? error.message : String(error)
    send({ kind: 'failed', code, message })
    return null
  }
}

/** A hundred times at most. */
function tellEncryption(): OnConversion {
  let told = -1
  return ({ done, total }) => {
    const percent = total === 0 ? 100 : Math.floor((100 * done) / total)
    if (percent === told) return
    told = percent
    send({ kind: 'encrypting', done, total })
  }
}

type Answers = {
  [M in VaultMethod]: (
    vault: Vault,
    ...parameters: VaultCalls[M]['parameters']
  ) => VaultCalls[M]['result'] | Promise<VaultCalls[M]['result']>
}

const answers: Answers = {
  openIngress: (vault) => vault.openIngress(),
  tellReach: (vault, news) => void vault.reach.tell(news),
  relayProof: (vault, relayUrl) => vault.relayProof(relayUrl),
  leaveRegistry: async (vault) => void (await vault.leaveRegistry()),
  lock: async ({ gate }) => void (await gate.lock()),
  unlock: ({ gate }) => gate.unlock(),
  countPlatforms: ({ gate }) => gate.countPlatforms(),
  whatWaits: ({ gate }) => gate.ask(waitingQuery),
}

async function answer({ id, method, parameters }: Extract<ToVault, { kind: 'call' }>) {
  try {
    const vault = await opening
    if (vault === null) throw new Error('the vault did not open')
    const call = answers[method] as (vault: Vault, ...parameters: readonly unknown[]) => unknown
    send({ kind: 'returned', id, value: await call(vault, ...parameters) })
  } catch (error) {
    log.warn({ err: error, method }, 'a call of the app failed')
    send({ kind: 'threw', id, message: error instanceof Error ? error.message : String(error) })
  }
}

async function stop(): Promise<void> {
  const vault = await opening
  await vault?.[Symbol.asyncDispose]()
  process.exit(0)
}

function send(message: FromVault): void {
  parentPort.postMessage(message)
}
