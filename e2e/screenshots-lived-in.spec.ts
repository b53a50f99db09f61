import type { Page } from '@playwright/test'
import { expect } from './app.ts'
import { test } from './lived-in.ts'
import { look, takePictures } from './looks.ts'
import { openPalette } from './palette-window.ts'

/** Pictures of the screens as they are after three weeks; those of Data are in a file of their own. */

test.slow()

test('Overview and the palette are whole', { tag: '@pictures' }, async ({ livedIn }) => {
  const { electron, window } = livedIn
  await expect(window.getByText(/2 platforms ask to use your vault/)).toBeVisible()
  await expect(window.getByRole('list', { name: 'Lately' })).toContainText('Refused')
  await look(window, 'overview')
  await look(window, 'overview-lately', window.getByRole('heading', { name: 'Lately' }))
  await openPalette(electron, window)
  await takePictures(window, 'palette')
  await window.keyboard.type('rec')
  await takePictures(window, 'palette-typed')
})

test('Access is whole', { tag: '@pictures' }, async ({ livedIn: { window } }) => {
  await window.getByRole('link', { name: /^Access/ }).click()
  const option = (name: RegExp) => window.getByRole('option', { name })
  await expect(option(/market\.example/)).toBeVisible()
  await look(window, 'access')
  await option(/market\.example/).click()
  await window.getByRole('radio', { name: 'Chosen types' }).check()
  await window.getByRole('checkbox', { name: 'Write SocialMediaPost' }).check()
  await expect(window.getByText(/It would see 8 records/)).toBeVisible()
  await look(window, 'access-request')
  await option(/chat\.example/).click()
  await expect(window.getByRole('heading', { name: 'chat.example' })).toBeVisible()
  await expect(window.getByRole('region', { name: 'Lately' })).toContainText('Added')
  await look(window, 'access-platform')
  await option(/adverts\.example/).click()
  await expect(window.getByText('you have blocked it')).toBeVisible()
  await look(window, 'access-blocked')
})

test('Access and Activity of a new vault are whole', { tag: '@pictures' }, async ({ launch }) => {
  const { window } = await launch()
  await window.getByRole('link', { name: /^Access/ }).click()
  await expect(window.getByRole('heading', { name: 'Nobody has come yet' })).toBeVisible()
  await look(window, 'access-empty')
  await window.getByRole('link', { name: 'Activity', exact: true }).click()
  await expect(window.getByText('Nothing is in the log yet')).toBeVisible()
  await look(window, 'activity-empty')
})

test('Activity is whole', { tag: '@pictures' }, async ({ livedIn: { window } }) => {
  await window.getByRole('link', { name: 'Activity', exact: true }).click()
  await window.getByRole('button', { name: 'Verify the log' }).click()
  await expect(window.getByText('The log is whole')).toBeVisible()
  await look(window, 'activity')
  await choose(window, 'Who', /pictique\.example/)
  await look(window, 'activity-filtered')
  await choose(window, 'Who', 'Anyone')
  await window.getByText('Reads and refusals', { exact: true }).click()
  await expect(window.getByRole('row', { name: /Refused/ }).first()).toBeVisible()
  await look(window, 'activity-reads')
})

test('Settings are whole', { tag: '@pictures' }, async ({ livedIn: { window } }) => {
  for (const section of ['General', 'Policies', 'Retention', 'Developer', 'About']) {
    await window.getByRole('link', { name: 'Settings', exact: true }).click()
    await window.getByRole('navigation', { name: 'Settings' }).getByText(section).click()
    await look(window, `settings-${section.toLowerCase()}`)
  }
  await window.getByRole('navigation', { name: 'Settings' }).getByText('Policies').click()
  await window.getByRole('button', { name: 'Change to Open…' }).click()
  await expect(window.getByRole('dialog')).toBeVisible()
  await look(window, 'settings-preset')
})

async function choose(window: Page, filter: string, entry: RegExp | string): Promise<void> {
  await window.getByRole('combobox', { name: filter }).click()
  await window.getByRole('option', { name: entry }).click()
}
