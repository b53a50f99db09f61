import type { ElectronApplication, Page } from '@playwright/test'
import { createRecord, expect, test, vaultAddress } from './app.ts'

test('the window speaks the language that is chosen, after a restart too', async ({ launch }) => {
  const { electron, window, userData, quit } = await launch()
  await vaultAddress(window)
  await expect(window.locator('html')).toHaveAttribute('lang', 'en')
  expect(await menuLabels(electron)).toContain('&File')
  await window.getByRole('link', { name: 'Settings' }).click()
  const choice = window.getByRole('combobox', { name: 'Language' })
  await expect(choice.getByRole('option')).toHaveText([
    ...['As the system has it (English)', 'English', 'Deutsch'],
  ])
  await choice.selectOption('Deutsch')
  await expectGerman(window)
  expect(await menuLabels(electron)).toContain('&Datei')
  await expect(window.getByRole('heading', { name: 'Einstellungen', level: 1 })).toBeVisible()
  await quit()

  const again = await launch({ userData })
  await vaultAddress(again.window)
  await expectGerman(again.window)
  await again.window.getByRole('link', { name: 'Einstellungen' }).click()
  const german = again.window.getByRole('combobox', { name: 'Sprache' })
  await expect(german.getByRole('option', { selected: true })).toHaveText('Deutsch')
  await german.selectOption('Wie das System (English)')
  await expect(again.window.locator('html')).toHaveAttribute('lang', 'en')
  await expect(again.window.getByRole('link', { name: 'Overview' })).toBeVisible()
})

test('before another language comes, unsaved changes are asked about', async ({ launch }) => {
  const { window } = await launch()
  await createRecord(await vaultAddress(window), { content: 'As it was' })
  await window.getByRole('link', { name: 'Data' }).click()
  await window.getByRole('row', { name: /As it was/ }).click()
  await window.getByRole('textbox', { name: 'content' }).fill('Not saved')
  await window.getByRole('link', { name: 'Settings' }).click()
  const choice = window.getByRole('combobox', { name: 'Language' })
  const dialog = window.getByRole('dialog', { name: 'Change the language?' })

  await choice.selectOption('Deutsch')
  await expect(dialog).toContainText('You have changes that are not saved.')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await window.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(window.locator('html')).toHaveAttribute('lang', 'en')
  await expect(choice.getByRole('option', { selected: true })).toHaveText(/^As the system has it/)

  await choice.selectOption('Deutsch')
  await dialog.getByRole('button', { name: 'Discard changes' }).click()
  await expectGerman(window)
})

async function expectGerman(window: Page): Promise<void> {
  await expect(window.locator('html')).toHaveAttribute('lang', 'de')
  await expect(window.getByRole('link', { name: 'Übersicht' })).toBeVisible()
  await expect(window.getByRole('link', { name: 'Daten', exact: true })).toBeVisible()
}

/** What the menus of the app are called. */
function menuLabels(electron: ElectronApplication): Promise<string[]> {
  return electron.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).map(({ label }) => label),
  )
}
