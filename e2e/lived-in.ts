import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import {
  ask,
  askAsOwner,
  createLauncher,
  expect,
  type RunningApp,
  test as unused,
  type VaultAddress,
  vaultAddress,
} from './app.ts'
import { restartVault, setClocks } from './clocks.ts'
import { type Day, days, type Made, types } from './lived-in-records.ts'
import { arrive, readRecords } from './platform.ts'
import { button, expectStep, goToKeys, heading } from './setup-window.ts'

const pictique = 'https://pictique.example'
const chats = 'https://chat.example'
const calendar = 'https://calendar.example'
const advertiser = 'https://adverts.example'

/** Sends GraphQL as somebody. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
type Send = (query: string, variables: object) => Promise<{ data: any }>

interface Fixtures {
  /** An app on a vault of somebody who has used it for three weeks. */
  readonly livedIn: RunningApp
}

interface WorkerFixtures {
  /** The user data that each test gets a copy of. */
  readonly livedInData: string
}

export const test = unused.extend<Fixtures, WorkerFixtures>({
  livedInData: [
    async ({ commonApp }, use) => {
      // It has the port that this one wants.
      await commonApp.end()
      const { launch, end } = createLauncher()
      const userData = await mkdtemp(join(tmpdir(), 'evault-lived-in-'))
      await liveIn(await launch({ userData, firstRun: true }))
      await end()
      await use(userData)
      await rm(userData, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  async livedIn({ livedInData, launch }, use) {
    const userData = await mkdtemp(join(tmpdir(), 'evault-lived-in-'))
    await cp(livedInData, userData, { recursive: true })
    const app = await launch({ userData })
    await comeToday(app.window, await vaultAddress(app.window))
    await app.window.reload()
    await use(app)
    await app.quit()
    await rm(userData, { recursive: true, force: true })
  },
})

/** Three weeks of a vault, in half a minute. */
async function liveIn(app: RunningApp): Promise<void> {
  const { window } = app
  await expect(heading(window, 'Welcome to eVault')).toBeVisible()
  for (const day of days) {
    await setClocks(app, day.daysAgo)
    if (day === days[0]) await setUp(window)
    else await restartVault(app)
    await live(window, day)
  }
}

async function setUp(window: Page): Promise<void> {
  await goToKeys(window, 'Ada’s vault')
  await button(window, 'Continue').click()
  await expectStep(window, 'Recovery kit')
  await button(window, 'Later').click()
  await button(window, 'Continue').click()
  await button(window, 'Open my vault').click()
}

/** What the owner and platforms did on a day. */
async function live(window: Page, { daysAgo, byOwner, byPictique, byChat }: Day): Promise<void> {
  const vault = await vaultAddress(window)
  const now = Date.now() - daysAgo * 24 * 3_600_000
  const owner: Send = (query, variables) => askAsOwner(window, query, variables)
  for (const made of byOwner) await create(owner, vault, made, now)
  const posts = await arrive(window, vault, pictique)
  const messages = await arrive(window, vault, chats)
  if (daysAgo === days[0]?.daysAgo) {
    await posts.ask(readRecords)
    await decide(window, pictique, { decision: 'everything' })
    await messages.ask(readRecords)
    const written = [types.chat, types.message].map((ontology) => ({ ontology, write: true }))
    await decide(window, chats, { decision: 'ontologies', ontologies: written })
    await (await arrive(window, vault, advertiser)).ask(readRecords)
    await decide(window, advertiser, { decision: 'blocked' })
  }
  for (const made of byPictique) await create(posts.ask, vault, made, now)
  for (const made of byChat) await create(messages.ask, vault, made, now)
  await posts.ask(readRecords)
  await messages.ask(readRecords)
  await ask(vault, readRecords)
  // Reads are written twice a second.
  await window.waitForTimeout(700)
}

async function decide(window: Page, platform: string, decision: object): Promise<void> {
  const { data } = await askAsOwner(
    window,
    `mutation ($platform: String!, $decision: ConsentDecision!,
      $ontologies: [ConsentOntologyInput!]) {
      decideConsent(platform: $platform, decision: $decision, ontologies: $ontologies) {
        errors { message } } }`,
    { platform, ontologies: [], ...decision },
  )
  expect(data.decideConsent.errors ?? []).toEqual([])
}

async function create(
  send: Send,
  vault: VaultAddress,
  { type, payload, acl = ['*'] }: Made,
  now: number,
): Promise<void> {
  const mutation = `mutation ($input: MetaEnvelopeInput!) {
    createMetaEnvelope(input: $input) { metaEnvelope { id } errors { message } } }`
  const createdAt = new Date(now).toISOString()
  const usual = {
    post: { id: crypto.randomUUID(), authorId: vault.ename, createdAt },
    message: { id: crypto.randomUUID(), createdAt },
    chat: { id: 'chat-harbour', createdAt },
  }
  const input = {
    ontology: types[type],
    payload: { ...payload, ...(type in usual && usual[type as keyof typeof usual]) },
    acl: acl.length === 0 ? [vault.ename] : acl,
  }
  const { data } = await send(mutation, { input })
  expect(data.createMetaEnvelope.errors).toEqual([])
}

/** Today the platforms came again, one of them for the first time. */
async function comeToday(window: Page, vault: VaultAddress): Promise<void> {
  for (const name of [pictique, advertiser, calendar, 'https://market.example']) {
    await (await arrive(window, vault, name)).ask(readRecords)
  }
  await ask(vault, readRecords)
  await window.waitForTimeout(700)
}
