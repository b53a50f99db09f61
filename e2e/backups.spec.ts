import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { s3Server } from '../test/support/s3-server.ts'
import { test as base, createRecord, expect, vaultAddress } from './app.ts'
import {
  backUpNow,
  beginBackups,
  chooseFolder,
  damagePieces,
  expectProven,
  openBackups,
} from './backups-window.ts'
import { restartVault, setClocks } from './clocks.ts'
import { catchAll, clickNotification, closeWindow, told } from './desktop-app.ts'
import { saveKit } from './kit-files.ts'
import { dismissNews, look, takePictures } from './looks.ts'

const test = base.extend<{ drive: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  async drive({}, use) {
    const folder = await mkdtemp(join(tmpdir(), 'evault-backup-'))
    const drive = join(folder, 'Drive')
    await mkdir(drive)
    await use(drive)
    await rm(folder, { recursive: true, force: true })
  },
})
test.describe.configure({ timeout: 240_000 })

test('backups are begun in a folder, proven, stopped and gone on with', {
  tag: '@pictures',
}, async ({ launch, drive }) => {
  const app = await launch()
  const { window } = app
  const vault = await vaultAddress(window)
  await expect(window.getByText('Nothing is backed up yet')).toHaveCount(0)
  await createRecord(vault, { content: 'Not to be lost' })
  // Quietly, once there is something to lose.
  await window.getByRole('link', { name: 'Set up backups' }).click()
  await expect(window.getByText('You have no recovery kit yet')).toBeVisible()
  await expect(window.getByText('a backup can’t be opened without the kit')).toBeVisible()
  await look(window, 'backups-none')

  const dialog = await chooseFolder(app, drive)
  await expect(dialog.getByText(drive)).toBeVisible()
  await look(window, 'backups-place')
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await expect(dialog.getByText(/There are no backups of your vault in .*Drive yet/)).toBeFocused()
  await dialog.getByRole('checkbox', { name: 'A passphrase opens them, too' }).check()
  const begin = dialog.getByRole('button', { name: 'Begin backups there' })
  await dialog.getByLabel('New passphrase').fill('four words of mine')
  await dialog.getByLabel('The same again').fill('four words of yours')
  await expect(begin).toBeDisabled()
  await dialog.getByLabel('The same again').fill('four words of mine')
  await look(window, 'backups-begin')
  await begin.click()
  await expect(dialog).toBeHidden()
  await expect(window.getByRole('status').filter({ hasText: /backed up|trial/ })).toBeAttached()
  await takePictures(window, 'backups-running')
  await expectProven(window)
  await dismissNews(window)
  await expect(window.getByText('your backups open with their passphrase only')).toBeVisible()
  await expect(window.getByText(/^Latest backup /)).toBeVisible()
  await look(window, 'backups-proven')

  await window.getByLabel('When', { exact: true }).selectOption('Every hour')
  await expect(window.getByText('A backup is made every hour')).toBeVisible()
  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(window.getByLabel('When', { exact: true })).toHaveValue('daily')
  await window.getByRole('switch', { name: 'Keep every backup' }).check()
  await expect(window.getByText('Every backup is kept')).toBeVisible()
  await dismissNews(window)

  await window.getByRole('button', { name: 'Stop…' }).click()
  const stopping = window.getByRole('dialog', { name: 'Stop backups?' })
  await look(window, 'backups-stop')
  await stopping.getByRole('button', { name: 'Stop backups' }).click()
  await expect(window.getByText('Nothing is backed up yet')).toBeVisible()
  await expect(window.getByRole('heading', { name: 'Backups' })).toBeFocused()
  expect(await readdir(join(drive, 'backups'))).toHaveLength(1)

  // What is there is not begun again.
  const again = await chooseFolder(app, drive)
  await again.getByRole('button', { name: 'Continue' }).click()
  await expect(window.getByText('The backups there are gone on with')).toBeVisible()
  await expectProven(window)
  expect(await readdir(join(drive, 'backups'))).toHaveLength(2)

  await window.getByRole('link', { name: 'Save a kit' }).click()
  await saveKit(app.electron, window, join(drive, 'my.evaultkit'))
  await openBackups(window)
  await expect(backUpNow(window)).toBeVisible()
  await expect(window.getByRole('link', { name: 'Save a kit' })).toHaveCount(0)
})

