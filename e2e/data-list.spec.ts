import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import {
  ask,
  askAsOwner,
  createRecord,
  expect,
  test,
  type VaultAddress,
  vaultAddress,
} from './app.ts'
import { saveDownloadsTo } from './downloads.ts'
import { expectNothing, look } from './looks.ts'

const posts = [
  { content: 'Moved my posts home today', likeCount: 12 },
  { content: 'Sunday walk along the canal', likeCount: 31 },
  { content: 'Reading list', note: 'a needle in the hay', likeCount: 3 },
]

/** The vault holds these records and no others, and its list is shown. */
async function seeded(window: Page): Promise<VaultAddress> {
  const vault = await vaultAddress(window)
  const { data } = await askAsOwner(window, '{ metaEnvelopes { edges { node { id } } } }')
  for (const { node } of data.metaEnvelopes.edges) {
    const removal = 'mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }'
    await askAsOwner(window, removal, node)
  }
  for (const post of posts) await createRecord(vault, post)
  await window.getByRole('link', { name: 'Data' }).click()
  await expect(rows(window)).toHaveCount(posts.length)
  return vault
}

function rows(window: Page) {
  return window.getByRole('row').filter({ hasText: 'SocialMediaPost' })
}

async function contents(vault: VaultAddress): Promise<string[]> {
  const { data } = await ask(vault, '{ metaEnvelopes(first: 100) { edges { node { parsed } } } }')
  return data.metaEnvelopes.edges.map(
    ({ node }: { node: { parsed: { content: string } } }) => node.parsed.content,
  )
}

test('a search shows where it hit; conditions, views and going back work', async ({ app }) => {
  const { window } = app
  await seeded(window)
  await window.keyboard.press('/')
  await window.keyboard.type('NEEDLE')
  await expect(rows(window)).toHaveCount(1)
  await expect(rows(window).locator('mark')).toHaveText('needle')
  await expect(window.getByText('1 match')).toBeVisible()
  await window.getByRole('searchbox').fill('')
  await expect(rows(window)).toHaveCount(3)

  await window.getByRole('button', { name: 'Filter', exact: true }).click()
  const conditions = window.getByRole('dialog', { name: 'Filter' })
  await conditions.getByRole('combobox', { name: 'Field', exact: true }).fill('likeCount')
  await conditions.getByRole('combobox', { name: 'Comparison' }).selectOption('after')
  await conditions.getByRole('textbox', { name: 'Value' }).fill('11')
  await conditions.getByRole('textbox', { name: 'Value' }).press('Enter')
  await expect(rows(window)).toHaveText([/Sunday/, /Moved/])
  await look(window, 'data-filter')
  await window.keyboard.press('Escape')
  await window.getByRole('button', { name: 'Views' }).click()
  await window.getByRole('textbox', { name: 'Name of the view' }).fill('Liked')
  await window.getByRole('textbox', { name: 'Name of the view' }).press('Enter')
  await window.keyboard.press('Escape')
  await window.getByRole('button', { name: /^Remove condition: likeCount/ }).click()
  await expect(rows(window)).toHaveCount(3)
  await window.evaluate(() => history.back())
  await expect(rows(window)).toHaveCount(2)
  await window.evaluate(() => history.forward())
  await expect(rows(window)).toHaveCount(3)
  await window.getByRole('button', { name: 'Views' }).click()
  await window.getByRole('button', { name: 'Liked', exact: true }).click()
  await expect(rows(window)).toHaveCount(2)
})

