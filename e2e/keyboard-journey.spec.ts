import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { askAsOwner, createRecord, expect, vaultAddress } from './app.ts'
import { linkToRelation, putWaiting, test } from './bindings-window.ts'
import { press } from './desktop-app.ts'
import { saveDownloadsTo } from './downloads.ts'
import { answerSystemDialog } from './identity-window.ts'
import { arrive, codesOf } from './platform.ts'

test.slow()

/** More than so many Tabs to one thing are clumsy. */
const mostTabs = 12

test('an owner without a mouse: find, correct, block, look back, restore, sign, export', async ({
  village,
}) => {
  const { electron, window, userData } = await village.open()
  const { keyboard } = window
  const vault = await vaultAddress(window)
  for (const content of ['Moved my posts home', 'Reading list']) {
    await createRecord(vault, { content })
  }
  const post = await createRecord(vault, { content: 'Sunday walk along the canall' })
  const platform = await arrive(window, vault, 'https://post.example')
  await allow(window, platform.name)
  const readPost = `{ metaEnvelope(id: "${post}") { id } }`
  expect(codesOf(await platform.ask(readPost))).toEqual([])
  const friend = await village.people.meet('@0b8f3a52-77c1-4f0e-9d3e-2a6f5f1c9b11')
  await putWaiting(window, friend, 'Neighbours since 2019')
  const link = await linkToRelation(village.neighbour, vault.ename, 'Sang in one choir')
  const inspector = window.getByRole('complementary', { name: 'Record' })

  await test.step('find a post', async () => {
    await press(electron, 'K', 'control')
    await expect(window.getByRole('textbox', { name: 'Go to, search or do' })).toBeFocused()
    await keyboard.type('canal')
    await keyboard.press('Enter')
    await expect(window.getByRole('row', { name: /Sunday walk/ })).toBeVisible()
    await keyboard.press('/')
    await keyboard.press('Enter')
    await expect(window.getByRole('grid', { name: 'Records' })).toBeFocused()
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect(inspector).toContainText('canall')
  })

  await test.step('correct a typo and save', async () => {
    await keyboard.press('Enter')
    await expect(inspector.getByRole('tab', { name: 'Fields' })).toBeFocused()
    await tabTo(inspector.getByRole('textbox', { name: 'content' }))
    await keyboard.press('End')
    await keyboard.press('Backspace')
    await keyboard.press('ControlOrMeta+s')
    await expect(window.getByText('Saved', { exact: true })).toBeVisible()
    await expect.poll(() => contentOf(window, post)).toBe('Sunday walk along the canal')
  })

  await test.step('take a platform’s access away', async () => {
    await press(electron, '3', 'control')
    await expect(window.getByRole('listbox', { name: 'Who came' })).toBeVisible()
    await keyboard.press('/')
    await keyboard.type('post')
    await keyboard.press('Enter')
    await keyboard.press('Home')
    await keyboard.press('Enter')
    await expect(window.getByRole('heading', { name: 'post.example' })).toBeFocused()
    await tabTo(window.getByRole('button', { name: 'Block' }))
    await keyboard.press('Enter')
    await expect(window.getByText('post.example is blocked')).toBeVisible()
    expect(codesOf(await platform.ask(readPost))).toEqual(['FORBIDDEN'])
  })

  await test.step('see who read the post last week', async () => {
    await press(electron, '5', 'control')
    await tabTo(window.getByRole('radio', { name: 'Changes' }))
    await keyboard.press('ArrowRight')
    const reads = window.getByRole('grid', { name: 'Reads and refusals' })
    await expect(
      reads.getByRole('row', { name: /post\.example Read SocialMediaPost/ }),
    ).toBeVisible()
    await choose(window.getByRole('combobox', { name: 'Result' }), 'Allowed')
    await choose(window.getByRole('combobox', { name: 'When' }), 'Last 7 days')
    await expect(window).toHaveURL(/result=allowed.*from=/)
    await tabTo(reads)
    await keyboard.press('Home')
    await expect(reads.locator('[data-active]')).toContainText('post.example')
    await keyboard.press('Enter')
    await expect(inspector).toContainText('canal')
  })

  await test.step('restore the older version', async () => {
    await expect(window.getByRole('row', { name: /Sunday walk/ })).toBeVisible()
    await keyboard.press('/')
    await expect(window.getByRole('searchbox', { name: 'Search records' })).toBeFocused()
    await keyboard.press('Enter')
    await expect(window.getByRole('grid', { name: 'Records' })).toBeFocused()
    await keyboard.press('Enter')
    await expect(inspector.getByRole('tab', { name: 'Fields' })).toBeFocused()
    await keyboard.press('End')
    await keyboard.press('ArrowLeft')
    await expect(inspector.getByRole('tab', { name: 'History' })).toBeFocused()
    await keyboard.press('Enter')
    await tabTo(inspector.getByRole('button', { name: 'Restore' }))
    await keyboard.press('Enter')
    await expect(window.getByText('The earlier version is back')).toBeVisible()
    await expect.poll(() => contentOf(window, post)).toBe('Sunday walk along the canall')
  })

  await test.step('approve a friend’s signature', async () => {
    await press(electron, '4', 'control')
    const inbox = window.getByRole('region', { name: 'Waiting for you' })
    await expect(inbox.getByRole('link')).toHaveCount(1)
    // Tab goes on from the screen, not from where the focus was before.
    await expect(window.getByRole('main')).toBeFocused()
    await tabTo(inbox.getByRole('link'))
    await keyboard.press('a')
    const opened = window.getByRole('region', { name: 'Opened' })
    await expect(opened.getByRole('button', { name: 'Approve' })).toBeEnabled()
    await keyboard.press('a')
    await expect(inbox).toContainText('Nothing waits for your approval.')
    await expect(inbox.getByRole('heading')).toBeFocused()
  })

  await test.step('sign one for a friend', async () => {
    await tabTo(window.getByRole('button', { name: 'Sign for somebody…' }), 'Shift+Tab')
    await keyboard.press('Enter')
    const dialog = window.getByRole('dialog', { name: 'Sign for somebody' })
    await expect(dialog.getByRole('textbox', { name: 'Link they gave you' })).toBeFocused()
    await keyboard.insertText(link)
    await answerSystemDialog(electron, 1)
    await tabTo(dialog.getByRole('button', { name: 'Open' }))
    await keyboard.press('Enter')
    await expect(dialog).toContainText('Sang in one choir')
    await tabTo(dialog.getByRole('button', { name: 'Sign…' }))
    await keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(window.getByRole('region', { name: 'Delivery' })).toContainText('Delivered')
  })

  await test.step('export everything', async () => {
    const path = join(userData, 'everything.json')
    await saveDownloadsTo(electron, path)
    await press(electron, 'K', 'control')
    await expect(window.getByRole('textbox', { name: 'Go to, search or do' })).toBeFocused()
    await keyboard.type('export')
    await keyboard.press('Enter')
    const dialog = window.getByRole('dialog', { name: /^Export/ })
    await expect(dialog.getByRole('button', { name: 'Export' })).toBeFocused()
    await keyboard.press('Enter')
    await expect(window.getByText(/\d+ records exported\./)).toBeVisible()
    await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toContain('Reading list')
    const records: { payload: object }[] = JSON.parse(await readFile(path, 'utf8'))
    const { data } = await askAsOwner(window, '{ metaEnvelopes(first: 100) { totalCount } }')
    expect(records).toHaveLength(data.metaEnvelopes.totalCount)
  })
})

