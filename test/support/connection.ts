import { join } from 'node:path'
import pino from 'pino'
import type { ConnectionState } from '../../src/ipc/connection.ts'
import type { VaultStatus } from '../../src/ipc/contract.ts'
import { type Connection, createConnection } from '../../src/main/connection/connection.ts'
import { waitingQuery } from '../../src/main/desktop/waiting.ts'
import { openSettings } from '../../src/main/settings.ts'
import type { VaultCalls, VaultMethod } from '../../src/main/vault/messages.ts'
import { createRelayProofs } from '../../src/main/vault/relay-proofs.ts'
import type { VaultCaller } from '../../src/main/vault/vault-calls.ts'
import { memorySecretStore, type TestVault, temporaryDirectory } from './test-vault.ts'

/** Main’s connection over a vault of this process. */
export interface TestConnection extends AsyncDisposable {
  readonly connection: Connection
  readonly secrets: ReadonlyMap<string, string>
  /** What the window was told. */
  readonly states: readonly ConnectionState[]
  /** What the owner has copied. */
  clipboard: string
  /** Says that the vault process is ready, or is not. */
  show(isOpen: boolean, otherwise?: VaultStatus['state']): void
  status(): Promise<ConnectionState['status']>
}

type Answers = {
  [M in VaultMethod]: (
    ...parameters: VaultCalls[M]['parameters']
  ) => VaultCalls[M]['result'] | Promise<VaultCalls[M]['result']>
}

export async function openTestConnection({ vault }: TestVault): Promise<TestConnection> {
  const directory = await temporaryDirectory()
  const store = memorySecretStore()
  const states: ConnectionState[] = []
  let isOpen = false
  const answers: Answers = {
    openIngress: () => vault.openIngress(),
    tellReach: (news) => void vault.reach.tell(news),
    relayProof: (relayUrl) => vault.relayProof(relayUrl),
    leaveRegistry: async () => void (await vault.leaveRegistry()),
    lock: async () => void (await vault.gate.lock()),
    unlock: () => vault.gate.unlock(),
    countPlatforms: () => vault.gate.countPlatforms(),
    whatWaits: () => vault.gate.ask(waitingQuery),
  }
  const call: VaultCaller['call'] = async (method, ...parameters) => answers[method](...parameters)
  const it: TestConnection = {
    connection: createConnection({
      settings: openSettings(join(directory.path, 'settings.json')),
      openStore: async () => store,
      vault: {
        get call() {
          return isOpen ? call : null
        },
        get status() {
          return { state: 'ready', ename: vault.ename } as VaultStatus
        },
      },
      relayProofs: createRelayProofs(),
      clipboard: {
        readText: () => it.clipboard,
        clear() {
          it.clipboard = ''
        },
      },
      onChange: (state) => void states.push(state),
      log: pino({ level: 'silent' }),
    }),
    secrets: store.secrets,
    states,
    clipboard: '',
    show(open, otherwise = 'failed') {
      isOpen = open
      const state = open ? 'ready' : otherwise
      it.connection.showVault({ state } as Parameters<Connection['showVault']>[0])
    },
    status: async () => (await it.connection.read()).status,
    async [Symbol.asyncDispose]() {
      await it.connection.stop()
      await directory[Symbol.asyncDispose]()
    },
  }
  return it
}
