import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { openReceiver } from '../test/support/receiver.ts'
import { createRecord, expect, vaultAddress, vaultProcessId } from './app.ts'
import { allow } from './deliveries-window.ts'
import {
  catchAll,
  clickNotification,
  clickTray,
  closeWindow,
  isVisible,
  openAgain,
  openSwitches,
  test,
  told,
  trayLines,
  trayMenu,
} from './desktop-app.ts'
import { arrive, readRecords } from './platform.ts'

const settings = { setup: { step: 'done' }, desktop: { keepRunning: true, toldOfTray: true } }

test('the tray says how the vault is and what waits, and leads there', async ({
  launch,
  folder,
}) => {
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings))
  const { electron, window } = await launch({ userData: folder })
  const vault = await vaultAddress(window)
  await catchAll(electron)
  for (const name of ['https://post.example', 'https://calendar.example']) {
    await (await arrive(window, vault, name)).ask(readRecords)
  }
  await expect.poll(() => trayMenu(electron), { timeout: 15_000 }).toContain('2 platforms ask')
  expect(await trayMenu(electron)).toEqual([
    'Your vault is open',
    '',
    'Open eVault',
    '2 platforms ask',
    'Copy eName',
    'Lock',
    '',
    'Quit',
  ])

  await clickTray(electron, 'Copy eName')
  await expect
    .poll(() => electron.evaluate(({ clipboard }) => clipboard.readText()))
    .toBe(vault.ename)
  await closeWindow(electron)
  await expect.poll(() => isVisible(electron)).toBe(false)
  await clickTray(electron, '2 platforms ask')
  await expect.poll(() => isVisible(electron)).toBe(true)
  await expect(window.getByRole('group', { name: 'Wants access' })).toBeVisible()

  process.kill(await vaultProcessId(electron), 'SIGKILL')
  await expect
    .poll(async () => (await trayLines(electron)).join(' | '), { timeout: 15_000 })
    .toMatch(/Your vault stopped and is being started again… \| Your vault is open$/)
  const ended = new Promise((resolve) => electron.process().once('exit', resolve))
  await clickTray(electron, 'Quit')
  await ended
})

test('deliveries that were given up are told of, which leads to them', async ({
  launch,
  folder,
}) => {
  await using gone = await openReceiver()
  gone.behave(410)
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings))
  const { electron, window } = await launch({ userData: folder })
  const vault = await vaultAddress(window)
  await arrive(window, vault, gone.url)
  await allow(window, gone.url)
  // What the registry says is kept for a second.
  await window.waitForTimeout(1_100)
  await catchAll(electron)
  await closeWindow(electron)
  await createRecord(vault, { content: 'Nobody takes it' })
  await expect.poll(() => told(electron), { timeout: 20_000 }).toHaveLength(1)
  const [notice] = await told(electron)
  expect(notice?.title).toBe(`1 delivery to “${new URL(gone.url).host}” was given up`)
  expect(await trayMenu(electron)).toContain('1 delivery was given up')
  await clickNotification(electron)
  await expect(window.getByRole('heading', { name: 'Deliveries', level: 1 })).toBeAttached()
  await expect(window.getByRole('row', { name: /Refused/ })).toBeVisible()
})

