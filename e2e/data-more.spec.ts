import type { Page } from '@playwright/test'
import { ask, createRecord, expect, test, type VaultAddress, vaultAddress } from './app.ts'
import { look, takePictures } from './looks.ts'
import { arrive, type Platform, readRecords } from './platform.ts'
import { posts, seeded } from './posts.ts'

test('one type is listed with columns of its own, which the owner changes', async ({ launch }) => {
  const { window } = await launch()
  await seeded(window)
  const headings = window.getByRole('columnheader')
  await expect(headings).toHaveText(['', 'Type', 'Summary', 'Access', 'Created'])
  await window.getByRole('link', { name: /^SocialMediaPost/ }).click()
  const usual = ['', 'Summary', 'likeCount', 'isArchived', 'place', 'Access', 'Created']
  await window.setViewportSize({ width: 1500, height: 800 })
  await expect(headings).toHaveText(usual)
  const sunday = window.getByRole('row', { name: /Sunday/ })
  await expect(sunday.getByRole('gridcell')).toContainText(['', 'Sunday', '31', 'true', 'Bruges'])

  await window.getByRole('button', { name: 'Columns' }).click()
  await window.getByRole('checkbox', { name: 'isArchived' }).uncheck()
  await look(window, 'data-columns')
  await window.keyboard.press('Escape')
  await window.setViewportSize({ width: 1500, height: 800 })
  const chosen = usual.filter((name) => name !== 'isArchived')
  await expect(headings).toHaveText(chosen)

  await sunday.click()
  await look(window, 'data-columns-open')
  // What there is no room for is not there for anybody.
  await window.setViewportSize({ width: 720, height: 480 })
  await expect(headings.filter({ visible: true })).toHaveText([
    ...['', 'Summary', 'likeCount', 'Access', 'Created'],
  ])

  // It is kept beyond this page, by type.
  await window.reload()
  await window.setViewportSize({ width: 1500, height: 800 })
  await window.getByRole('button', { name: 'Close record' }).click()
  await expect(headings).toHaveText(chosen)
  await window.getByRole('button', { name: 'Columns' }).click()
  await window.getByRole('button', { name: 'Usual columns' }).click()
  await expect(headings).toHaveText(usual)
})

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64')

/** A platform that may use everything. */
async function admit(window: Page, vault: VaultAddress): Promise<Platform> {
  const platform = await arrive(window, vault, 'https://photos.example')
  await platform.ask(readRecords)
  await window.getByRole('link', { name: /^Access/ }).click()
  await window.getByRole('radio', { name: 'Everything' }).check()
  await window.getByRole('button', { name: /^Allow/ }).click()
  await expect(window.getByRole('heading', { name: 'photos.example' })).toBeFocused()
  return platform
}

/** Stores a file only the owner may read, and tells its URI. */
async function store(
  platform: Platform,
  vault: VaultAddress,
  filename: string,
  contentType: string,
  content: string,
): Promise<string> {
  const { data } = await platform.ask(
    `mutation ($input: UploadFileInput!) { uploadFile(input: $input) { uri errors { message } } }`,
    { input: { filename, contentType, content, acl: [vault.ename] } },
  )
  expect(data.uploadFile.errors).toEqual([])
  return data.uploadFile.uri
}

test('pictures of stored files are shown, others told, and all of them saved', async ({
  launch,
}) => {
  const { electron, window } = await launch()
  const vault = await vaultAddress(window)
  const platform = await admit(window, vault)
  const photo = await store(platform, vault, 'photo.png', 'image/png', pixel)
  const svg = await store(platform, vault, 'drawing.svg', 'image/svg+xml', drawing)
  const forged = await store(platform, vault, 'forged.txt', 'text/plain', drawing)
  await createRecord(vault, { content: 'With files', photo, svg, forged })

  await window.getByRole('link', { name: 'Data' }).click()
  await window.getByRole('row', { name: /With files/ }).click()
  const inspector = window.getByRole('complementary', { name: 'Record' })
  const picture = inspector.getByRole('img', { name: 'photo.png' })
  await expect(picture).toBeVisible()
  await expect.poll(() => picture.evaluate((it) => (it as HTMLImageElement).naturalWidth)).toBe(1)
  await expect(inspector.getByText('image/png, 70 bytes')).toBeVisible()
  await expect(inspector.getByText('image/svg+xml, 41 bytes')).toBeVisible()
  await expect(inspector.locator('img')).toHaveCount(1)
  await look(window, 'data-picture')

  await inspector.getByRole('button', { name: 'Show photo.png at full size' }).click()
  await expect(window.getByRole('dialog', { name: 'photo.png' }).locator('img')).toBeVisible()
  await window.keyboard.press('Escape')
  await expect(window.getByRole('dialog')).toBeHidden()

  const saved = electron.evaluate(
    ({ session }) =>
      new Promise<[string, number]>((resolve) => {
        session.defaultSession.once('will-download', (_, item) => {
          resolve([item.getFilename(), item.getTotalBytes()])
          item.cancel()
        })
      }),
  )
  await inspector.getByRole('button', { name: 'Save a copy of drawing.svg…' }).click()
  expect(await saved).toEqual(['drawing.svg', 41])
})

