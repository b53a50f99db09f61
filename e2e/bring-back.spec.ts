import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test, vaultStatus } from './app.ts'
import { expectBack, loseVault, passphrase } from './copies.ts'
import { openIdentity } from './identity-window.ts'
import { chooseFile, emptyKeychain, keychainNames } from './kit-files.ts'
import { look } from './looks.ts'
import { button, heading } from './setup-window.ts'

const words = (window: Page) => window.getByRole('textbox', { name: 'Words' })
const alert = (window: Page) => window.getByRole('alert')

test('a vault comes back from a folder of backups with the kit, and opens', {
  tag: '@pictures',
}, async ({ launch }) => {
  test.setTimeout(180_000)
  const lost = await loseVault(launch)
  const { electron, window, userData } = await launch({ firstRun: true })
  await button(window, 'I have a backup').click()
  await expect(window.getByRole('radio', { name: 'In a folder, or on a drive' })).toBeFocused()
  await look(window, 'bring-back-backup')
  const lookFor = button(window, 'Choose kit file and look…')
  await expect(lookFor).toBeDisabled()

  // An empty mount point.
  await chooseFile(electron, userData)
  await button(window, 'Choose folder…').click()
  await expect(window.getByText(userData)).toBeVisible()
  await words(window).fill(lost.words.join(' '))
  await chooseFile(electron, lost.kit)
  await lookFor.click()
  await expect(alert(window)).toContainText('There are no backups of a vault in')
  await look(window, 'bring-back-no-backups')

  await chooseFile(electron, lost.drive)
  await button(window, 'Choose folder…').click()
  await expect(window.getByText(lost.drive)).toBeVisible()
  await chooseFile(electron, lost.kit)
  await words(window).fill([...lost.words].reverse().join(' '))
  await lookFor.click()
  await expect(alert(window)).toContainText('word')
  expect(await keychainNames()).toEqual([])
  await words(window).fill(lost.words.join(' '))
  await lookFor.click()

  await expect(heading(window, 'Which backup?')).toBeVisible()
  await expect(window.getByRole('radio')).toHaveCount(2)
  await expect(window.getByRole('radio').first()).toBeChecked()
  await expect(window.getByText('The newest.')).toBeVisible()
  await look(window, 'bring-back-choice')
  expect(await readdir(userData)).not.toContain('vault')
  await button(window, 'Bring back').click()

  await expect(heading(window, 'Your vault is back')).toBeVisible({ timeout: 60_000 })
  await expect(window.getByText('4 records, 1 file')).toBeVisible()
  await expect(window.getByText('All of it is there, compared with the copy')).toBeVisible()
  await expect(heading(window, 'Your vault is back')).toBeFocused()
  await look(window, 'bring-back-done')
  await button(window, 'Open my vault').click()
  await expect(window.getByRole('link', { name: 'Overview' })).toBeVisible()
  await expectBack(window, lost)
  await openIdentity(window)
  await expect(window.getByText('Your kit holds the keys you use now')).toBeVisible()
})

test('the passphrase brings the records back, then the kit the keys', async ({ launch }) => {
  test.setTimeout(180_000)
  const lost = await loseVault(launch)
  const { electron, window } = await launch({ firstRun: true })
  await button(window, 'I have a backup').click()
  await chooseFile(electron, lost.drive)
  await button(window, 'Choose folder…').click()
  await window.getByRole('radio', { name: 'The passphrase of the backups' }).click()
  await window.getByLabel('Passphrase', { exact: true }).fill('another one')
  await button(window, 'Look for backups').click()
  await expect(alert(window)).toContainText('This passphrase does not open these backups')
  await window.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await button(window, 'Look for backups').click()
  await button(window, 'Bring back').click()
  await expect(window.getByText('Your keys are not on this computer yet')).toBeVisible({
    timeout: 60_000,
  })
  await look(window, 'bring-back-no-keys')
  await button(window, 'Open my vault').click()

  await expect(window.getByText('KEY_MISSING')).toBeVisible()
  await button(window, 'Restore from recovery kit…').click()
  const dialog = window.getByRole('dialog', { name: 'Restore from your recovery kit' })
  await chooseFile(electron, lost.kit)
  await dialog.getByRole('textbox', { name: 'Words' }).fill(lost.words.join(' '))
  await dialog.getByRole('button', { name: 'Choose file and restore…' }).click()
  await expectBack(window, lost)
  // The kit is of before: it does not have what opens the storage now.
  await openIdentity(window)
  const section = window.getByRole('region', { name: 'Recovery kit' })
  await expect(section).toContainText(
    'Your recovery kit does not open your records: save a new one',
  )
})

