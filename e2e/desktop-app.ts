import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test'
import { test as base, expect, launchArguments } from './app.ts'

/** What a test finds in main. */
interface Caught {
  told: { title: string; body: string; emit(event: 'click'): void }[]
  trayMenu: { items: { label: string; enabled: boolean; click(): void }[] }
  trayLines: string[]
  asked: { message: string }[]
}

interface Fixtures {
  /** Removed after the test. */
  readonly folder: string
  /** Starts the app with what else is said to it; it may have no window. */
  readonly startBare: (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<ElectronApplication>
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  async folder({}, use) {
    const folder = await mkdtemp(join(tmpdir(), 'evault-desktop-'))
    await use(folder)
    // An app that is ending may still write there.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  },
  async startBare({ folder }, use) {
    const apps: ElectronApplication[] = []
    await use(async (args, env = {}) => {
      const { executable, args: usual } = launchArguments(folder)
      // Before what the caller says, which may be read by its place.
      const flags = usual.filter((arg) => arg !== '.' && !arg.startsWith('--user-data-dir'))
      const app = await electron.launch({
        executablePath: executable,
        args: [...flags, ...args],
        env: { ...(process.env as Record<string, string>), ...env },
      })
      apps.push(app)
      return app
    })
    for (const app of apps) await app.close().catch(() => {})
  },
})

/** Presses a key as a keyboard does: the page is asked first, then the menu. */
export async function press(
  app: ElectronApplication,
  keyCode: string,
  ...modifiers: ('control' | 'shift')[]
): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, key) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.focus()
      window?.webContents.focus()
      for (const type of ['keyDown', 'keyUp'] as const) {
        window?.webContents.sendInputEvent({ type, ...key })
      }
    },
    { keyCode, modifiers },
  )
}

/** Clicks in the app's menu. */
export async function clickMenu(app: ElectronApplication, label: string): Promise<void> {
  await app.evaluate(({ Menu }, name) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? [])
    const item = items?.find((one) => one.label === name)
    if (!item?.enabled) throw new Error(`${name} can't be clicked`)
    item.click()
  }, label)
}

/** Notifications and tray menus are caught from now on, as if the desktop showed them. */
export async function catchAll(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow, Notification, Tray }) => {
    const caught = globalThis as unknown as Caught
    caught.told = []
    caught.trayLines = []
    Notification.isSupported = () => true
    Notification.prototype.show = function () {
      caught.told.push(this as unknown as Caught['told'][number])
    }
    const { setContextMenu } = Tray.prototype
    Tray.prototype.setContextMenu = function (menu) {
      caught.trayMenu = menu as unknown as Caught['trayMenu']
      caught.trayLines.push(menu?.items[0]?.label ?? '')
      setContextMenu.call(this, menu)
    }
    BrowserWindow.prototype.isFocused = () => false
  })
}

/** What notifications have said since they are caught. */
export function told(app: ElectronApplication): Promise<{ title: string; body: string }[]> {
  return app.evaluate(() =>
    (globalThis as unknown as Caught).told.map(({ title, body }) => ({ title, body })),
  )
}

/** Clicks the notification that was told last. */
export function clickNotification(app: ElectronApplication): Promise<void> {
  return app.evaluate(() => (globalThis as unknown as Caught).told.at(-1)?.emit('click'))
}

/** The lines of the tray's menu. */
export function trayMenu(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() =>
    ((globalThis as unknown as Caught).trayMenu?.items ?? []).map(({ label }) => label),
  )
}

/** What the tray's menu has said about the vault. */
export function trayLines(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => (globalThis as unknown as Caught).trayLines)
}

/** Clicks in the tray's menu. */
export function clickTray(app: ElectronApplication, label: string): Promise<void> {
  return app.evaluate((_, name) => {
    const { items } = (globalThis as unknown as Caught).trayMenu
    // Later, as Quit ends what answers us.
    setTimeout(() => items.find((one) => one.label === name)?.click())
  }, label)
}

/** Answers dialogs of main one after the other, then with the first button; returns what they say. */
export async function answerDialogs(
  app: ElectronApplication,
  ...responses: number[]
): Promise<() => Promise<string[]>> {
  await app.evaluate(({ dialog }, answers) => {
    const caught = globalThis as unknown as Caught
    caught.asked = []
    dialog.showMessageBox = async (...given: unknown[]) => {
      caught.asked.push(given.at(-1) as { message: string })
      return { response: answers.shift() ?? 0, checkboxChecked: false }
    }
  }, responses)
  return () =>
    app.evaluate(() => (globalThis as unknown as Caught).asked.map(({ message }) => message))
}

/** Closes the window as its button does. */
export function closeWindow(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => {
    setTimeout(() => BrowserWindow.getAllWindows()[0]?.close())
  })
}

/** Whether the owner sees the window; null where there is none. */
export function isVisible(app: ElectronApplication): Promise<boolean | null> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? null)
}

/** Opens the app once more on this folder; resolves when that one has ended. */
export async function openAgain(userData: string, ...more: string[]): Promise<void> {
  const { executable, args } = launchArguments(userData)
  await once(spawn(executable, [...args, ...more], { stdio: 'ignore' }), 'exit')
}

/** Resolves when the app has kept what was decided about its window: shown it is before. */
export async function expectKept(userData: string, keepRunning: boolean): Promise<void> {
  const kept = async () => JSON.parse(await readFile(join(userData, 'settings.json'), 'utf8'))
  await expect.poll(kept).toMatchObject({ desktop: { keepRunning } })
}

/** Goes to the switches of the General section. */
export async function openSwitches(window: Page) {
  await window.getByRole('link', { name: 'Overview' }).click()
  await window.getByRole('link', { name: 'Settings' }).click()
  const section = window.getByRole('region', { name: 'This computer' })
  return (name: string) => section.getByRole('switch', { name })
}