test('a picture that can’t be read says so, and is read once more', async ({ launch }) => {
  const { window } = await launch()
  const vault = await vaultAddress(window)
  const platform = await admit(window, vault)
  const photo = await store(platform, vault, 'photo.png', 'image/png', pixel)
  await createRecord(vault, { content: 'With a photo', photo })
  await window.route('**/files/**', (route) => route.abort())
  await window.getByRole('link', { name: 'Data' }).click()
  await window.getByRole('row', { name: /With a photo/ }).click()
  const inspector = window.getByRole('complementary', { name: 'Record' })
  await expect(inspector.getByRole('alert')).toContainText('The picture could not be read.')
  await window.unroute('**/files/**')
  await inspector.getByRole('button', { name: 'Try again' }).click()
  await expect(inspector.getByRole('img', { name: 'photo.png' })).toBeVisible()
})

test('several records are restored from the trash; those that stay are named', async ({
  launch,
}) => {
  const { window } = await launch()
  const vault = await seeded(window)
  await createRecord(vault, { content: 'Stays deleted' })
  await expect(window.getByRole('row', { name: /Stays deleted/ })).toBeVisible()
  await window.getByRole('checkbox', { name: 'Select all shown' }).click()
  await expect(window.getByText('3 records selected')).toBeVisible()
  await window.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(window.getByText('3 records deleted.')).toBeVisible()
  await window.getByRole('button', { name: 'Dismiss' }).click()
  await window.getByRole('link', { name: 'Trash' }).click()
  const trash = window.getByRole('region', { name: 'Trash' })
  const restore = trash.getByRole('button', { name: 'Restore selected' })
  await expect(restore).toBeDisabled()
  await trash.getByRole('checkbox', { name: 'Select Sunday walk along the canal' }).check()
  await expect(trash.getByText('1 record selected')).toBeVisible()
  await look(window, 'data-trash-selection')
  await trash.getByRole('checkbox', { name: 'Select all shown' }).check()
  await expect(trash.getByText('3 records selected')).toBeVisible()

  // One of them is refused.
  let refused = false
  await window.route('**/graphql', async (route) => {
    if (refused || !route.request().postData()?.includes('RestoreRecord')) return route.continue()
    refused = true
    const restoreMetaEnvelope = { metaEnvelope: null, errors: [{ message: 'Out of space.' }] }
    const headers = { 'access-control-allow-origin': '*' }
    return route.fulfill({ json: { data: { restoreMetaEnvelope } }, headers })
  })
  await restore.click()
  await expect(trash.getByText('2 records restored.')).toBeVisible()
  await expect(trash.getByRole('checkbox', { name: 'Select all shown' })).toBeFocused()
  await trash.getByRole('button', { name: 'Show what went wrong (1)' }).click()
  await expect(trash.getByText(/^(Stays|Sunday|Moved).* \(.*\): Out of space\.$/)).toBeVisible()
  await expect(
    trash.getByRole('list', { name: 'Deleted records' }).getByRole('listitem'),
  ).toHaveCount(1)
})

/** Drags files over the list of types and, where told so, drops them there. */
async function drag(window: Page, files: readonly [name: string, text: string][], drop = true) {
  const transfer = await window.evaluateHandle((given) => {
    const data = new DataTransfer()
    for (const [name, text] of given) data.items.add(new File([text], name))
    return data
  }, files)
  const target = window.getByRole('navigation', { name: 'Record types' })
  for (const type of ['dragenter', 'dragover', ...(drop ? ['drop'] : [])]) {
    await target.dispatchEvent(type, { dataTransfer: transfer })
  }
}

