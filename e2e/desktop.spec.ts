import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { createRecord, expect, vaultAddress } from './app.ts'
import {
  answerDialogs,
  clickMenu,
  closeWindow,
  expectKept,
  isVisible,
  openAgain,
  openSwitches,
  press,
  test,
} from './desktop-app.ts'

const done = '{ "setup": { "step": "done" } }'

test('the menu leads to every screen, in the order of the rail, by its number too', async ({
  launch,
}) => {
  const { electron, window } = await launch()
  await vaultAddress(window)
  const rail = window.getByRole('navigation', { name: 'Screens' }).getByRole('link')
  const items = await electron.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? [])
      .flatMap(({ submenu }) => submenu?.items ?? [])
      .filter(({ accelerator }) => /\+\d$/.test(accelerator?.toString() ?? ''))
      .map(({ label, accelerator }) => `${label} ${accelerator?.toString().slice(-1)}`),
  )
  const names = (await rail.allInnerTexts()).map((text) => text.split('\n')[0])
  const numbered = names.map((name, at) => `${name} ${at + 1}`)
  expect(items.filter((item) => !item.startsWith('Actual Size'))).toEqual(numbered)
  for (const at of [...names.keys()].reverse()) {
    await press(electron, `${at + 1}`, 'control')
    await expect(rail.nth(at)).toHaveAttribute('aria-current', 'page')
  }
  await press(electron, ',', 'control')
  await expect(window.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  await clickMenu(electron, 'About eVault Desktop')
  await expect(window.getByRole('region', { name: 'eVault Desktop' })).toContainText('Version')
})

test('a new record, an import and a search begin from any screen, each once', async ({
  launch,
}) => {
  const { electron, window } = await launch()
  const vault = await vaultAddress(window)
  await createRecord(vault, { content: 'here' })
  const dialog = window.getByRole('dialog')
  await press(electron, 'N', 'control')
  await expect(dialog).toHaveAccessibleName('New record')
  await expect(dialog).toHaveCount(1)
  // What is typed in a dialog is not left behind by a key.
  await press(electron, '3', 'control')
  await press(electron, 'N', 'control')
  await window.waitForTimeout(300)
  await expect(dialog).toHaveCount(1)
  await window.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  expect(window.url()).toMatch(/#\/data\??$/)

  await window.getByRole('link', { name: 'Identity' }).click()
  await clickMenu(electron, 'Import…')
  await expect(dialog).toHaveAccessibleName(/^Import/)
  await window.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  await window.getByRole('link', { name: 'Overview' }).click()
  await press(electron, 'F', 'control')
  await expect(window.getByRole('searchbox', { name: 'Search records' })).toBeFocused()
})

test('a key that the page takes is not the menu’s as well: one deletion is undone', async ({
  launch,
}) => {
  const { electron, window } = await launch()
  const vault = await vaultAddress(window)
  for (const content of ['first', 'second', 'third']) await createRecord(vault, { content })
  await window.getByRole('link', { name: 'Data' }).click()
  const rows = window.getByRole('row').filter({ hasText: 'SocialMediaPost' })
  for (const left of [2, 1]) {
    await rows.first().click()
    await window.keyboard.press('Delete')
    await expect(rows).toHaveCount(left)
  }
  await press(electron, 'Z', 'control')
  await expect(rows).toHaveText([/second/, /first/])
  await window.waitForTimeout(500)
  await expect(rows).toHaveCount(2)
})

test('where there are no screens, the menu leads to none', async ({ launch }) => {
  const { electron, window } = await launch({ firstRun: true })
  await expect(window.getByRole('button', { name: 'Create my vault' })).toBeVisible()
  await expect(clickMenu(electron, 'Data')).rejects.toThrow("Data can't be clicked")
  await expect(clickMenu(electron, 'New Record…')).rejects.toThrow("can't be clicked")
})

test('the window comes back where it was left, as large, and zoomed', async ({ launch }) => {
  const first = await launch()
  await vaultAddress(first.window)
  await press(first.electron, '=', 'control')
  await press(first.electron, 'Plus', 'control')
  await expect.poll(() => zoomOf(first.electron)).toBe(1)
  await first.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 50, width: 900, height: 640 }),
  )
  // Sooner than a change is kept while the app runs.
  await first.quit()

  const second = await launch({ userData: first.userData })
  await vaultAddress(second.window)
  const bounds = await boundsOf(second.electron)
  expect(bounds).toEqual({ x: 40, y: 50, width: 900, height: 640 })
  expect(await zoomOf(second.electron)).toBe(1)
  await press(second.electron, '0', 'control')
  await expect.poll(() => zoomOf(second.electron)).toBe(0)
})

