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
import { enterDesktop } from './desktops.ts'

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
  /** Chromium’s, with their dashes. */
  readonly switches?: readonly string[]
  /** What the settings file of a new directory holds beside the end of the first start. */
  readonly settings?: object
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
  /**
   * An app that the tests of a file have in common, as most of a short test is the app's start. It
   * is at its first screen with an open vault, and has what the tests before have left in it.
   */
  readonly app: RunningApp
}

interface WorkerFixtures {
  readonly desktop: undefined
  readonly commonApp: CommonApp
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  desktop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use, { parallelIndex }) => {
      enterDesktop(parallelIndex)
      await use(undefined)
    },
    { scope: 'worker', auto: true },
  ],
  async launch({ commonApp }, use) {
    // It would have the port that the next one wants.
    await commonApp.end()
    const { launch, end } = createLauncher()
    await use(launch)
    await end()
  },
  async app({ commonApp }, use, { file }) {
    const app = await commonApp.of(file)
    await use(app)
  },
  commonApp: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const commonApp = createCommonApp()
      await use(commonApp)
      await commonApp.end()
    },
    { scope: 'worker' },
  ],
})
export { expect }

/** Starts apps, and ends all of them. */
export function createLauncher() {
  const directories: string[] = []
  const apps: ElectronApplication[] = []
  const launch: Launch = async (options = {}) => {
    const { userData, env, switches, settings, firstRun = false } = options
    const directory = userData ?? (await mkdtemp(join(tmpdir(), 'evault-app-')))
    if (userData === undefined) {
      directories.push(directory)
      if (!firstRun) await endFirstStart(directory, settings)
    }
    const app = await start(directory, env, switches)
    apps.push(app)
    return {
      electron: app,
      window: await app.firstWindow(),
      userData: directory,
      quit: () => app.close(),
    }
  }
  const end = async () => {
    await Promise.all(apps.map((app) => app.close().catch(() => {})))
    await Promise.all(
      directories.map((directory) => rm(directory, { recursive: true, force: true })),
    )
  }
  return { launch, end }
}

/** The app that the tests of one file have in common. */
interface CommonApp {
  /** Started by the first test of the file that asks for it. */
  of(file: string): Promise<RunningApp>
  /** Ends it where there is one. */
  end(): Promise<void>
}

function createCommonApp(): CommonApp {
  let current: { file: string; app: RunningApp; end: () => Promise<void> } | null = null
  const end = async () => {
    await current?.end()
    current = null
  }
  return {
    end,
    async of(file) {
      if (current?.file === file) await beginAnew(current.app.window)
      else {
        await end()
        const launcher = createLauncher()
        current = { file, app: await launcher.launch(), end: launcher.end }
      }
      await vaultAddress(current.app.window)
      return current.app
    },
  }
}

/** The window forgets the test before: it is loaded anew, at the first screen. */
async function beginAnew(window: Page): Promise<void> {
  await window.unrouteAll()
  await window.emulateMedia({ colorScheme: null, reducedMotion: null })
  await window.evaluate(() => {
    self.history.replaceState(null, '', '#/')
    // What the test before has not saved is not asked about.
    BeforeUnloadEvent.prototype.preventDefault = () => {}
  })
  await window.reload()
}

/** The vault is made and opened without a question. */
function endFirstStart(userData: string, more: object = {}): Promise<void> {
  const settings = { setup: { step: 'done' }, ...more }
  return writeFile(join(userData, 'settings.json'), JSON.stringify(settings))
}

/** What the app is started with on this user data directory. */
export function launchArguments(userData: string) {
  const executable = process.env.EVAULT_ELECTRON
  if (executable === undefined) throw new Error('EVAULT_ELECTRON is not set: run npm test')
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return { executable, args: [...sandbox, '--disable-gpu', '.', `--user-data-dir=${userData}`] }
}

function start(
  userData: string,
  env: LaunchOptions['env'] = {},
  switches: LaunchOptions['switches'] = [],
): Promise<ElectronApplication> {
  const { executable: executablePath, args } = launchArguments(userData)
  return electron.launch({
    executablePath,
    args: [...switches, ...args],
    env: { ...(process.env as Record<string, string>), ...env },
  })
}

/** How the vault is, as the window is told. */
export function vaultStatus(window: Page): Promise<VaultStatus> {
  return window.evaluate(() => self.evault.call('vault:status'))
}

/** Waits until the window is told that the vault is ready, and reads where it answers. */
export async function vaultAddress(window: Page): Promise<VaultAddress> {
  const state = async () => (await vaultStatus(window)).state
  await expect.poll(state, { timeout: 30_000, intervals: [100] }).toBe('ready')
  const status = await vaultStatus(window)
  if (status.state !== 'ready') throw new Error(`the vault is ${status.state}`)
  return { ename: status.ename, url: status.localUrl }
}

/** What GraphQL answers. */
interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly data: any
  readonly errors?: readonly { readonly message: string }[]
}

/** Sends a GraphQL request as a program on this computer would. */
export async function ask(
  vault: VaultAddress,
  query: string,
  variables: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${vault.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-ename': vault.ename, ...headers },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()) as Answer
}

/** Sends what the window itself could send to the owner's API. */
export async function askAsOwner(window: Page, query: string, variables = {}): Promise<Answer> {
  const status = await vaultStatus(window)
  if (status.state !== 'ready' || status.ownerUrl === null) throw new Error(status.state)
  return window.evaluate(
    async ([url, body]) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(url, { method: 'POST', headers, body })).json()
    },
    [status.ownerUrl, JSON.stringify({ query, variables })] as const,
  )
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