test('a file that is dropped anywhere is imported', async ({ launch }) => {
  const { window } = await launch()
  await seeded(window)
  await window.setViewportSize({ width: 1280, height: 800 })
  await drag(window, [['posts.csv', 'text\nOne\n']], false)
  await expect(window.getByText('Drop to import')).toBeVisible()
  await look(window, 'data-drop')
  await window.setViewportSize({ width: 1280, height: 800 })
  await drag(window, [['posts.csv', 'text\nOne\n']])
  await expect(window.getByText('Drop to import')).toBeHidden()
  const dialog = window.getByRole('dialog', { name: 'Import posts.csv' })
  await expect(dialog.getByText('1 record found.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  await drag(window, [['photo.png', '']])
  await expect(window.getByText('JSON, NDJSON and CSV files can be dropped here.')).toBeVisible()
  await drag(window, [
    ['a.json', '[]'],
    ['b.json', '[]'],
  ])
  await expect(window.getByText('Drop one file at a time.')).toBeVisible()
  await expect(window.getByRole('dialog')).toBeHidden()

  await window.getByRole('link', { name: 'Trash' }).click()
  await drag(window, [['posts.csv', 'text\nOne\n']], false)
  await expect(window.getByText('Drop to import')).toBeHidden()
})

test('platforms that came are proposed for an access list, and are let in by it', async ({
  launch,
}) => {
  const { window } = await launch()
  const vault = await seeded(window)
  const platform = await arrive(window, vault, 'https://post.example')
  await platform.ask(readRecords)
  await window.getByRole('link', { name: /^Access/ }).click()
  await window.getByRole('radio', { name: 'Chosen types' }).check()
  await window.getByRole('checkbox', { name: 'Read SocialMediaPost' }).check()
  await window.getByRole('button', { name: 'Allow these types' }).click()
  await expect(window.getByRole('heading', { name: 'post.example' })).toBeFocused()

  await window.getByRole('link', { name: 'Data' }).click()
  await window.getByRole('row', { name: /Sunday/ }).click()
  const inspector = window.getByRole('complementary', { name: 'Record' })
  await inspector.getByRole('tab', { name: 'Access' }).click()
  await inspector.getByRole('button', { name: 'Only me' }).click()
  const name = inspector.getByRole('combobox', { name: 'Add a person or platform' })
  await name.click()
  const proposal = window.getByRole('option', { name: 'post.example Platform' })
  await expect(proposal).toBeVisible()
  await takePictures(window, 'data-name-proposals')
  await window.setViewportSize({ width: 1280, height: 800 })
  await proposal.click()
  await expect(name).toHaveValue('@https://post.example')
  await inspector.getByRole('button', { name: 'Add', exact: true }).click()
  await inspector.getByRole('button', { name: 'Save' }).click()
  await expect(inspector.getByRole('region', { name: 'Unsaved changes' })).toBeHidden()
  // Not public any more, and still read by this platform.
  const { data } = await platform.ask('{ metaEnvelopes { edges { node { parsed } } } }')
  const readable = data.metaEnvelopes.edges.map(
    ({ node }: { node: { parsed: { content: string } } }) => node.parsed.content,
  )
  expect(readable).toContain('Sunday walk along the canal')
  const everyone = await ask(vault, '{ metaEnvelopes { edges { node { parsed } } } }')
  expect(everyone.data.metaEnvelopes.edges).toHaveLength(1)
})

test('the records speak German, and nothing is wider than its place', async ({ launch }) => {
  const { window } = await launch({ settings: { language: 'de' } })
  const vault = await vaultAddress(window)
  for (const post of posts) await createRecord(vault, post)
  await window.getByRole('link', { name: 'Daten', exact: true }).click()
  await window.setViewportSize({ width: 1280, height: 800 })
  await expect(window.getByRole('columnheader')).toHaveText([
    ...['', 'Typ', 'Zusammenfassung', 'Zugriff', 'Erstellt'],
  ])
  await window.getByRole('checkbox', { name: /^Sunday.* auswählen$/ }).click()
  await expect(window.getByText('1 Eintrag ausgewählt')).toBeVisible()
  await takePictures(window, 'data-german')
  await window.setViewportSize({ width: 1280, height: 800 })
  await window.getByRole('row', { name: /Sunday/ }).click()
  const inspector = window.getByRole('complementary', { name: 'Eintrag' })
  await inspector.getByRole('textbox', { name: 'content' }).fill('Montag')
  await inspector.getByRole('button', { name: '1 Änderung' }).click()
  await takePictures(window, 'data-german-fields')
  await window.setViewportSize({ width: 1280, height: 800 })
  for (const tab of ['Zugriff', 'Verlauf']) {
    await inspector.getByRole('tab', { name: tab }).click()
    await takePictures(window, `data-german-${tab}`)
    await window.setViewportSize({ width: 1280, height: 800 })
  }
  await window.getByRole('link', { name: 'Papierkorb' }).click()
  await expect(window.getByRole('heading', { name: 'Der Papierkorb ist leer' })).toBeVisible()
  await window.getByRole('link', { name: /^SocialMediaPost/ }).click()
  await window.getByRole('button', { name: 'Filtern', exact: true }).click()
  await takePictures(window, 'data-german-filter')
})
