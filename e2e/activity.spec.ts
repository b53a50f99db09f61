import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import {
  ask,
  askAsOwner,
  createRecord,
  expect,
  socialMediaPost,
  test,
  vaultAddress,
} from './app.ts'
import { look, takePictures } from './looks.ts'
import { arrive, readRecords, refuse } from './platform.ts'

test('each state is whole; the log is verified, and says what that means', async ({ app }) => {
  const { window } = app
  const vault = await vaultAddress(window)
  await openActivity(window)
  await expect(window.getByText('Nothing is in the log yet')).toBeVisible()
  await look(window, 'activity-empty')

  for (const content of ['one', 'two', 'three']) await createRecord(vault, { content })
  for (const name of ['https://post.example', 'https://calendar.example/app']) {
    await (await arrive(window, vault, name)).ask(readRecords)
  }
  await ask(vault, readRecords)
  const integrity = window.getByRole('region', { name: 'Integrity of the log' })
  await expect(integrity).toContainText('Not verified yet')
  await integrity.getByRole('button', { name: 'Verify the log' }).click()
  await expect(integrity).toContainText('The log is whole')
  await expect(integrity).toContainText('3 changes, none altered or missing.')
  await expect(window.getByRole('row', { name: /Added/ })).toHaveCount(3)
  await look(window, 'activity-changes')
  await window.getByText('Reads and refusals', { exact: true }).click()
  await expect(window.getByRole('row', { name: /Refused/ })).toHaveCount(2)
  await choose(window, 'When', 'Chosen days')
  await look(window, 'activity-reads')
  await window.getByRole('button', { name: '3 records' }).click()
  await expect(window.getByRole('menuitem')).toHaveCount(3)
  await takePictures(window, 'activity-records')
})

test('a log that was tampered with says where', async ({ app }) => {
  const { window } = app
  await openActivity(window)
  // The vault’s own tests break the log; here is what its answer looks like.
  await window.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('logIntegrity')) return route.continue()
    const finding = { whole: false, entries: 311, signedSequence: 400, brokenSequence: 312 }
    const reason = 'The entry is missing.'
    const json = { data: { logIntegrity: { ...finding, reason, __typename: 'LogIntegrity' } } }
    return route.fulfill({ json, headers: { 'access-control-allow-origin': '*' } })
  })
  await window.getByRole('button', { name: 'Verify the log' }).click()
  const integrity = window.getByRole('region', { name: 'Integrity of the log' })
  await expect(integrity).toContainText('Broken at entry 312')
  await expect(integrity).toContainText('The entry is missing.')
  await look(window, 'activity-broken')
})

test('what is shown is exported as CSV and JSON', async ({ app }) => {
  const { electron, window, userData } = app
  const vault = await vaultAddress(window)
  const id = await createRecord(vault, { content: 'Hello!' })
  await electron.evaluate(({ session }, folder) => {
    session.defaultSession.on('will-download', (_, item) => {
      item.setSavePath(`${folder}/${item.getFilename()}`)
    })
  }, userData)
  await openActivity(window)
  await expect(window.getByRole('row', { name: /Added/ }).first()).toBeVisible()
  for (const [name, file] of [
    ['CSV, for spreadsheets', 'evault-changes.csv'],
    ['JSON, for programs', 'evault-changes.json'],
  ] as const) {
    await window.getByRole('button', { name: 'Export' }).click()
    await window.getByRole('menuitem', { name }).click()
    const saved = () => readFile(join(userData, file), 'utf8').catch(() => '')
    await expect.poll(saved).toContain(id)
    expect(await saved()).toContain('anonymous')
  }
})

test('a log that can’t be read says so, and is read when it can be', async ({ app }) => {
  const { window } = app
  const vault = await vaultAddress(window)
  await createRecord(vault, { content: 'Hello!' })
  const refused = await refuse(window, 'operationLog')
  await openActivity(window)
  await expect(window.getByRole('alert')).toContainText('The log could not be read')
  await look(window, 'activity-error')
  await refused.end()
  await window.getByRole('button', { name: 'Try again' }).click()
  await expect(window.getByRole('row', { name: /Added/ }).first()).toBeVisible()
})

