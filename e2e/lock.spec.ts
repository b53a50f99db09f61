import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRecord, expect, vaultAddress, vaultProcessId, vaultStatus } from './app.ts'
import {
  answerDialogs,
  catchAll,
  clickTray,
  openAgain,
  press,
  test,
  trayMenu,
} from './desktop-app.ts'
import { chooseFile, saveKit } from './kit-files.ts'
import {
  beIdle,
  choosePassphrase,
  expectBlank,
  expectLocked,
  fillNew,
  hold,
  leftInStorage,
  linkOf,
  openRecord,
  passphrase,
  readyStatus,
  rendererId,
  toldTexts,
  typePassphrase,
  unlock,
} from './lock-window.ts'
import { dismissNews, look } from './looks.ts'
import { openPalette } from './palette-window.ts'
import { arrive, codesOf, readRecords } from './platform.ts'

const secret = 'heron-by-the-canal-at-dawn'

test('locked by hand, by key and from the palette: the window is blank, the port closed', async ({
  launch,
}) => {
  const { electron, window } = await launch()
  const vault = await vaultAddress(window)
  const id = await createRecord(vault, { content: secret })
  await choosePassphrase(window)

  await openRecord(window, secret)
  const { ownerUrl } = await readyStatus(window)
  const renderer = await rendererId(electron)
  await window.getByRole('button', { name: 'Lock', exact: true }).click()
  await expectBlank(window, electron, [secret, id], { ownerUrl, renderer })
  expect(await leftInStorage(window)).toBe(0)
  await unlock(window)
  const after = await readyStatus(window)
  expect(after.ownerUrl).not.toBe(ownerUrl)

  await openRecord(window, secret)
  const again = await rendererId(electron)
  await press(electron, 'L', 'control', 'shift')
  await expectBlank(window, electron, [secret, id], {
    ownerUrl: after.ownerUrl,
    renderer: again,
  })
  await unlock(window)

  await openRecord(window, secret)
  await openPalette(electron, window)
  await window.keyboard.type('lock')
  await expect(window.locator('[data-combobox-selected]')).toHaveText('Lock')
  await window.keyboard.press('Enter')
  await expectLocked(window)
  await unlock(window)
  await openRecord(window, secret)
})

test('without a passphrase nothing locks: one is to be chosen first', { tag: '@pictures' }, async ({
  launch,
}) => {
  const { electron, window } = await launch()
  await vaultAddress(window)
  await beIdle(electron, 100_000)
  await electron.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('suspend')
    powerMonitor.emit('lock-screen')
  })
  await window.waitForTimeout(2_500)
  await window.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(window.getByRole('dialog')).toHaveAccessibleName('Choose a passphrase')
  await look(window, 'lock-choose')
  await fillNew(window, 'short')
  await expect(window.getByRole('button', { name: 'Keep this passphrase' })).toBeDisabled()
  await window.getByRole('textbox', { name: 'New passphrase' }).fill(passphrase)
  await window.getByRole('textbox', { name: 'The same again' }).fill(`${passphrase}s`)
  await expect(window.getByText('These are not the same.')).toBeVisible()
  await fillNew(window, passphrase)
  await beIdle(electron, 0)
  await window.getByRole('button', { name: 'Keep this passphrase' }).click()
  await expect(window.getByRole('dialog')).toHaveCount(0)
  await dismissNews(window)
  await look(window, 'settings-lock')
  await window.getByRole('button', { name: 'Lock', exact: true }).click()
  await expectLocked(window)
})