test('a platform that asks is told of once, while nobody looks at the window', async ({
  launch,
  folder,
}) => {
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings))
  const { electron, window, quit } = await launch({ userData: folder })
  const vault = await vaultAddress(window)
  const askOf = async (name: string) => (await arrive(window, vault, name)).ask(readRecords)
  await catchAll(electron)
  // In front, the owner sees it there.
  await electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.prototype.isFocused = () => true
  })
  await askOf('https://seen.example')
  await expect.poll(() => trayMenu(electron), { timeout: 15_000 }).toContain('1 platform asks')
  await electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.prototype.isFocused = () => false
  })
  await closeWindow(electron)
  await askOf('https://new.example\u202e/path')
  await expect.poll(() => told(electron), { timeout: 15_000 }).toHaveLength(1)
  expect(await told(electron)).toEqual([
    {
      title: '“https://new.example�/path” asks to use your vault',
      body: 'The name is only claimed. Until you decide, it is refused.',
    },
  ])
  await clickNotification(electron)
  await expect.poll(() => isVisible(electron)).toBe(true)
  await expect(window.getByRole('heading', { name: 'Access', level: 1 })).toBeVisible()
  await expect.poll(() => trayMenu(electron)).toContain('2 platforms ask')
  await window.waitForTimeout(6_000)
  expect(await told(electron)).toHaveLength(1)
  await quit()

  // What waited before is not told again, and nothing is when the owner wants it so.
  const later = await launch({ userData: folder })
  const again = await vaultAddress(later.window)
  await catchAll(later.electron)
  await expect
    .poll(() => trayMenu(later.electron), { timeout: 15_000 })
    .toContain('2 platforms ask')
  expect(await told(later.electron)).toEqual([])
  const control = (await openSwitches(later.window))('Notifications')
  await control.uncheck()
  await expect(control).not.toBeChecked()
  await expect
    .poll(async () => readFile(join(folder, 'settings.json'), 'utf8'))
    .toContain('"notifications": false')
  await (await arrive(later.window, again, 'https://third.example')).ask(readRecords)
  await expect
    .poll(() => trayMenu(later.electron), { timeout: 15_000 })
    .toContain('3 platforms ask')
  expect(await told(later.electron)).toEqual([])
})

test('the app starts at login, without a window, as long as the owner wants it', async ({
  folder,
  launch,
  startBare,
}) => {
  const config = join(folder, 'config')
  const env = { XDG_CONFIG_HOME: config }
  await mkdir(config)
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings))
  const { window, quit } = await launch({ userData: folder, env })
  await vaultAddress(window)
  const control = (await openSwitches(window))('Start when you log in')
  await expect(control).not.toBeChecked()
  const entry = join(config, 'autostart', 'evault-desktop.desktop')

  // What the system refuses is said where it was asked for.
  await writeFile(join(config, 'autostart'), '')
  await control.click()
  await expect(window.getByRole('alert')).toContainText('Starting at login was not changed.')
  await expect(control).not.toBeChecked()
  await rm(join(config, 'autostart'))
  await control.check()
  await expect.poll(() => readFile(entry, 'utf8').catch(() => '')).toContain('"--hidden"')
  await expect(control).toBeChecked()
  await quit()

  const [, exec = ''] = /^Exec=(.*)$/m.exec(await readFile(entry, 'utf8')) ?? []
  const [, ...args] = exec.slice(1, -1).split('" "')
  const hidden = await startBare(args, env)
  const log = () => readFile(join(folder, 'logs', 'evault.log'), 'utf8')
  const starts = async () => (await log()).match(/"state":"ready"/g)?.length
  await expect.poll(starts, { timeout: 30_000 }).toBe(2)
  await openAgain(folder, '--hidden')
  await setTimeout(1_000)
  expect(await isVisible(hidden)).toBe(null)
  const shown = hidden.waitForEvent('window')
  await openAgain(folder)
  const again = await shown
  await vaultAddress(again)

  // What somebody else has switched off is off.
  const now = await openSwitches(again)
  await expect(now('Start when you log in')).toBeChecked()
  await writeFile(entry, `${await readFile(entry, 'utf8')}Hidden=true\n`)
  await openSwitches(again)
  await expect(now('Start when you log in')).not.toBeChecked()
  await now('Start when you log in').check()
  await expect(now('Start when you log in')).toBeChecked()
  await now('Start when you log in').uncheck()
  await expect(now('Start when you log in')).not.toBeChecked()
  // The switch moves at once, the file follows.
  await expect.poll(() => readFile(entry, 'utf8').catch(({ code }) => code)).toBe('ENOENT')
})
