import type { ElectronApplication, Page } from '@playwright/test'
import { expect, vaultAddress } from './app.ts'

export const passphrase = 'two herons and a lake'

/** Chooses a passphrase in Settings. */
export async function choosePassphrase(window: Page, chosen = passphrase): Promise<void> {
  await window.getByRole('link', { name: 'Settings' }).click()
  await window.getByRole('link', { name: 'Lock', exact: true }).click()
  await window.getByRole('button', { name: 'Choose a passphrase…' }).click()
  await fillNew(window, chosen)
  await window.getByRole('button', { name: 'Keep this passphrase' }).click()
  await expect(window.getByText('The passphrase was kept')).toBeVisible()
}

export async function fillNew(window: Page, chosen: string): Promise<void> {
  await window.getByRole('textbox', { name: 'New passphrase' }).fill(chosen)
  await window.getByRole('textbox', { name: 'The same again' }).fill(chosen)
}

/** The lock screen is there. */
export async function expectLocked(window: Page): Promise<void> {
  await expect(window.getByRole('heading', { name: 'eVault is locked' })).toBeVisible()
}

export async function typePassphrase(window: Page, typed = passphrase): Promise<void> {
  await window.getByRole('textbox', { name: 'Passphrase' }).fill(typed)
  await window.keyboard.press('Enter')
}

export async function unlock(window: Page, typed = passphrase): Promise<void> {
  await typePassphrase(window, typed)
  await expect(window.getByRole('navigation', { name: 'Screens' })).toBeVisible()
  await vaultAddress(window)
}

/** Has the computer say that nobody has used it for so many seconds. */
export function beIdle(electron: ElectronApplication, seconds: number): Promise<void> {
  return electron.evaluate(({ powerMonitor }, idle) => {
    powerMonitor.getSystemIdleTime = () => idle
  }, seconds)
}