test('several records are selected, made private, deleted, and brought back', async ({ app }) => {
  const { window } = app
  const vault = await seeded(window)
  await window.getByRole('checkbox', { name: 'Select Reading list' }).click()
  await window
    .getByRole('checkbox', { name: 'Select Sunday walk along the canal' })
    .click({ modifiers: ['Shift'] })
  const bar = window.getByRole('region', { name: 'Selected records' })
  await expect(bar).toContainText('2 records selected')
  await look(window, 'data-selection')
  await bar.getByRole('button', { name: 'Access…' }).click()
  await window.getByRole('button', { name: 'Change access' }).click()
  await expect(window.getByText('Access of 2 records changed.')).toBeVisible()
  expect(await contents(vault)).toEqual(['Moved my posts home today'])

  await window.getByRole('checkbox', { name: 'Select all shown' }).click()
  await bar.getByRole('button', { name: 'Delete' }).click()
  await expect(window.getByText('3 records deleted.')).toBeVisible()
  await expect(rows(window)).toHaveCount(0)
  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(window.getByText('3 records restored.')).toBeVisible()
  await expect(rows(window)).toHaveCount(3)
})

test('rows are selected by keys alone', async ({ app }) => {
  const { window } = app
  await seeded(window)
  await window.getByRole('grid', { name: 'Records' }).focus()
  await window.keyboard.press('ArrowDown')
  await window.keyboard.press('Shift+ArrowDown')
  const bar = window.getByRole('region', { name: 'Selected records' })
  await expect(bar).toContainText('2 records selected')
  await window.keyboard.press('ControlOrMeta+a')
  await expect(bar).toContainText('3 records selected')
  await window.keyboard.press('Escape')
  await expect(bar).toBeHidden()
})

test('what is exported comes back, once, however often it is imported', async ({ app }) => {
  const { electron, window } = app
  const vault = await seeded(window)
  const directory = await mkdtemp(join(tmpdir(), 'evault-export-'))
  for (const format of ['JSON', 'NDJSON', 'CSV']) {
    const path = join(directory, `records.${format.toLowerCase()}`)
    await saveDownloadsTo(electron, path)
    await window.getByRole('button', { name: 'More actions' }).click()
    await window.getByRole('menuitem', { name: 'Export what is listed…' }).click()
    await window.getByRole('radio', { name: format, exact: true }).check()
    await window.getByRole('button', { name: 'Export', exact: true }).click()
    await expect(window.getByText('3 records exported.')).toBeVisible()
    await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toContain('Sunday walk')
    await window.getByRole('button', { name: 'Dismiss' }).click()
  }
  await importFile(window, join(directory, 'records.csv'))
  await expectNothing(window)
  await window.getByRole('button', { name: 'Import 3 records' }).click()
  await expect(window.getByText(/0 records imported. 3 records were there already./)).toBeVisible()
  expect(await contents(vault)).toHaveLength(3)
  await rm(directory, { recursive: true, force: true })
})

test('a table is imported: its columns are mapped, its bad lines named', async ({ app }) => {
  const { window } = app
  const vault = await seeded(window)
  const directory = await mkdtemp(join(tmpdir(), 'evault-import-'))
  const path = join(directory, 'posts.csv')
  await writeFile(path, 'text,likeCount\n"One, two",1\nThree,many\n"Vier\nfünf",5\n')
  await importFile(window, path)
  const dialog = window.getByRole('dialog', { name: 'Import posts.csv' })
  await dialog.getByRole('combobox', { name: 'Type' }).selectOption({ label: 'SocialMediaPost' })
  await dialog.getByRole('textbox', { name: 'Field for text' }).fill('content')
  await dialog.getByRole('radio', { name: 'Everyone' }).check()
  await look(window, 'data-import')
  await dialog.getByRole('button', { name: 'Import 3 records' }).click()
  await expect(window.getByText('2 records imported. 1 not imported.')).toBeVisible()
  await window.getByRole('button', { name: 'Show what went wrong (1)' }).click()
  await expect(window.getByText('Line 3: likeCount: “many” is not a number.')).toBeVisible()
  expect((await contents(vault)).sort()).toEqual(
    [...posts.map(({ content }) => content), 'One, two', 'Vier\nfünf'].sort(),
  )
  await rm(directory, { recursive: true, force: true })
})

