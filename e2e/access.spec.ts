import type { Page } from '@playwright/test'
import { ask, createRecord, expect, socialMediaPost, test, vaultAddress } from './app.ts'
import { look } from './looks.ts'
import { arrive, codesOf, readRecords, refuse } from './platform.ts'

const chat = '550e8400-e29b-41d4-a716-446655440003'
const createChat = `mutation { createMetaEnvelope(
  input: { ontology: "${chat}", payload: { name: "Friends" }, acl: ["*"] }) {
  metaEnvelope { id } errors { code } } }`
const createPost = createChat.replace(chat, socialMediaPost)

test('each state is whole, and axe finds nothing', async ({ app }) => {
  const { window } = app
  await window.getByRole('link', { name: /^Access/ }).click()
  await expect(window.getByRole('heading', { name: 'Nobody has come yet' })).toBeVisible()
  await look(window, 'access-empty')

  await come(window)
  const option = (name: RegExp) => window.getByRole('option', { name })
  await option(/post\.example/).click()
  await expect(window.getByText(/It would see \d+ records/)).toBeVisible()
  await look(window, 'access-asks')
  await window.getByRole('radio', { name: 'Chosen types' }).check()
  await window.getByRole('checkbox', { name: 'Write SocialMediaPost' }).check()
  await expect(window.getByText(/moves records here/)).toBeVisible()
  await look(window, 'access-types')

  await window.getByRole('radio', { name: 'Everything' }).check()
  await window.getByRole('button', { name: 'Allow everything' }).click()
  await expect(window.getByText('It may read and change everything')).toBeVisible()
  const platform = await arrive(window, await vaultAddress(window), 'https://post.example')
  await platform.ask(readRecords)
  await platform.ask(createPost)
  await expect(window.getByRole('listitem').filter({ hasText: 'Added' })).toBeVisible()
  await look(window, 'access-decided')
  await window.getByRole('button', { name: 'Forget…' }).click()
  await expect(window.getByRole('dialog')).toBeVisible()
  await look(window, 'access-forget')
  await window.keyboard.press('Escape')

  await option(/calendar\.example/).click()
  await window.getByRole('button', { name: 'Block' }).click()
  await expect(window.getByText('you have blocked it')).toBeVisible()
  await look(window, 'access-blocked')
  await option(/Without a token/).click()
  await expect(window.getByText('showed no token')).toBeVisible()
  await look(window, 'access-anonymous')
})

