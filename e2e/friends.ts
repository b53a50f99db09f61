import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page, Route } from '@playwright/test'
import keytar from 'keytar'
import { type HeadlessRun, type ReadyLine, serveHeadless } from '../test/support/headless.ts'
import {
  askAsOwner,
  test as base,
  createRecord,
  expect,
  type Launch,
  type RunningApp,
  vaultAddress,
} from './app.ts'
import { answerSystemDialog } from './identity-window.ts'
import { look } from './looks.ts'

const service = 'eVault Desktop'

/** A friend with a vault of their own: `evault serve`, with keys that nobody asks about. */
export interface Friend {
  readonly ename: string
  /** Where it answers. */
  readonly url: string
  ask(query: string, variables?: object): Promise<Answer>
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
type Answer = any

/** Vaults on this computer that have one registry: that of the first friend. */
export interface Town {
  readonly friends: readonly [Friend, Friend, Friend]
  /** Has the registry propose somebody. */
  propose(friend: Friend, name: string): Promise<void>
  /** Starts an app whose owner has chosen this registry. */
  open(): Promise<RunningApp>
}

/** Who lives in a town: kept for all tests of a file, each of which has an app of its own. */
interface Townspeople {
  /** Whose registry the others use. */
  readonly host: ReadyLine
  readonly friends: Town['friends']
}

export const test = base.extend<{ town: Town }, { townspeople: Townspeople }>({
  townspeople: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const directory = await mkdtemp(join(tmpdir(), 'evault-friends-'))
      const runs: HeadlessRun[] = []
      const settle = async (environment: Record<string, string>) => {
        const run = serveHeadless(join(directory, `${runs.length}`), [], environment)
        runs.push(run)
        return run.ready()
      }
      const host = await settle({})
      const { url, secret } = host.registry
      const there = { EVAULT_REGISTRY: url, EVAULT_REGISTRY_SECRET: secret }
      const [second, third] = await Promise.all([settle(there), settle(there)])
      await use({ host, friends: [friendAt(host), friendAt(second), friendAt(third)] })
      for (const run of runs) await run[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  async town({ townspeople: { host, friends }, launch }, use) {
    const { url, secret } = host.registry
    await use({
      friends,
      propose: (friend, name) => propose(host, friend, name),
      async open() {
        await keytar.setPassword(service, `registry-secret/${url}`, secret)
        return launch({ settings: { registry: url } })
      },
    })
  },
})

function friendAt({ ename, url, owner }: ReadyLine): Friend {
  const ask: Friend['ask'] = (query, variables) =>
    post(owner.url, { query, variables }, owner.token)
  return { ename, url, ask }
}

async function propose({ registry }: ReadyLine, { ename }: Friend, name: string): Promise<void> {
  const body = { ename, name, url: 'https://notary.example' }
  await post(`${registry.url}/notaries`, body, registry.secret)
}

async function post(url: string, body: object, token: string): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`)
  return response.json()
}

/** Waits until a friend's vault has the request, and answers it. */
export async function decide(friend: Friend, asker: string, how: 'approve' | 'decline') {
  const pending = async () => {
    const { data } = await friend.ask('{ recoveryRequests { id asker status } }')
    const requests: { id: string; asker: string; status: string }[] = data.recoveryRequests
    return requests.find((one) => one.asker === asker && one.status === 'pending')?.id
  }
  await expect.poll(pending, { timeout: 30_000 }).toBeDefined()
  const { data } = await friend.ask(
    `mutation ($id: ID!) { done: ${how}Recovery(id: $id) { errors { message } } }`,
    { id: await pending() },
  )
  expect(data.done.errors).toEqual([])
}

/**
 * Takes the owner's keys of a vault out of the keychain, not those that open its storage; returns how to
 * put them back.
 */
async function loseKeys(evaultId: string): Promise<() => Promise<void>> {
  const all = await keytar.findCredentials(service)
  const ofStorage = /\/(storage|recovery)$/
  const ofVault = all.filter(({ account }) => account.includes(evaultId))
  const lost = ofVault.filter(({ account }) => !ofStorage.test(account))
  expect(lost.length).toBeGreaterThan(0)
  for (const { account } of lost) await keytar.deletePassword(service, account)
  return async () => {
    for (const { account, password } of lost) await keytar.setPassword(service, account, password)
  }
}

/** Opens the app on a vault whose keys are gone. */
async function openWithoutKeys(launch: Launch, userData: string): Promise<RunningApp> {
  const app = await launch({ userData })
  await app.window.getByRole('button', { name: 'Open without keys' }).click()
  return app
}

interface Loss {
  readonly trusted: readonly Pick<Friend, 'ename'>[]
  readonly waitSeconds: number
}

/** A vault with a record and friends whose keys are gone, opened without them. */
export async function openAndLoseKeys(town: Town, launch: Launch, { trusted, waitSeconds }: Loss) {
  const { electron, window, userData, quit } = await town.open()
  const vault = await vaultAddress(window)
  await createRecord(vault, { content: 'From before the loss' })
  await certified(window)
  await setTrust(electron, window, { trusted, waitSeconds })
  const { data } = await askAsOwner(window, '{ vault { evaultId } }')
  await quit()
  const putBack = await loseKeys(data.vault.evaultId)
  const app = await openWithoutKeys(launch, userData)
  expect((await vaultAddress(app.window)).ename).toBe(vault.ename)
  return { app, ename: vault.ename, putBack }
}

/** Before, a vault can't be named on a trust list. */
async function certified(window: Page): Promise<void> {
  const ask = async () =>
    (await askAsOwner(window, '{ vault { certifiedAt } }')).data.vault.certifiedAt
  await expect.poll(ask, { timeout: 20_000 }).not.toBeNull()
}

async function setTrust(electron: ElectronApplication, window: Page, loss: Loss): Promise<void> {
  await answerSystemDialog(electron, 1)
  const { data } = await askAsOwner(
    window,
    `mutation ($trusted: [String!]!, $waitSeconds: Int!) {
      setTrust(trusted: $trusted, threshold: 2, waitSeconds: $waitSeconds) { errors { message } } }`,
    { trusted: loss.trusted.map(({ ename }) => ename), waitSeconds: loss.waitSeconds },
  )
  expect(data.setTrust.errors).toEqual([])
}

/** Asks the friends for new keys, and looks at what is said before. */
export async function askFriends(window: Page, picture?: string): Promise<void> {
  await window.getByRole('button', { name: 'Ask your friends for new keys…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Ask your friends for new keys?' })
  await expect(dialog).toContainText('When 2 have approved')
  if (picture) await look(window, picture)
  await dialog.getByRole('button', { name: 'Ask them' }).click()
  await expect(dialog).toBeHidden()
}

/** Cancels the request that is under way. */
export async function cancelRequest(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Cancel the request…' }).click()
  await window.getByRole('dialog').getByRole('button', { name: 'Cancel the request' }).click()
  await expect(window.getByText('Your last request was cancelled')).toBeVisible()
}

/** What is read out, as the screen shows it. */
export async function fingerprintOf(window: Page): Promise<string> {
  const list = window.getByRole('list', { name: 'Fingerprints of the new keys' })
  return (await list.locator('code').innerText()).replace(/\s/g, '')
}

/** Stands in for the vault where the window asks this. */
export async function answerOperation(
  window: Page,
  operation: string,
  answer: (route: Route) => Promise<void>,
): Promise<void> {
  await window.route('http://127.0.0.1:*/**', (route) =>
    route.request().postDataJSON()?.operationName === operation ? answer(route) : route.fallback(),
  )
}

/** Answers an operation with this. */
export function fulfil(route: Route, data: object): Promise<void> {
  const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/json' }
  return route.fulfill({ headers, body: JSON.stringify({ data }) })
}