test('a vault comes back from an archive with its kit, over an end in between', {
  tag: '@pictures',
}, async ({ launch }) => {
  test.setTimeout(180_000)
  const lost = await loseVault(launch)
  const first = await launch({ firstRun: true })
  await button(first.window, 'I have an archive').click()
  await chooseFile(first.electron, lost.archive)
  await button(first.window, 'Choose archive…').click()
  await expect(first.window.getByText(lost.archive)).toBeVisible()
  await look(first.window, 'bring-back-archive')
  await chooseFile(first.electron, lost.kit)
  await words(first.window).fill(lost.words.join(' '))
  await button(first.window, 'Choose kit file and look…').click()
  await expect(heading(first.window, 'Bring this back?')).toBeVisible()
  await expect(first.window.getByText(lost.ename)).toBeVisible()
  await expect(first.window.getByText('4 records, 1 file')).toBeVisible()
  await look(first.window, 'bring-back-found')
  await button(first.window, 'Bring back').click()
  await expect(heading(first.window, 'Bringing your vault back')).toBeVisible()
  // The app is killed in the middle of it, or behind it: both go on. (Before there is anything, the
  // first start is where it was.)
  const record = join(first.userData, 'vault', 'storage.json')
  await expect.poll(() => existsSync(record), { intervals: [20] }).toBe(true)
  first.electron.process().kill('SIGKILL')

  const { window } = await launch({ userData: first.userData })
  const goesOn = heading(window, 'Bring your vault back from an archive')
  await expect(goesOn.or(window.getByRole('link', { name: 'Overview' }))).toBeVisible()
  if (await goesOn.isVisible()) {
    await expect(window.getByText('An import from vault.zip has not ended')).toBeVisible()
    expect((await vaultStatus(window)).state).toBe('none')
    await look(window, 'bring-back-unfinished')
    await button(window, 'Look into it').click()
    await button(window, 'Go on').click()
    await expect(window.getByText('All of it is there')).toBeVisible({ timeout: 60_000 })
    await button(window, 'Open my vault').click()
  }
  await expect(window.getByRole('link', { name: 'Overview' })).toBeVisible()
  await expectBack(window, lost)
  await openIdentity(window)
  await expect(window.getByText('Your kit holds the keys you use now')).toBeVisible()
})

test('another vault’s kit, no archive, and what nobody vouches for are told', async ({
  launch,
}) => {
  test.setTimeout(180_000)
  const other = await loseVault(launch, 1)
  const lost = await loseVault(launch, 1)
  const { electron, window, userData } = await launch({ firstRun: true })
  await button(window, 'I have a backup').click()
  await chooseFile(electron, lost.drive)
  await button(window, 'Choose folder…').click()
  await expect(window.getByText(lost.drive)).toBeVisible()
  await chooseFile(electron, other.kit)
  await words(window).fill(other.words.join(' '))
  await button(window, 'Choose kit file and look…').click()
  await expect(alert(window)).toContainText('This recovery kit does not open these backups')
  await button(window, 'Back').click()

  await button(window, 'I have an archive').click()
  const none = join(userData, 'none.zip')
  await writeFile(none, 'no archive')
  await chooseFile(electron, none)
  await button(window, 'Choose archive…').click()
  await window.getByRole('radio', { name: 'I have no kit' }).click()
  await button(window, 'Look into it').click()
  await expect(alert(window)).toContainText('can’t be read as a zip archive')
  await chooseFile(electron, lost.archive)
  await button(window, 'Choose archive…').click()
  await expect(window.getByText(lost.archive)).toBeVisible()
  await window.getByRole('radio', { name: 'I have the recovery kit' }).click()
  await words(window).fill(other.words.join(' '))
  await chooseFile(electron, other.kit)
  await button(window, 'Choose kit file and look…').click()
  await expect(alert(window)).toContainText(`This recovery kit is of ${other.ename}`)
  expect(await readdir(userData)).not.toContain('vault')
  expect(await keychainNames()).toEqual([])
  // All the same, a new vault can be made.
  await button(window, 'Back').click()
  await expect(button(window, 'Create my vault')).toBeFocused()
  await emptyKeychain()
})
