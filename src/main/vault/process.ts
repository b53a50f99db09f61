import pino from 'pino'
import { openVault, type Vault, VaultStartError } from '../../evault/index.ts'
import type { FromVault, ToVault } from './messages.ts'
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
let remote: ReturnType<typeof createRemoteCustody> | null = null
let opening: Promise<Vault | null> = Promise.resolve(null)

parentPort.on('message', ({ data }: { data: ToVault }) => {
  switch (data.kind) {
    case 'start':
      opening = open(data)
      break
    case 'stop':
      void stop()
      break
    default:
      remote?.hear(data)
  }
})

async function open(start: Extract<ToVault, { kind: 'start' }>): Promise<Vault | null> {
  const { custody, hear } = createRemoteCustody(start.keychain, send)
  remote = { custody, hear }
  try {
    const vault = await openVault(start.config, {
      openCustody: async () => custody,
      registrySecret: start.registrySecret,
      templateDirectory: start.templateDirectory,
      windowOrigin: start.windowOrigin,
      version: start.version,
      restored: start.restored,
      withoutKeys: start.withoutKeys,
      log,
    })
    const { ename, localUrl, portTaken, owner, keychain, keyless, registry } = vault
    const info = { ename, localUrl, portTaken, owner, keychain, keyless, registryUrl: registry.url }
    send({ kind: 'ready', ...info })
    return vault
  } catch (error) {
    log.error({ err: error }, 'the vault did not open')
    const code = error instanceof VaultStartError ? error.code : 'UNEXPECTED'
    const message = error instanceof Error ? error.message : String(error)
    send({ kind: 'failed', code, message })
    return null
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