test('of two settings that are changed at once, both stay as they were chosen', async ({
  launch,
  drive,
}) => {
  const app = await launch()
  const { window } = app
  await createRecord(await vaultAddress(window), { content: 'Not to be lost' })
  await beginBackups(app, drive)
  await dismissNews(window)
  // The first one is on its way for a while.
  let held: (() => void) | null = null
  await window.route('**/graphql', async (route) => {
    const isChange = route.request().postData()?.includes('ChangeBackups') === true
    if (isChange && held === null) await new Promise<void>((resolve) => (held = resolve))
    await route.continue()
  })
  const when = window.getByLabel('When', { exact: true })
  await when.selectOption('Every hour')
  await window.getByRole('switch', { name: 'Keep every backup' }).check()
  await expect(window.getByText('Every backup is kept')).toBeVisible()
  expect(await when.inputValue()).toBe('hourly')
  ;(held as (() => void) | null)?.()
  await expect(window.getByText('A backup is made every hour')).toBeVisible()
  await expect(window.getByRole('switch', { name: 'Keep every backup' })).toBeChecked()
})

test('a folder that is gone, and a damaged backup, are told with the way out', {
  tag: '@pictures',
}, async ({ launch, drive }) => {
  test.setTimeout(240_000)
  const app = await launch()
  const { window } = app
  await createRecord(await vaultAddress(window), { content: 'Not to be lost' })
  // By hand: what is damaged is not mended before it was looked at.
  await beginBackups(app, drive, 'Only when you say so')
  await dismissNews(window)

  await rename(drive, `${drive}-away`)
  await backUpNow(window).click()
  const failed = window.getByRole('region', { name: 'The last backup was not made' })
  await expect(failed).toContainText('Connect the drive')
  await look(window, 'backups-failed')
  await rename(`${drive}-away`, drive)
  await backUpNow(window).click()
  await window.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(window.getByText(/^The last backup was cancelled/)).toBeVisible()
  await expect(failed).toBeHidden()
  expect(await readdir(join(drive, 'backups'))).toHaveLength(1)
  await backUpNow(window).click()
  await expect(window.getByText(/^The last backup was cancelled/)).toBeHidden({ timeout: 30_000 })
  await expect(backUpNow(window)).toBeEnabled({ timeout: 60_000 })

  await damagePieces(drive)
  await window.getByRole('button', { name: 'Prove now' }).click()
  const unproven = window.getByRole('region', { name: 'The last trial did not succeed' })
  await expect(unproven).toBeVisible({ timeout: 60_000 })
  await unproven.getByText('What differs').click()
  const differences = unproven.getByRole('listitem')
  await expect(differences.filter({ hasText: 'The database' })).toContainText('is damaged')
  await expect(unproven).not.toContainText(/pg\/|files\/|meta_envelopes/)
  await expect(window.getByText(/^Last proven restorable /)).toBeVisible()
  await look(window, 'backups-damaged')
  const status = window.getByRole('region', { name: 'Status' })
  await expect(status.getByRole('link', { name: 'Backup not restorable' })).toBeVisible()
  await window.getByRole('link', { name: 'Overview' }).click()
  await window.getByRole('link', { name: 'See what differs' }).click()

  await backUpNow(window).click()
  await expect(window.getByRole('button', { name: 'Cancel', exact: true })).toBeVisible()
  await expect(unproven).toBeHidden({ timeout: 120_000 })
  await expectProven(window)
})