test('a new record is filled in as a form, with its JSON beside', async ({ app }) => {
  const { window } = app
  await seeded(window)
  await window.getByRole('button', { name: 'New record' }).first().click()
  const dialog = window.getByRole('dialog', { name: 'New record' })
  await dialog.getByRole('combobox', { name: 'Type' }).click()
  await window.getByRole('option', { name: 'Message' }).click()
  await dialog.getByRole('textbox', { name: 'content' }).fill('Hello from the form')
  await expect(dialog.getByRole('textbox', { name: 'Payload' })).toContainText(
    'Hello from the form',
  )
  await look(window, 'data-new')
  await dialog.getByRole('button', { name: 'Create record' }).click()
  await expect(window.getByRole('row', { name: /Hello from the form/ })).toBeVisible()
})

test('the vault is looked at through the eyes of anyone', async ({ app }) => {
  const { window } = app
  await seeded(window)
  await window.getByRole('row', { name: /Sunday/ }).click()
  const inspector = window.getByRole('complementary', { name: 'Record' })
  await inspector.getByRole('tab', { name: 'Access' }).click()
  await inspector.getByRole('button', { name: 'Only me' }).click()
  await inspector.getByRole('button', { name: 'Save' }).click()
  await expect(inspector.getByRole('region', { name: 'Unsaved changes' })).toBeHidden()
  await inspector.getByRole('button', { name: 'Close record' }).click()

  await window.getByRole('button', { name: 'More actions' }).click()
  await window.getByRole('menuitem', { name: 'View as somebody else…' }).click()
  await window
    .getByRole('combobox', { name: 'eName' })
    .fill('@e4d909c2-5d2f-4a7d-9473-b34b6c0f1a5a')
  await window.getByRole('button', { name: 'View', exact: true }).click()
  await expect(window.getByText(/You see your vault as .* sees it/)).toBeVisible()
  await expect(rows(window)).toHaveText([/Reading/, /Moved/])
  await expect(window.getByRole('button', { name: 'New record' })).toBeDisabled()
  await look(window, 'data-view-as')
  await window.getByRole('button', { name: 'Back to my view' }).click()
  await expect(rows(window)).toHaveCount(3)
})

test('a deleted record is restored from the trash', async ({ launch }) => {
  const { window } = await launch()
  const vault = await seeded(window)
  await window.getByRole('row', { name: /Sunday/ }).click()
  await window.keyboard.press('Delete')
  await window.getByRole('link', { name: 'Trash' }).click()
  const trash = window.getByRole('region', { name: 'Trash' })
  await expect(trash.getByText('Sunday walk along the canal')).toBeVisible()
  await window.getByRole('button', { name: 'Dismiss' }).click()
  await look(window, 'data-trash')
  await trash.getByRole('button', { name: 'Restore Sunday walk along the canal' }).click()
  await expect(trash.getByRole('heading', { name: 'The trash is empty' })).toBeVisible()
  expect(await contents(vault)).toHaveLength(3)
})

test('who goes elsewhere while a record is being deleted stays there', async ({ launch }) => {
  const { window } = await launch()
  await seeded(window)
  await window.getByRole('row', { name: /Sunday/ }).click()
  let goOn = () => {}
  await window.route('**/graphql', async (route) => {
    const isDeletion = route.request().postData()?.includes('RemoveRecord')
    if (isDeletion) await new Promise<void>((resolve) => (goOn = resolve))
    await route.continue()
  })
  await window.keyboard.press('Delete')
  await window.getByRole('link', { name: 'Trash' }).click()
  const trash = window.getByRole('region', { name: 'Trash' })
  await expect(trash).toBeVisible()
  goOn()
  await expect(window.getByRole('alert').getByText('Deleted')).toBeVisible()
  await expect(trash.getByText('Sunday walk along the canal')).toBeVisible()
})

async function importFile(window: Page, path: string): Promise<void> {
  await window.getByRole('button', { name: 'More actions' }).click()
  await window.getByRole('menuitem', { name: 'Import a file…' }).click()
  const chooser = window.waitForEvent('filechooser')
  await window.getByRole('button', { name: 'Choose a file…' }).click()
  await (await chooser).setFiles(path)
}
