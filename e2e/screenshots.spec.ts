import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { createRecord, expect, test, vaultAddress, vaultProcessId } from './app.ts'

/** Where the pictures go: artifacts of a run, or the user guide's (`npm run screenshots`). */
const directory = process.env.EVAULT_SCREENSHOTS ?? 'test-results/screenshots'

const posts = [
  { content: 'Moved my posts home today. Same feed, my own disk.', likeCount: 12 },
  { content: 'Sunday walk along the canal', mediaUrls: ['w3ds://file?id=@me/1'], likeCount: 31 },
  { content: 'Reading list for the winter', hashtags: ['books', 'winter'], isArchived: false },
]

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1280, 800],
    [900, 600],
  ] as const) {
    test(`every screen, ${width}×${height}, ${colorScheme}`, async ({ launch }) => {
      const { electron, window } = await launch()
      await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await window.setViewportSize({ width, height })
      const take = (name: string) => picture(window, `${name}-${width}-${colorScheme}`)
      const vault = await vaultAddress(window)
      await expect(window.getByText(/^You have no recovery kit yet/)).toBeVisible()
      await take('overview')

      await window.getByRole('link', { name: 'Data' }).click()
      await expect(window.getByRole('heading', { name: 'Your vault is empty' })).toBeVisible()
      await take('data-empty')

      await window.getByRole('button', { name: 'New record' }).first().click()
      const dialog = window.getByRole('dialog', { name: 'New record' })
      await dialog.getByRole('textbox', { name: 'Payload' }).fill('{"content": "Hello", }')
      await dialog.getByRole('button', { name: 'Create' }).click()
      await take('create-error')
      await dialog.getByRole('button', { name: 'Close' }).click()

      for (const post of posts) await createRecord(vault, post)
      await window.getByRole('row', { name: /Sunday walk/ }).click()
      await expect(window.getByRole('complementary', { name: 'Record' })).toContainText('likeCount')
      await take('data')

      process.kill(await vaultProcessId(electron), 'SIGKILL')
      await expect(window.getByText('The vault stopped and is being started again')).toBeVisible()
      await take('restarting')
      await vaultAddress(window)
    })
  }

  test(`a vault that does not open, ${colorScheme}`, async ({ launch }) => {
    const { window } = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' } })
    await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await window.setViewportSize({ width: 1280, height: 800 })
    await expect(window.getByText('KEYCHAIN_UNAVAILABLE')).toBeVisible()
    await picture(window, `failed-1280-${colorScheme}`)
  })
}

async function picture(window: Page, name: string): Promise<void> {
  await window.screenshot({ path: join(directory, `${name}.png`) })
}