test('the list is worked by keys alone', async ({ app }) => {
  const { window } = app
  await come(window)
  await window.getByRole('link', { name: /^Access/ }).click()
  const list = window.getByRole('listbox', { name: 'Who came' })
  await list.focus()
  await window.keyboard.press('Home')
  const first = list.getByRole('option').first()
  await expect(first).toHaveAttribute('aria-selected', 'true')
  await window.keyboard.press('ArrowDown')
  await expect(list.getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true')
  expect(window.url()).toContain('who=')
  await window.keyboard.press('Enter')
  await expect(window.getByRole('heading', { level: 2 }).first()).toBeFocused()
  await window.keyboard.press('Escape')
  await expect(list).toBeFocused()
  await window.keyboard.press('/')
  const filter = window.getByRole('textbox', { name: 'Filter by name' })
  await expect(filter).toBeFocused()
  await filter.fill('cal')
  await expect(list.getByRole('option')).toHaveCount(1)
  await filter.fill('nobody')
  await expect(window.getByText('Nobody of that name has come.')).toBeVisible()
  await window.keyboard.press('Escape')
  await expect(list.getByRole('option')).toHaveCount(4)
})

test('who came can’t be read: it says so, and is read when it can be', async ({ app }) => {
  const { window } = app
  const vault = await vaultAddress(window)
  await (await arrive(window, vault, 'https://post.example')).ask(readRecords)
  const refused = await refuse(window, 'visitors')
  await window.getByRole('link', { name: /^Access/ }).click()
  await expect(window.getByRole('alert')).toContainText('Who came could not be read')
  await look(window, 'access-error')
  await refused.end()
  await window.getByRole('button', { name: 'Try again' }).click()
  await expect(window.getByRole('option', { name: /post\.example/ })).toBeVisible()
})

test('a platform asks, is let in to one type, reads it, and is blocked', async ({ launch }) => {
  const { window } = await launch()
  const vault = await vaultAddress(window)
  const post = await createRecord(vault, { content: 'Hello!' })
  await ask(vault, createChat)
  const platform = await arrive(window, vault, 'https://post.example')
  expect(codesOf(await platform.ask(readRecords))).toEqual(['CONSENT_REQUIRED'])

  // It waits, and is counted where the owner is.
  const link = window.getByRole('link', { name: /^Access/ })
  await expect(link).toContainText('1')
  await expect(link).toHaveAccessibleName('Access, 1 platform asks')
  await link.click()
  const waiting = window.getByRole('group', { name: 'Wants access' })
  await expect(waiting.getByRole('option', { name: /post\.example/ })).toBeVisible()
  await expect(window.getByText('Claimed', { exact: true })).toBeVisible()
  await expect(window.getByText('Until you do, it is refused.')).toBeVisible()
  await expect(window.getByText(/Last refused.*You had not decided about it/)).toBeVisible()

  // What it would see, before it is decided.
  const preview = window.getByRole('region', { name: 'Preview' })
  await expect(preview).toContainText('It would see 2 records of your 2.')
  await expect(preview.getByRole('link', { name: 'Hello!' })).toBeVisible()
  await window.getByRole('radio', { name: 'Chosen types' }).check()
  await expect(preview).toContainText('It would see no record now.')
  await window.getByRole('button', { name: 'Allow these types' }).click()
  await expect(window.getByText('Choose one type at least, or block it.')).toBeVisible()
  await window.getByRole('checkbox', { name: 'Read SocialMediaPost' }).check()
  await expect(preview).toContainText('It would see 1 record of your 2.')
  expect(codesOf(await platform.ask(readRecords))).toEqual(['CONSENT_REQUIRED'])
  await window.getByRole('button', { name: 'Allow these types' }).click()
  await expect(window.getByText('It may read SocialMediaPost, and change nothing.')).toBeVisible()
  await expect(window.getByRole('heading', { name: 'post.example' })).toBeFocused()

  // It reads that type, and writes nothing.
  const read = await platform.ask(readRecords)
  expect(read.data.metaEnvelopes.edges).toEqual([{ node: { id: post, ontology: socialMediaPost } }])
  const written = await platform.ask(createPost)
  expect(written.data.createMetaEnvelope.errors).toEqual([{ code: 'FORBIDDEN' }])
  const types = window.getByRole('region', { name: 'What it read and wrote' })
  await expect(types.getByRole('row', { name: 'SocialMediaPost 1 0' })).toBeVisible()
  const lately = window.getByRole('region', { name: 'Lately' })
  await expect(lately.getByRole('listitem').filter({ hasText: 'Refused: Add' })).toContainText(
    'You have not allowed it',
  )

  // Activity says who read what, and leads to the record.
  await lately.getByRole('link', { name: 'All reads' }).click()
  const grid = window.getByRole('grid', { name: 'Reads and refusals' })
  await expect(grid.getByRole('row', { name: /post\.example Read SocialMediaPost/ })).toBeVisible()
  await grid.getByRole('link', { name: `Record ${post}` }).click()
  await expect(window.getByRole('complementary')).toContainText('Hello!')

  // Blocked, it gets nothing from its next request on; Undo brings back what held.
  await window.getByRole('link', { name: /^Access/ }).click()
  await window.getByRole('button', { name: 'Block' }).click()
  await expect(window.getByText('post.example is blocked')).toBeVisible()
  expect(codesOf(await platform.ask(readRecords))).toEqual(['FORBIDDEN'])
  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(window.getByText('It may read SocialMediaPost, and change nothing.')).toBeVisible()
  expect(codesOf(await platform.ask(readRecords))).toEqual([])

  // So does it after any other decision, and after it was forgotten.
  await window.getByRole('button', { name: 'Change…' }).click()
  await window.getByRole('radio', { name: 'Everything' }).check()
  await window.getByRole('button', { name: 'Allow everything' }).click()
  await expect(window.getByText('It may read and change everything')).toBeVisible()
  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(window.getByText('It may read SocialMediaPost, and change nothing.')).toBeVisible()
  await window.getByRole('button', { name: 'Forget…' }).click()
  await window.getByRole('dialog').getByRole('button', { name: 'Forget' }).click()
  await expect(window.getByText('Until you do, it is refused.')).toBeVisible()
  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(window.getByText('It may read SocialMediaPost, and change nothing.')).toBeVisible()
  expect(codesOf(await platform.ask(readRecords))).toEqual([])

  // Forgotten, it has to ask anew.
  await window.getByRole('button', { name: 'Forget…' }).click()
  const dialog = window.getByRole('dialog', { name: /^Forget your decision/ })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Forget' }).click()
  await expect(dialog).toBeHidden()
  expect(codesOf(await platform.ask(readRecords))).toEqual(['CONSENT_REQUIRED'])
  await expect(waiting.getByRole('option', { name: /post\.example/ })).toBeVisible()
})

test('a platform in two spellings is one line, and nothing is asked while nobody comes', async ({
  launch,
}) => {
  const { window } = await launch()
  const vault = await vaultAddress(window)
  for (const name of ['https://post.example', 'https://Post.example/']) {
    await (await arrive(window, vault, name)).ask(readRecords)
  }
  await window.getByRole('link', { name: /^Access/ }).click()
  await expect(window.getByRole('option')).toHaveCount(1)
  await expect(window.getByText(/Also came as https:\/\/post\.example/i)).toBeVisible()
  await expect(window.getByText('2×')).toBeVisible()

  // What they did is written, told and read.
  await window.waitForTimeout(2_500)
  const asked: string[] = []
  window.on('request', (request) => {
    const query = request.postData() ?? ''
    for (const name of ['Visitors', 'AskingPlatforms', 'VisitorTypes', 'VisitorTraces']) {
      if (query.includes(`query ${name}`)) asked.push(name)
    }
  })
  // Longer than it was asked again and again before there was an event.
  await window.waitForTimeout(6_500)
  expect(asked).toEqual([])
  // Somebody who comes is there at once.
  await (await arrive(window, vault, 'https://calendar.example')).ask(readRecords)
  await expect(window.getByRole('option', { name: /calendar\.example/ })).toBeVisible()
  expect(asked).toContain('Visitors')
})

/** Three platforms and a program without a token come to a vault with some records. */
async function come(window: Page): Promise<void> {
  const vault = await vaultAddress(window)
  for (const content of ['Hello!', 'A walk along the river this morning', 'Third post']) {
    await createRecord(vault, { content })
  }
  await ask(vault, createChat)
  await ask(vault, readRecords)
  for (const name of ['https://post.example', 'https://calendar.example/app', 'Blabsy']) {
    const platform = await arrive(window, vault, name)
    await platform.ask(readRecords)
  }
  await window.getByRole('link', { name: /^Access/ }).click()
  await expect(window.getByRole('option')).toHaveCount(4)
}
