import type { ElectronApplication, Page } from '@playwright/test'
import { expect } from './app.ts'

/** Opens the palette: chooses in the app's menu, where the keys of a native menu can't be pressed from outside. */
export async function openPalette(electron: ElectronApplication, window: Page): Promise<void> {
  // While a dialog is open the menu does nothing.
  await expect(window.getByRole('dialog')).toHaveCount(0)
  await electron.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? [])
    items?.find(({ accelerator }) => accelerator === 'CmdOrCtrl+K')?.click()
  })
  await expect(window.getByRole('textbox', { name: 'Go to, search or do' })).toBeFocused()
}
