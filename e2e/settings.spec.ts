import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ask, createRecord, expect, test, vaultAddress } from './app.ts'
import { look } from './looks.ts'
import { refusal, refuse } from './platform.ts'

const creation = `mutation { createMetaEnvelope(input: { ontology: "a", payload: {}, acl: [] }) {
  metaEnvelope { id } errors { code } } }`

test('adding records without a token is switched off, at once, and on again by Undo', async ({
  app,
}) => {
  const { window } = app
  const vault = await vaultAddress(window)
  const created = async () => (await ask(vault, creation)).data.createMetaEnvelope
  expect(await created()).toMatchObject({ errors: [] })

  await openSettings(window, 'Policies')
  const question = window.getByRole('radiogroup', { name: /^Who may add records without saying/ })
  await expect(question.getByRole('radio', { name: /^Programs on this computer/ })).toBeChecked()
  await question.getByRole('radio', { name: /^Nobody/ }).check()
  await expect(window.getByText('Saved: Adding records without a token')).toBeVisible()
  expect(await created()).toMatchObject({ errors: [{ code: 'UNAUTHENTICATED' }] })
  await expect(window.getByText('Nearest, 1 changed')).toBeVisible()
  await expect(window.getByText('Guarded says: Programs on this computer')).toBeVisible()

  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(question.getByRole('radio', { name: /^Programs on this computer/ })).toBeChecked()
  // Shown at once, it is on its way to the vault.
  await expect.poll(created).toMatchObject({ errors: [] })
  await expect(window.getByText('Holds now')).toBeVisible()
})

test('each section is whole, and axe finds nothing', async ({ app }) => {
  const { window } = app
  const vault = await vaultAddress(window)
  await createRecord(vault, { content: 'Hello!' })
  for (const section of ['General', 'Policies', 'Retention', 'Move', 'Developer', 'About']) {
    await openSettings(window, section)
    await look(window, `settings-${section.toLowerCase()}`)
  }
  await openSettings(window, 'Policies')
  await window.getByRole('radio', { name: /^Any page/ }).check()
  await expect(window.getByText('Changed, lets in more.')).toBeVisible()
  const last = window.getByRole('radiogroup', { name: /^Which web pages/ })
  await look(window, 'settings-policies-changed', last)
  await window.getByRole('button', { name: 'Change to Open…' }).click()
  await expect(window.getByRole('dialog')).toBeVisible()
  await look(window, 'settings-preset')
})

test('retention: what is wrong is said at the field, a shorter time is asked about', async ({
  app,
}) => {
  const { window } = app
  await openSettings(window, 'Retention')
  const trash = window.getByRole('textbox', { name: 'Deleted records' })
  await expect(trash).toHaveValue('30 days')
  await trash.fill('0')
  await trash.press('Enter')
  await expect(window.getByText('At least one day.')).toBeVisible()
  await trash.fill('90')
  await trash.press('Enter')
  await expect(window.getByText('Saved: deleted records are kept for 90 days')).toBeVisible()

  await trash.fill('7')
  await trash.press('Enter')
  const dialog = window.getByRole('dialog', { name: 'Keep them for 7 days only?' })
  await expect(dialog).toContainText('Records deleted more than 7 days ago are deleted for good')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(trash).toHaveValue('90 days')
  await trash.fill('7')
  await trash.press('Enter')
  await dialog.getByRole('button', { name: 'Keep 7 days' }).click()
  await expect(window.getByText('Saved: deleted records are kept for 7 days')).toBeVisible()
  await expect(trash).toHaveValue('7 days')
})

test('the vault has another name from when it is typed, and back', async ({ app }) => {
  const { window } = app
  await openSettings(window, 'General')
  const name = window.getByRole('textbox', { name: 'Name of the vault' })
  await name.fill('Ada’s vault')
  await name.press('Enter')
  await expect(window).toHaveTitle('Ada’s vault – eVault Desktop')
  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(window).not.toHaveTitle('Ada’s vault – eVault Desktop')
})