/** Goes on by Tab until this has the focus. */
async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const isFocused = () => target.evaluate((element) => element === document.activeElement)
  await expect(target).toBeAttached()
  for (let tabs = 0; !(await isFocused()); tabs++) {
    expect(tabs, `Tabs to ${target}`).toBeLessThan(mostTabs)
    await target.page().keyboard.press(key)
  }
}

/** Chooses in a list that is folded out by keys. */
async function choose(field: Locator, name: string): Promise<void> {
  await tabTo(field)
  const page = field.page()
  const marked = page.getByRole('option', { name }).and(page.locator('[data-combobox-selected]'))
  await expect(async () => {
    await page.keyboard.press('ArrowDown')
    await expect(marked).toBeVisible({ timeout: 100 })
  }).toPass()
  await page.keyboard.press('Enter')
}

/** What the owner decided about the platform before. */
async function allow(window: Page, platform: string): Promise<void> {
  const { data } = await askAsOwner(
    window,
    `mutation ($platform: String!) {
      decideConsent(platform: $platform, decision: everything, ontologies: [], migrator: false) {
        errors { message } } }`,
    { platform },
  )
  expect(data.decideConsent.errors ?? []).toEqual([])
}

async function contentOf(window: Page, id: string): Promise<string> {
  const query = 'query ($id: ID!) { metaEnvelope(id: $id) { parsed } }'
  return (await askAsOwner(window, query, { id })).data.metaEnvelope.parsed.content
}
