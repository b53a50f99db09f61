import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import keytar from 'keytar'
import { startEmbeddedRegistry } from '../src/registry/embedded/server.ts'
import { freePort } from '../test/support/listen.ts'
import { makeRegistryKey } from '../test/support/registry-key.ts'
import {
  askAsOwner,
  createLauncher,
  expect,
  type RunningApp,
  socialMediaPost,
  vaultAddress,
} from './app.ts'
import { openAgain } from './desktop-app.ts'
import { answerSystemDialog } from './identity-window.ts'
import { openWebBrowser } from './web-browser.ts'

/** Everything is brought within seconds; what failed is tried again within some more. */
export const patience = { timeout: 30_000, intervals: [200] }

/** A sample platform: a program of its own, as its developers start it. */
export interface Sample {
  readonly url: string
  /** As the window calls it. */
  readonly host: string
  start(): Promise<void>
  /** As when the computer goes: nothing is ended in order. */
  kill(): Promise<void>
}

/** Somebody with a vault in an app of their own, and a browser that is only theirs. */
export interface Person {
  readonly app: RunningApp
  readonly window: Page
  readonly ename: string
  /** The pages of the platforms. */
  readonly murmur: Page
  readonly frames: Page
}

/** Two people, two platforms, and the registry that they have in common. */
export interface Network {
  readonly murmur: Sample
  readonly frames: Sample
  readonly ada: Person
  readonly ben: Person
  end(): Promise<void>
}

/** Opens everything; whoever fails to open takes the others along. */
export async function openNetwork(): Promise<Network> {
  const closers: (() => Promise<unknown>)[] = []
  const end = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    return { ...(await fill((close) => void closers.push(close))), end }
  } catch (error) {
    await end()
    throw error
  }
}

async function fill(later: (close: () => Promise<unknown>) => void): Promise<Omit<Network, 'end'>> {
  const directory = await mkdtemp(join(tmpdir(), 'evault-samples-'))
  later(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }))
  const registry = await openRegistry(directory)
  later(async () => registry[Symbol.asyncDispose]())
  const launcher = createLauncher()
  later(launcher.end)
  const start = async (name: string, data: string) => {
    const sample = await createSample(name, registry.url, join(directory, data))
    later(sample.kill)
    await sample.start()
    return sample
  }
  const murmur = await start('murmur', 'murmur.sqlite')
  const frames = await start('frames', 'frames')
  const browser = await openWebBrowser()
  later(() => browser.close())
  const settle = async () => {
    const env = { EVAULT_PORT: `${await freePort()}` }
    const app = await launcher.launch({ settings: { registry: registry.url }, env })
    return settleIn(app, browser)
  }
  return { murmur, frames, ada: await settle(), ben: await settle() }
}

/** A registry on the network, whose secret both apps have in the keychain. */
async function openRegistry(directory: string) {
  const secret = 'secret-of-the-samples-registry'
  const signer = await makeRegistryKey()
  const registry = await startEmbeddedRegistry({ directory, port: 0, secret, signer })
  await keytar.setPassword('eVault Desktop', `registry-secret/${registry.url}`, secret)
  return registry
}

async function settleIn(app: RunningApp, browser: Browser): Promise<Person> {
  const { ename } = await vaultAddress(app.window)
  const certified = async () =>
    (await askAsOwner(app.window, '{ vault { certifiedAt } }')).data.vault.certifiedAt
  await expect.poll(certified, patience).not.toBeNull()
  const context = await browser.newContext()
  const [murmur, frames] = [await context.newPage(), await context.newPage()]
  return { app, window: app.window, ename, murmur, frames }
}