test('a window whose display is gone opens where it is seen', async ({ launch, folder }) => {
  await writeFile(join(folder, 'settings.json'), done)
  const place = { x: 5_000, y: 3_000, width: 900, height: 640, maximised: false }
  await writeFile(join(folder, 'window.json'), JSON.stringify(place))
  const { electron, window } = await launch({ userData: folder })
  await vaultAddress(window)
  const { x, y, width, height } = await boundsOf(electron)
  expect([width, height]).toEqual([900, 640])
  const area = await electron.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea)
  expect(x + width).toBeLessThanOrEqual(area.x + area.width)
  expect(y + height).toBeLessThanOrEqual(area.y + area.height)
})

test('a window that was maximised is maximised again, and remembers its size', async ({
  folder,
  startBare,
}) => {
  await writeFile(join(folder, 'settings.json'), done)
  // No window manager is here to maximise a window.
  const hook = join(folder, 'hook.cjs')
  await writeFile(
    hook,
    `const { BrowserWindow } = require('electron')
     BrowserWindow.prototype.maximize = function () { this.wide = true; this.emit('maximize') }
     BrowserWindow.prototype.isMaximized = function () { return this.wide === true }`,
  )
  const args = ['-r', hook, '.', `--user-data-dir=${folder}`]
  const first = await startBare(args)
  await vaultAddress(await first.firstWindow())
  const size = await boundsOf(first)
  await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.maximize())
  const kept = async () =>
    JSON.parse(await readFile(join(folder, 'window.json'), 'utf8').catch(() => 'null'))
  // While it runs: an app that is killed remembers as well.
  await expect.poll(kept).toEqual({ ...size, maximised: true })
  await first.close()

  const second = await startBare(args)
  await vaultAddress(await second.firstWindow())
  const isWide = () =>
    second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMaximized())
  await expect.poll(isWide).toBe(true)
})

test('a closed window ends the app, unless the owner wants it to go on', async ({ launch }) => {
  const { electron, window, userData } = await launch()
  const vault = await vaultAddress(window)
  const control = (await openSwitches(window))('Keep running when the window is closed')
  // Nobody can tell on Linux whether there is a tray.
  await expect(control).not.toBeChecked()
  await control.check()
  await expect(control).toBeChecked()
  await expectKept(userData, true)
  const asked = await answerDialogs(electron)
  await closeWindow(electron)
  await expect.poll(() => isVisible(electron)).toBe(false)
  expect(await asked()).toEqual(['eVault Desktop goes on'])
  expect((await fetch(`${vault.url}/whois`, { headers: { 'x-ename': vault.ename } })).ok).toBe(true)

  await openAgain(userData)
  await expect.poll(() => isVisible(electron)).toBe(true)
  await closeWindow(electron)
  await expect.poll(() => isVisible(electron)).toBe(false)
  // Told once.
  expect(await asked()).toHaveLength(1)

  await openAgain(userData)
  await expect.poll(() => isVisible(electron)).toBe(true)
  await control.uncheck()
  await expect(control).not.toBeChecked()
  await expectKept(userData, false)
  const ended = once(electron.process(), 'exit')
  await closeWindow(electron)
  await ended
})

test('who is told that the app goes on can end it instead', async ({ launch }) => {
  const { electron, window, userData } = await launch()
  await vaultAddress(window)
  await (await openSwitches(window))('Keep running when the window is closed').check()
  await expectKept(userData, true)
  await answerDialogs(electron, 1)
  const ended = once(electron.process(), 'exit')
  await closeWindow(electron)
  await ended
  expect(await readFile(join(userData, 'settings.json'), 'utf8')).not.toContain('toldOfTray')
})

function boundsOf(app: ElectronApplication) {
  return app.evaluate(({ BrowserWindow }) => {
    const bounds = BrowserWindow.getAllWindows()[0]?.getBounds()
    if (bounds === undefined) throw new Error('there is no window')
    return bounds
  })
}

function zoomOf(app: ElectronApplication) {
  return app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel(),
  )
}