test('a backup that gets out of date is told once, on Overview and in a notification', {
  tag: '@pictures',
}, async ({ launch, drive }) => {
  const settings = { desktop: { keepRunning: true, toldOfTray: true } }
  const app = await launch({ settings })
  const { electron, window } = app
  await vaultAddress(window)
  await setClocks(app, 5)
  await restartVault(app)
  await createRecord(await vaultAddress(window), { content: 'Not to be lost' })
  await beginBackups(app, drive)
  await rename(drive, `${drive}-away`)
  await catchAll(electron)
  await setClocks(app, 0)
  await restartVault(app)
  await vaultAddress(window)

  const failed = window.getByRole('region', { name: 'The last backup was not made' })
  await expect(failed).toContainText('is not there', { timeout: 30_000 })
  await expect(window.getByText(/^Latest backup .*: out of date$/)).toBeVisible()
  await dismissNews(window)
  await look(window, 'backups-stale')
  await window.getByRole('link', { name: 'Overview' }).click()
  await expect(window.getByText('Your backup is out of date')).toBeVisible()
  await look(window, 'overview-backup-stale')

  await closeWindow(electron)
  await expect
    .poll(() => told(electron), { timeout: 15_000 })
    .toEqual([{ title: 'Your backup is out of date', body: 'See why, and make one now.' }])
  await clickNotification(electron)
  await expect(failed).toBeVisible()
  // Another attempt that fails is no news.
  await backUpNow(window).click()
  await window.waitForTimeout(6_000)
  expect(await told(electron)).toHaveLength(1)
})

test('a bucket is refused with its cause, and taken; its secret is not shown again', {
  tag: '@pictures',
}, async ({ launch, drive }) => {
  await using server = await s3Server(drive)
  const { endpoint, bucket, accessKeyId, secretAccessKey } = server.settings
  const { window } = await launch()
  await vaultAddress(window)
  await openBackups(window)
  await window.getByRole('button', { name: 'S3-compatible storage…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Back up your vault' })
  await dialog.getByLabel('Server').fill('ftp://nowhere')
  await dialog.getByLabel('Bucket').fill(bucket)
  await dialog.getByLabel('Access key').fill(accessKeyId)
  await dialog.getByLabel('Its secret').fill('wrong')
  const goOn = dialog.getByRole('button', { name: 'Continue' })
  await goOn.click()
  await expect(dialog.getByLabel('Server')).toHaveAccessibleDescription(/address like https/)
  await dialog.getByLabel('Server').fill(endpoint)
  await goOn.click()
  await expect(dialog.getByRole('alert')).toContainText('Look at the access key')
  await look(window, 'backups-bucket', dialog.getByRole('alert'))
  await dialog.getByLabel('Its secret').fill(secretAccessKey)
  await goOn.click()
  await dialog.getByRole('button', { name: 'Begin backups there' }).click()
  await expectProven(window)
  await expect(window.getByText(`s3://${bucket} at`)).toBeVisible()
  await window.getByRole('button', { name: 'Change…' }).click()
  await expect(window.getByRole('dialog').getByLabel('Its secret')).toHaveValue('')
})

test('backups are set up in German, and with the keyboard alone', { tag: '@pictures' }, async ({
  launch,
  drive,
}) => {
  const { electron, window } = await launch({ settings: { language: 'de' } })
  await vaultAddress(window)
  await window.getByRole('link', { name: 'Einstellungen' }).click()
  await window.getByRole('link', { name: 'Backups' }).focus()
  await window.keyboard.press('Enter')
  await electron.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] })
  }, drive)
  await window.getByRole('button', { name: 'In einen Ordner oder auf ein Laufwerk …' }).focus()
  await window.keyboard.press('Enter')
  const dialog = window.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Weiter' }).focus()
  await window.keyboard.press('Enter')
  await expect(dialog.getByText(/gibt es noch keine Backups/)).toBeFocused()
  for (let presses = 0; presses < 3; presses += 1) await window.keyboard.press('Tab')
  await expect(dialog.getByRole('button', { name: 'Dort beginnen' })).toBeFocused()
  await window.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(window.getByRole('heading', { name: 'Backups' })).toBeFocused()
  await expect(window.getByText(/^Nachweislich wiederherstellbar/)).toBeVisible({ timeout: 60_000 })
  await dismissNews(window).catch(() => {})
  await look(window, 'backups-german')
})
