import type { ElectronApplication, Page } from '@playwright/test'
import keytar from 'keytar'
import { expect } from './app.ts'

const service = 'eVault Desktop'

/**
 * Saves a kit and returns the words that main has shown for it.
 * @param saved what the window says then
 */
export async function saveKit(
  electron: ElectronApplication,
  window: Page,
  file: string,
  saved = 'Your recovery kit was saved',
): Promise<string[]> {
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showMessageBox = async (first: unknown, second?: unknown) => {
      ;(globalThis as { shown?: unknown }).shown = second ?? first
      return { response: 1, checkboxChecked: false }
    }
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, file)
  await window.getByRole('button', { name: /^Save (a new|recovery) kit…$/ }).click()
  await expect(window.getByText(saved).first()).toBeVisible()
  const shown = await electron.evaluate(
    () => (globalThis as unknown as { shown: { detail: string } }).shown.detail,
  )
  const numbered = [...shown.matchAll(/(\d+)\. ([a-z]+)/g)]
  return numbered.sort(([, a], [, b]) => Number(a) - Number(b)).map(([, , word]) => word ?? '')
}

/** Chooses this file in the next dialog that asks for one. */
export async function chooseFile(electron: ElectronApplication, file: string): Promise<void> {
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
  }, file)
}

/** As after a move to a new computer: the private keychain of this run holds no keys of ours. */
export async function emptyKeychain(): Promise<void> {
  for (const name of await keychainNames()) await keytar.deletePassword(service, name)
}

/** What our entries in the keychain are called. */
export async function keychainNames(): Promise<string[]> {
  return (await keytar.findCredentials(service)).map(({ account }) => account)
}

/** As before a token of a tunnel was pasted: the tests of a worker share a keychain. */
export async function forgetTunnelToken(kind: string): Promise<void> {
  await keytar.deletePassword(service, `tunnel-token/${kind}`)
}