test('a registry that does not answer is not taken', async ({ app }) => {
  const { electron, window } = app
  await openSettings(window, 'General')
  await window.getByRole('button', { name: 'Change…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Change the registry' })
  await dialog.getByRole('radio', { name: 'On the network' }).check()
  const address = dialog.getByRole('textbox', { name: 'Address' })
  await address.fill('http://127.0.0.1:9')
  await dialog.getByRole('button', { name: 'Check and use' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Paste the secret')
  await expect(address).not.toHaveAttribute('aria-invalid')
  await electron.evaluate(({ clipboard }, text) => clipboard.writeText(text), 'a-secret')
  await dialog.getByRole('button', { name: 'Paste secret from clipboard' }).click()
  await expect(dialog.getByText('Secret taken')).toBeVisible()
  await dialog.getByRole('button', { name: 'Check and use' }).click()
  // What is wrong is said at the field that it is about.
  await expect(dialog.getByRole('alert')).toContainText('127.0.0.1:9')
  await expect(address).toHaveAccessibleDescription(/127\.0\.0\.1:9/)
  await look(window, 'settings-registry-refused')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await expect(window.getByText('On this computer', { exact: true })).toBeVisible()
})

test('the folder of the vault’s data is opened, and no other', async ({ launch }) => {
  const { window, electron, userData } = await launch()
  await vaultAddress(window)
  await electron.evaluate(({ shell }) => {
    shell.openPath = async (path) => {
      const told = globalThis as { opened?: string[] }
      told.opened = [...(told.opened ?? []), path]
      return told.opened.length === 1 ? '' : 'No file manager.'
    }
  })
  const opened = () => electron.evaluate(() => (globalThis as { opened?: string[] }).opened)
  await openSettings(window, 'About')
  const open = window.getByRole('button', { name: 'Open data folder' })
  await open.click()
  await expect.poll(opened).toEqual([join(userData, 'vault')])
  await expect(window.getByRole('alert')).toHaveCount(0)
  // The window says when, never which.
  const asked = window.evaluate(async () => {
    const call = self.evault.call as (channel: string, path: string) => Promise<unknown>
    return call('vault:openFolder', '/etc').then(
      () => 'opened',
      () => 'refused',
    )
  })
  expect(await asked).toBe('refused')
  expect(await opened()).toHaveLength(1)
  await open.click()
  await expect(window.getByRole('alert')).toHaveText(
    'The folder could not be opened: No file manager.',
  )
})

test('a preset that the vault refuses changes nothing, says why, and can be tried again', async ({
  launch,
}) => {
  const { window } = await launch()
  await vaultAddress(window)
  await openSettings(window, 'Policies')
  const refused = await refuse(window, 'changeSettings')
  await window.getByRole('button', { name: 'Change to Open…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Change to Open?' })
  await dialog.getByRole('button', { name: 'Change to Open' }).click()
  await expect(dialog.getByRole('alert')).toContainText('The policies were not changed')
  await expect(dialog.getByRole('alert')).toContainText(refusal)
  await expect(dialog.getByRole('listitem')).toHaveCount(8)
  await refused.end()
  await dialog.getByRole('button', { name: 'Change to Open' }).click()
  await expect(dialog).toBeHidden()
  await expect(window.getByRole('region', { name: 'Open' }).getByText('Holds now')).toBeVisible()
})

test('a preset says what it changes, and warns of what lets in more', async ({ launch }) => {
  const { window } = await launch()
  await vaultAddress(window)
  await openSettings(window, 'Policies')
  await window.getByRole('button', { name: 'Change to Open…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Change to Open?' })
  await expect(dialog.getByRole('listitem')).toHaveCount(8)
  await expect(dialog).toContainText('All of them let in more than now.')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await window.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(window.getByText('Holds now')).toBeVisible()

  await window.getByRole('button', { name: 'Change to Open…' }).click()
  await dialog.getByRole('button', { name: 'Change to Open' }).click()
  await expect(dialog).toBeHidden()
  await expect(window.getByRole('heading', { name: 'Policies' })).toBeFocused()
  const open = window.getByRole('region', { name: 'Open' })
  await expect(open.getByText('Holds now')).toBeVisible()
  await window.reload()
  await expect(open.getByText('Holds now')).toBeVisible()
})

/** Goes to a section of the Settings screen. */
async function openSettings(window: Page, section: string): Promise<void> {
  await window.getByRole('link', { name: 'Settings' }).click()
  await window.getByRole('navigation', { name: 'Settings' }).getByText(section).click()
}
