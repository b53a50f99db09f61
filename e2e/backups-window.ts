import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, type RunningApp } from './app.ts'
import { chooseFile } from './kit-files.ts'

/** Goes to the settings of backups. */
export async function openBackups(window: Page): Promise<void> {
  await window.getByRole('link', { name: 'Settings', exact: true }).click()
  await window.getByRole('link', { name: 'Backups', exact: true }).click()
}

/** Chooses a folder, and goes on to what comes then. */
export async function chooseFolder(app: RunningApp, folder: string): Promise<Locator> {
  const { electron, window } = app
  await chooseFile(electron, folder)
  await window.getByRole('button', { name: 'Back up to a folder or drive…' }).click()
  return window.getByRole('dialog', { name: 'Back up your vault' })
}

/** Begins backups in an empty folder; resolves when the first one is made and proven. */
export async function beginBackups(
  app: RunningApp,
  folder: string,
  schedule = 'Every day',
): Promise<void> {
  await openBackups(app.window)
  const dialog = await chooseFolder(app, folder)
  await dialog.getByLabel('When', { exact: true }).selectOption(schedule)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await dialog.getByRole('button', { name: 'Begin backups there' }).click()
  await expect(dialog).toBeHidden()
  await expectProven(app.window)
}

/** Waits until the latest backup was restored as a trial, and nothing runs any more. */
export async function expectProven(window: Page): Promise<void> {
  await expect(window.getByText(/^Proven restorable /)).toBeVisible({ timeout: 60_000 })
  await expect(backUpNow(window)).toBeEnabled({ timeout: 60_000 })
}

export function backUpNow(window: Page): Locator {
  return window.getByRole('button', { name: 'Back up now' })
}

/** Writes over all pieces of the backups in a folder. */
export async function damagePieces(folder: string): Promise<void> {
  const names = await readdir(join(folder, 'pieces'), { recursive: true })
  const pieces = names.filter((name) => name.endsWith('.age'))
  expect(pieces.length).toBeGreaterThan(0)
  for (const name of pieces) await writeFile(join(folder, 'pieces', name), 'not what was put there')
}