async function createSample(name: string, registry: string, data: string): Promise<Sample> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const words = { PORT: `${port}`, URL: url, REGISTRY: registry, DATA: data }
  const own = Object.entries(words).map(([word, value]) => [`${name.toUpperCase()}_${word}`, value])
  let child: ChildProcess | null = null
  let said = ''
  const answers = async () => {
    if (child?.exitCode !== null) throw new Error(`${name} has ended:\n${said}`)
    return (await fetch(`${url}/login`).catch(() => null))?.status
  }
  return {
    url,
    host: new URL(url).host,
    async start() {
      const { DATABASE_URL: _, ...inherited } = process.env
      child = spawn(process.execPath, [`out/examples/${name}/src/main.js`], {
        env: { ...inherited, ...Object.fromEntries(own) },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text) => {
          said = (said + text).slice(-4_000)
        })
      }
      await expect.poll(answers, patience).toBe(200)
    },
    async kill() {
      if (child === null || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Opens the login of a platform, and answers it as the system has the app do with such a link. */
export async function answerLogin({ app, window }: Person, page: Page, platform: Sample) {
  await page.goto(platform.url)
  const link = page.getByRole('link', { name: 'Open wallet' })
  await openAgain(app.userData, (await link.getAttribute('href')) ?? '')
  const dialog = window.getByRole('dialog', { name: 'Open a w3ds:// link' })
  await expect(dialog).toContainText(platform.host)
  await answerSystemDialog(app.electron, 1)
  await dialog.getByRole('button', { name: 'Log in…' }).click()
  await expect(dialog.getByRole('status')).toContainText(`${platform.host} has taken your login.`)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(dialog).toBeHidden()
}

/** Lets a platform that has asked do everything. */
export async function allowEverything(person: Person, sample: Sample): Promise<void> {
  await openAccess(person.window, sample.host)
  await allowShown(person.window)
  await reachHere(person, sample)
}

/** Lets the vault reach a platform on this computer: the registry, which is elsewhere, names it. */
export async function reachHere({ window }: Person, { url }: Sample): Promise<void> {
  const { data } = await askAsOwner(
    window,
    `mutation ($platform: String!) {
      changeDeliverySettings(platform: $platform, changes: { privateAddresses: true }) {
        errors { message } } }`,
    { platform: url },
  )
  expect(data.changeDeliverySettings.errors).toEqual([])
}

export async function openAccess(window: Page, host: string): Promise<void> {
  await window.getByRole('link', { name: /^Access/ }).click()
  await window.getByRole('option', { name: new RegExp(host) }).click()
}

/** Decides about the platform that Access shows. */
export async function allowShown(window: Page): Promise<void> {
  await window.getByRole('radio', { name: 'Everything' }).check()
  await window.getByRole('button', { name: 'Allow everything' }).click()
  await expect(window.getByText('It may read and change everything')).toBeVisible()
}

/** The posts of a vault: what they say, and their pictures. */
export async function postsIn({ window }: Person): Promise<Post[]> {
  const { data } = await askAsOwner(
    window,
    `query ($ontologyId: ID!) {
      metaEnvelopes(filter: { ontologyId: $ontologyId }, first: 100) {
        edges { node { id parsed } } } }`,
    { ontologyId: socialMediaPost },
  )
  const edges: { node: { id: string; parsed: Omit<Post, 'id'> } }[] = data.metaEnvelopes.edges
  return edges.map(({ node: { id, parsed } }) => ({ id, ...parsed }))
}

/** What the posts of a vault say. */
export async function wordsIn(person: Person): Promise<string[]> {
  return (await postsIn(person)).map(({ content }) => content)
}

interface Post {
  readonly id: string
  readonly content: string
  readonly mediaUrls: readonly string[]
}

/** Says something on murmur, in its own form. */
export async function say({ murmur }: Person, words: string, picture?: Buffer): Promise<void> {
  await murmur.getByRole('textbox', { name: 'Your words' }).fill(words)
  if (picture !== undefined) {
    const file = { name: 'rain.png', mimeType: 'image/png', buffer: picture }
    await murmur.locator('input[name=pictures]').setInputFiles(file)
  }
  await murmur.getByRole('button', { name: 'Murmur', exact: true }).click()
  await expect(entry(murmur, words)).toBeVisible()
}

/** A murmur on the timeline. */
export const entry = (page: Page, words: string) =>
  page.locator('article.entry').filter({ hasText: words })

/** A picture, or words, on the wall of frames. */
export const print = (page: Page, words: string) =>
  page.locator('article.print').filter({ hasText: words })