test('apps go on but for those that are not to, and the screen says how many', {
  tag: '@pictures',
}, async ({ launch }) => {
  const { electron, window } = await launch()
  const vault = await vaultAddress(window)
  await choosePassphrase(window)
  const goes = await arrive(window, vault, 'https://goes-on.example')
  const waits = await arrive(window, vault, 'https://waits.example')
  for (const { ask } of [goes, waits]) await ask(readRecords)
  await window.getByRole('link', { name: /Access/ }).click()
  for (const name of ['goes-on', 'waits']) {
    await window.getByRole('option', { name: new RegExp(name) }).click()
    await window.getByRole('button', { name: 'Allow reading' }).click()
    await expect(window.getByRole('switch', { name: /Keeps working/ })).toBeChecked()
  }
  await window.getByRole('switch', { name: /Keeps working/ }).click()
  const marked = window.getByRole('option', { name: /waits/ })
  await expect(marked.getByRole('img', { name: 'Refused while locked' })).toBeVisible()
  await dismissNews(window)
  await look(window, 'access-while-locked')
  // Locking writes the tray's menu; one that says the same is not written again.
  await catchAll(electron)
  await window.getByRole('button', { name: 'Lock', exact: true }).click()
  await expectLocked(window)
  await expect(window.getByRole('status')).toHaveText(
    '1 app keeps working. 1 app waits until you unlock.',
  )
  await expect(window.locator('body')).not.toContainText('example')
  await look(window, 'lock')
  expect(codesOf(await goes.ask(readRecords))).toEqual([])
  expect(codesOf(await waits.ask(readRecords))).toEqual(['VAULT_LOCKED'])

  await (await arrive(window, vault, 'https://stranger.example')).ask(readRecords)
  await expect.poll(() => toldTexts(electron), { timeout: 15_000 }).toHaveLength(1)
  expect(await toldTexts(electron)).toEqual(['1 platform asks: Unlock eVault to see more.'])
  expect(await trayMenu(electron)).toContain('Unlock…')
  await clickTray(electron, '1 platform asks')
  await unlock(window)
  await expect(window).toHaveURL(/#\/access/)
  expect(codesOf(await waits.ask(readRecords))).toEqual([])
})

test('a wrong passphrase slows down, also after a restart, which stays locked', {
  tag: '@pictures',
}, async ({ launch }) => {
  const first = await launch()
  await vaultAddress(first.window)
  await choosePassphrase(first.window)
  await first.window.getByRole('button', { name: 'Lock', exact: true }).click()
  await expectLocked(first.window)
  for (let time = 0; time < 3; time += 1) {
    await typePassphrase(first.window, `wrong ${time}`)
    await expect(first.window.getByText('This is not your passphrase.')).toBeVisible()
    await expect(first.window.getByRole('textbox', { name: 'Passphrase' })).toHaveValue('')
  }
  await expect(first.window.getByText(/Try again in \d s\./)).toBeVisible()
  await expect(first.window.getByRole('button', { name: 'Unlock' })).toBeDisabled()
  // A page that does not keep to it gets no further.
  const answer = await first.window.evaluate(
    (right) => self.evault.call('lock:unlock', { passphrase: new TextEncoder().encode(right) }),
    passphrase,
  )
  expect(answer).toMatchObject({ isRight: false, retryAt: expect.any(Number) })
  await look(first.window, 'lock-slow')
  await first.window.waitForTimeout(4_000)
  await typePassphrase(first.window, 'wrong again')
  await expect(first.window.getByText(/Try again in \d+ s\./)).toBeVisible()
  await first.quit()

  const second = await launch({ userData: first.userData })
  await expectLocked(second.window)
  const status = await vaultStatus(second.window)
  if (status.state === 'ready') expect(status.ownerUrl).toBeNull()
  await expect(second.window.getByRole('button', { name: 'Unlock' })).toBeEnabled({
    timeout: 15_000,
  })
  await unlock(second.window)
  for (const typed of [passphrase, 'wrong again']) {
    expect(readFileSync(join(first.userData, 'logs', 'evault.log'), 'utf8')).not.toContain(typed)
  }
})

test('it starts locked where the owner wants it, and a crash of the vault does not unlock', async ({
  launch,
}) => {
  const first = await launch()
  await vaultAddress(first.window)
  await choosePassphrase(first.window)
  await first.window.getByRole('switch', { name: 'When eVault starts' }).click()
  await expect(first.window.getByRole('switch', { name: 'When eVault starts' })).toBeChecked()
  await first.quit()
  const second = await launch({ userData: first.userData })
  await expectLocked(second.window)
  await vaultAddress(second.window)
  process.kill(await vaultProcessId(second.electron), 'SIGKILL')
  await expect
    .poll(async () => vaultStatus(second.window), { timeout: 20_000 })
    .toMatchObject({ state: 'ready', restarts: 1, ownerUrl: null })
  // What the page must not do it can't, whatever it asks for.
  for (const channel of [
    'setup:read',
    'connection:read',
    'identity:kit',
    'lock:settings',
  ] as const) {
    await expect(second.window.evaluate((name) => self.evault.call(name), channel)).rejects.toThrow(
      'locked',
    )
  }
  await unlock(second.window)
})

test('it locks when idle, at sleep and with the system; unsaved changes are waited for', {
  tag: '@pictures',
}, async ({ launch }) => {
  const { electron, window } = await launch()
  const vault = await vaultAddress(window)
  await createRecord(vault, { content: secret })
  await choosePassphrase(window)
  await beIdle(electron, 15 * 60)
  await expectLocked(window)
  await beIdle(electron, 0)
  await unlock(window)
  for (const event of ['suspend', 'lock-screen'] as const) {
    await electron.evaluate(({ powerMonitor }, name) => powerMonitor.emit(name), event)
    await expectLocked(window)
    await unlock(window)
  }
  if (process.platform === 'linux') {
    await window.waitForTimeout(500)
    const signal = 'org.freedesktop.ScreenSaver.ActiveChanged'
    execFileSync('dbus-send', [
      '--session',
      '--type=signal',
      '/ScreenSaver',
      signal,
      'boolean:true',
    ])
    await expectLocked(window)
    await unlock(window)
  }

  await press(electron, 'N', 'control')
  const dialog = window.getByRole('dialog')
  await expect(dialog).toHaveAccessibleName('New record')
  await window.keyboard.press('Escape')
  await hold(window)
  await electron.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'))
  const notice = window.getByRole('alert').filter({ hasText: 'not saved will be lost' })
  await expect(notice).toBeVisible()
  await look(window, 'lock-notice')
  await notice.getByRole('button', { name: 'Stay' }).click()
  await expect(notice).toHaveCount(0)
  // Idle, it stays when somebody is back.
  await beIdle(electron, 15 * 60)
  await expect(notice).toBeVisible()
  await beIdle(electron, 1)
  await expect(notice).toHaveCount(0)

  const asked = await answerDialogs(electron, 0, 1)
  await window.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect.poll(asked).toHaveLength(1)
  await expect(window.getByRole('navigation', { name: 'Screens' })).toBeVisible()
  await window.getByRole('button', { name: 'Lock', exact: true }).click()
  await expectLocked(window)
  expect(await asked()).toHaveLength(2)
})

test('a link that comes while it is locked is asked about after unlocking, the newest one', async ({
  launch,
}) => {
  const { window, userData } = await launch()
  await vaultAddress(window)
  await choosePassphrase(window)
  await window.getByRole('button', { name: 'Lock', exact: true }).click()
  await expectLocked(window)
  for (const session of ['first', 'second']) await openAgain(userData, linkOf(session))
  await expect(window.getByRole('status')).toContainText('A link is opened when you unlock.')
  expect(window.url()).not.toContain('link')
  await unlock(window)
  await expect(window).toHaveURL(/link=/)
  expect(decodeURIComponent(window.url())).toContain('session=second')
  await expect(window.getByText('1 older link came while eVault was locked.')).toBeVisible()
})

test('a forgotten passphrase: the recovery kit of this vault lets another one be chosen', {
  tag: '@pictures',
}, async ({ launch, folder }) => {
  const { electron, window } = await launch()
  await vaultAddress(window)
  await window.getByRole('link', { name: 'Identity' }).click()
  const file = join(folder, 'kit.evaultkit')
  const words = await saveKit(electron, window, file)
  await choosePassphrase(window)
  await window.getByRole('button', { name: 'Lock', exact: true }).click()
  await expectLocked(window)
  await window.getByRole('button', { name: 'Forgotten your passphrase?' }).click()
  const dialog = window.getByRole('dialog')
  await look(window, 'lock-forgotten')
  await dialog.getByRole('textbox', { name: 'Words' }).fill(words.join(' '))
  await fillNew(window, 'quite another one')
  await chooseFile(electron, file)
  await dialog.getByRole('button', { name: 'Choose file and unlock…' }).click()
  await expect(window.getByRole('navigation', { name: 'Screens' })).toBeVisible()
  await window.getByRole('button', { name: 'Lock', exact: true }).click()
  await expectLocked(window)
  await typePassphrase(window)
  await expect(window.getByText('This is not your passphrase.')).toBeVisible()
  await unlock(window, 'quite another one')
})