test('changes and reads are in their logs, narrowed by filters that Back takes away', async ({
  launch,
}) => {
  const { window } = await launch()
  const vault = await vaultAddress(window)
  const id = await createRecord(vault, { content: 'Hello!' })
  await createRecord(vault, { content: 'Again' })
  await ask(vault, readRecords)
  await (await arrive(window, vault, 'https://post.example')).ask(readRecords)

  await openActivity(window)
  const changes = window.getByRole('grid', { name: 'Changes' })
  await expect(changes.getByRole('row', { name: /Without a token Added/ })).toHaveCount(2)
  const chart = window.getByRole('figure')
  for (const sum of ['1 read', '2 writes', '1 refusal']) await expect(chart).toContainText(sum)
  const days = window.getByRole('table', { name: /^Reads, writes and refusals a day/ })
  await expect(days.getByRole('row')).toHaveCount(2)
  await expect(days.getByRole('row').last()).toHaveText(/121$/)
  await window.getByText('Reads and refusals', { exact: true }).click()
  const reads = window.getByRole('grid', { name: 'Reads and refusals' })
  await expect(reads.getByRole('row', { name: /Without a token Read SocialMedia/ })).toBeVisible()
  const refused = reads.getByRole('row', { name: /post\.example Refused: Read/ })
  await expect(refused).toContainText('You had not decided about it')

  await choose(window, 'Result', 'Refused')
  await expect(reads.getByRole('row')).toHaveCount(2)
  expect(window.url()).toContain('result=refused')
  await choose(window, 'Who', 'Without a token')
  await expect(window.getByText('Nothing like that is in the log')).toBeVisible()
  await window.goBack()
  await expect(refused).toBeVisible()
  await window.goBack()
  await expect(reads.getByRole('row')).toHaveCount(3)
  await choose(window, 'When', 'Today')
  await expect(reads.getByRole('row')).toHaveCount(3)
  await choose(window, 'When', 'Chosen days')
  await window.getByRole('button', { name: 'Clear' }).click()
  await expect(window.getByRole('combobox', { name: 'When' })).toHaveValue('Any time')

  // What comes in is shown to who looks at the top.
  await ask(vault, `{ metaEnvelope(id: "${id}") { id } }`)
  await expect(reads.getByRole('row', { name: new RegExp(`Record ${id}`) })).toBeVisible()

  // A line leads to its record, or to who was refused.
  await refused.getByRole('link', { name: 'post.example' }).click()
  await expect(window.getByRole('heading', { name: 'post.example' })).toBeVisible()
  await window.goBack()
  await expect(reads.getByRole('row')).toHaveCount(4)
  await reads.focus()
  await window.keyboard.press('Home')
  await window.keyboard.press('Enter')
  await expect(window.getByRole('complementary')).toContainText('Hello!')
})

test('a long log is read page by page', async ({ launch }) => {
  const { window } = await launch()
  const vault = await vaultAddress(window)
  const inputs = Array.from({ length: 250 }, (_, at) => ({
    ...{ ontology: socialMediaPost, payload: { content: `Post ${at}` }, acl: ['*'] },
  }))
  const { data } = await askAsOwner(
    window,
    `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
      bulkCreateMetaEnvelopes(inputs: $inputs) { successCount errors { message } } }`,
    { inputs },
  )
  expect(data.bulkCreateMetaEnvelopes).toEqual({ successCount: 250, errors: [] })
  await openActivity(window)
  const grid = window.getByRole('grid', { name: 'Changes' })
  await expect(grid.getByRole('row', { name: /Added/ }).first()).toBeVisible()
  await grid.focus()
  await expect(async () => {
    await window.keyboard.press('End')
    await expect(grid).toHaveAttribute('aria-rowcount', '251', { timeout: 300 })
  }).toPass({ timeout: 10_000 })
  await createRecord(vault, { content: 'newer' })
  await window.getByRole('button', { name: 'Show what is new' }).click()
  await expect(grid).toBeFocused()
})

async function openActivity(window: Page): Promise<void> {
  await window.getByRole('link', { name: 'Activity', exact: true }).click()
  await expect(window.getByRole('heading', { name: 'Activity' })).toBeVisible()
}

/** Chooses an entry of a filter. */
async function choose(window: Page, filter: string, entry: string): Promise<void> {
  await window.getByRole('combobox', { name: filter }).click()
  await window.getByRole('option', { name: entry, exact: true }).click()
}
