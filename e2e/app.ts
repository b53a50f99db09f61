import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  test as base,
  type ElectronApplication,
  _electron as electron,
  expect,
  type Page,
} from '@playwright/test'
import type { VaultStatus } from '../src/ipc/contract.ts'
import type {} from '../src/renderer/bridge.ts'

/** The app as its owner has it: its window, and where its vault answers. */
export interface RunningApp {
  readonly electron: ElectronApplication
  readonly window: Page
  readonly userData: string
  /** Ends the app in order. */
  quit(): Promise<void>
}

export interface LaunchOptions {
  /** The same directory again is the same vault. */
  readonly userData?: string
  readonly env?: Readonly<Record<string, string>>
  /** As after the installation: the first start is still to come. */
  readonly firstRun?: boolean
}

/** Starts the app; what a test starts is ended after it. */
export type Launch = (options?: LaunchOptions) => Promise<RunningApp>

/** A vault as `/whois` and the window show it. */
export interface VaultAddress {
  readonly ename: string
  readonly url: string
}

interface Fixtures {
  readonly launch: Launch
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  async launch({}, use) {
    const directories: string[] = []
    const apps: ElectronApplication[] = []
    await use(async ({ userData, env, firstRun = false } = {}) => {
      const directory = userData ?? (await mkdtemp(join(tmpdir(), 'evault-app-')))
      if (userData === undefined) {
        directories.push(directory)
        if (!firstRun) await endFirstStart(directory)
      }
      const app = await start(directory, env)
      apps.push(app)
      return {
        electron: app,
        window: await app.firstWindow(),
        userData: directory,
        quit: () => app.close(),
      }
    })
    await Promise.all(apps.map((app) => app.close().catch(() => {})))
    await Promise.all(
      directories.map((directory) => rm(directory, { recursive: true, force: true })),
    )
  },
})
export { expect }

/** The vault is made and opened without a question. */
function endFirstStart(userData: string): Promise<void> {
  return writeFile(join(userData, 'settings.json'), '{ "setup": { "step": "done" } }')
}

/** What the app is started with on this user data directory. */
export function launchArguments(userData: string) {
  const executable = process.env.EVAULT_ELECTRON
  if (executable === undefined) throw new Error('EVAULT_ELECTRON is not set: run npm test')
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return { executable, args: [...sandbox, '--disable-gpu', '.', `--user-data-dir=${userData}`] }
}

function start(userData: string, env: LaunchOptions['env'] = {}): Promise<ElectronApplication> {
  const { executable: executablePath, args } = launchArguments(userData)
  return electron.launch({
    executablePath,
    args,
    env: { ...(process.env as Record<string, string>), ...env },
  })
}

/** How the vault is, as the window is told. */
export function vaultStatus(window: Page): Promise<VaultStatus> {
  return window.evaluate(() => self.evault.call('vault:status'))
}

/** Waits until the window is told that the vault is ready, and reads where it answers. */
export async function vaultAddress(window: Page): Promise<VaultAddress> {
  await expect
    .poll(async () => (await vaultStatus(window)).state, { timeout: 30_000 })
    .toBe('ready')
  const status = await vaultStatus(window)
  if (status.state !== 'ready') throw new Error(`the vault is ${status.state}`)
  return { ename: status.ename, url: status.localUrl }
}

/** Sends a GraphQL request as a program on this computer would. */
export async function ask(vault: VaultAddress, query: string, variables: object = {}) {
  const response = await fetch(`${vault.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-ename': vault.ename },
    body: JSON.stringify({ query, variables }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  return (await response.json()) as { data: any; errors?: { message: string }[] }
}

/** Creates a public record through the protocol API and returns its id. */
export async function createRecord(vault: VaultAddress, payload: object): Promise<string> {
  const { data } = await ask(
    vault,
    `mutation ($input: MetaEnvelopeInput!) {
      createMetaEnvelope(input: $input) { metaEnvelope { id } errors { message } }
    }`,
    { input: { ontology: socialMediaPost, payload, acl: ['*'] } },
  )
  expect(data.createMetaEnvelope.errors).toEqual([])
  return data.createMetaEnvelope.metaEnvelope.id
}

export const socialMediaPost = '550e8400-e29b-41d4-a716-446655440001'

/** The number of the vault process: Electron's utility process of that name. */
export async function vaultProcessId(app: ElectronApplication): Promise<number> {
  const metrics = await app.evaluate(({ app: electronApp }) => electronApp.getAppMetrics())
  const vault = metrics.find(({ serviceName, name }) => [serviceName, name].includes('eVault'))
  if (vault === undefined) throw new Error('there is no vault process')
  return vault.pid
}
