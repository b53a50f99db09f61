import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { canMount, mountDisk } from '../test/support/disk.ts'
import { askAsOwner, createRecord, expect, type Launch, test, vaultAddress } from './app.ts'
import {
  backUpNow,
  beginBackups,
  chooseFolder,
  expectProven,
  openBackups,
} from './backups-window.ts'
import { chooseFile } from './kit-files.ts'
import { dismissNews, look } from './looks.ts'

test.describe.configure({ timeout: 240_000 })

const failed = (window: Page, title: string) => window.getByRole('region', { name: title })

test('a place that is full, or may not be written, is told with its cause and the way out', {
  tag: '@pictures',
}, async ({ launch }) => {
  test.skip(!canMount, 'Mounting a disk needs root.')
  await using disk = await mountDisk(160)
  const app = await launch()
  const { window } = app
  await createRecord(await vaultAddress(window), { content: 'Not to be lost' })
  // Where they can't even be begun.
  await disk.setReadOnly(true)
  await openBackups(window)
  const dialog = await chooseFolder(app, disk.path)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await dialog.getByRole('button', { name: 'Begin backups there' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Give this user the right to')
  await dialog.getByRole('button', { name: 'Back', exact: true }).click()
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click()
  await disk.setReadOnly(false)

  await beginBackups(app, disk.path, 'Only when you say so')
  await dismissNews(window)
  const card = failed(window, 'The last backup was not made')
  await disk.fillUpTo(1024 * 1024)
  await backUpNow(window).click()
  await expect(card).toContainText(/has \d+ MB left; a backup needs more than 64\. Free some space/)
  await expect(card).toContainText('Earlier backups are whole')
  await look(window, 'backups-full')
  await disk.clear()
  await disk.setReadOnly(true)
  await backUpNow(window).click()
  await expect(card).toContainText('may not be written or read. Give this user the right to')
  await expect(card).not.toContainText(/PLACE_|EROFS/)
  await disk.setReadOnly(false)
  await backUpNow(window).click()
  await expect(card).toBeHidden({ timeout: 60_000 })
})

test('in German, without a word of English', async ({ launch }) => {
  test.skip(!canMount, 'Mounting a disk needs root.')
  await using disk = await mountDisk(160)
  const window = await beginInGerman(launch, disk.path)
  const card = failed(window, 'Das letzte Backup wurde nicht gemacht')
  const backUp = window.getByRole('button', { name: 'Backup jetzt machen' })
  await expect(backUp).toBeEnabled({ timeout: 60_000 })
  await disk.fillUpTo(1024 * 1024)
  await backUp.click()
  await expect(card).toContainText('Am Ort der Backups ist kaum noch Platz. Schaffe dort Platz')
  await expect(card).not.toContainText(english)
  await disk.clear()
  await disk.setReadOnly(true)
  await backUp.click()
  await expect(card).toContainText(
    'darf nicht gelesen oder beschrieben werden. Gib deinem Benutzer',
  )
  await expect(card).not.toContainText(english)
  await disk.setReadOnly(false)
})

/** Of what the vault says, and codes. */
const english = / may | the | left|Meldung des Vaults|PLACE_/

async function beginInGerman(launch: Launch, folder: string): Promise<Page> {
  const { window } = await launch({ settings: { language: 'de' } })
  await createRecord(await vaultAddress(window), { content: 'Not to be lost' })
  const begin = `mutation ($input: StartBackupsInput!) {
    startBackups(input: $input) { errors { message } } }`
  const input = { folder, begin: true, schedule: 'manual' }
  expect((await askAsOwner(window, begin, { input })).data.startBackups.errors).toEqual([])
  await window.getByRole('link', { name: 'Einstellungen' }).click()
  await window.getByRole('link', { name: 'Backups', exact: true }).click()
  await expect(window.getByText(/^Nachweislich wiederherstellbar/)).toBeVisible({ timeout: 60_000 })
  return window
}

test('a server that never answers is given up when the owner cancels, and the window goes on', async ({
  launch,
}) => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const folder = await mkdtemp(join(tmpdir(), 'evault-backup-'))
  const { electron, window } = await launch()
  await vaultAddress(window)
  await openBackups(window)
  await window.getByRole('button', { name: 'S3-compatible storage…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Back up your vault' })
  const { port } = silent.address() as AddressInfo
  await dialog.getByLabel('Server').fill(`http://127.0.0.1:${port}`)
  await dialog.getByLabel('Bucket').fill('backups')
  await dialog.getByLabel('Access key').fill('id')
  await dialog.getByLabel('Its secret').fill('secret')
  const goOn = dialog.getByRole('button', { name: 'Continue' })
  const cancel = dialog.getByRole('button', { name: 'Cancel', exact: true })
  for (const _ of ['once', 'and again']) {
    const asked = once(silent, 'connection')
    await goOn.click()
    await asked
    await expect(goOn).toBeDisabled()
    await cancel.click()
    await expect(goOn).toBeEnabled()
    await expect(dialog.getByRole('alert')).toHaveCount(0)
    await expect(dialog.getByLabel('Bucket')).toHaveValue('backups')
  }
  // Closed while it waits, another place is taken at once.
  const asked = once(silent, 'connection')
  await goOn.click()
  await asked
  await window.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await chooseFile(electron, folder)
  await window.getByRole('button', { name: 'Back up to a folder or drive…' }).click()
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await dialog.getByRole('button', { name: 'Begin backups there' }).click()
  await expect(dialog).toBeHidden()
  await expectProven(window)
  expect(await readdir(join(folder, 'backups'))).toHaveLength(1)
  await rm(folder, { recursive: true })
  silent.close()
})
