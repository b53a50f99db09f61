import { join } from 'node:path'
import { app, type BrowserWindow, clipboard, Menu } from 'electron'
import type { Logger } from 'pino'
import type { SetupState, VaultStatus, WindowCommand } from '../../ipc/contract.ts'
import type { AppLock } from '../lock/app-lock.ts'
import type { SettingsFile } from '../settings.ts'
import type { VaultSupervisor } from '../vault/supervisor.ts'
import { confirmHiding } from '../window/confirm.ts'
import { createOwnerWindow, type OwnerWindow } from '../window/owner-window.ts'
import { linkIn, openLinksOfSystem } from './links.ts'
import { isLoginStart } from './login-start.ts'
import { menuTemplate } from './menu-template.ts'
import { createNotifier } from './notifier.ts'
import { openPreferences, type Preferences } from './preferences.ts'
import { createSwitches, type Switches } from './switches.ts'
import { createTray } from './tray.ts'
import type { WaitingItem } from './waiting.ts'
import { watchWaiting } from './waiting-watch.ts'

/** The app on its desktop: window, menu, tray, notifications. */
export interface Desktop extends AsyncDisposable {
  readonly window: OwnerWindow
  readonly switches: Switches
  /** Opens the window, with the link of a command line where there is one and a vault to answer. */
  openWith(argv: readonly string[]): Promise<void>
  showVault(status: VaultStatus): void
  showSetup(state: SetupState): void
  /** Writes menu and tray anew: in another language, or locked. */
  writeAnew(): void
}

interface Means {
  readonly settings: SettingsFile
  readonly log: Logger
  readonly call: () => VaultSupervisor['call']
  readonly lock: Pick<AppLock, 'isLocked' | 'keep' | 'lockByHand'>
  readonly url: string
  readonly preload: string
  /** The folder with the app's icons. */
  readonly resources: string
  /** Where the window's place is kept. */
  readonly placeFile: string
  readonly isDevelopment: boolean
}

const isMac = process.platform === 'darwin'

export async function createDesktop(means: Means): Promise<Desktop> {
  const { settings, log, call, lock, url, preload, resources, placeFile, isDevelopment } = means
  const preferences = await openPreferences(settings)
  let status: VaultStatus = { state: 'none' }
  let isSetUp = false
  let waiting: readonly WaitingItem[] = []

  const window = createOwnerWindow({
    ...{ url, preload, placeFile, icon: join(resources, 'icon.png') },
    staysOnClose: () => preferences.keepRunning,
    beforeHiding: (hidden) => agreesToHide(hidden, preferences),
  })
  const open = () => void window.show()
  const run = (command: WindowCommand) => {
    if (!lock.isLocked) return window.run(command)
    lock.keep(command)
    return window.show()
  }
  const isLocked = () => lock.isLocked
  const lockByHand = () => void lock.lockByHand()
  const go = (path: string) => void run({ kind: 'go', path })
  const copy = (text: string) => void clipboard.writeText(text)
  const tray = createTray({ resources, open, go, copy, isLocked, lock: lockByHand })
  const isWanted = () => preferences.notifications && !window.isFocused
  const notifier = createNotifier({ isWanted, isLocked, go })
  const watch = watchWaiting({
    ...{ call, log },
    onWaiting(items) {
      waiting = items
      notifier.tell(items)
      tray.show(status, waiting)
    },
  })

  function showMenu(): void {
    const hasScreens = isSetUp && status.state !== 'failed' && !lock.isLocked
    const doing = { run: (command: WindowCommand) => void run(command), lock: lockByHand }
    const template = menuTemplate({ isMac, isDevelopment, hasScreens, ...doing })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
  showMenu()
  tray.show(status, waiting)
  const openWith = (argv: readonly string[]) => {
    const link = linkIn(argv)
    // At the first start there is nothing yet that could answer it.
    return link === null || !isSetUp ? window.show() : run({ kind: 'open-link', link })
  }
  // One that the system starts at login, while we run, wants no window.
  app.on('second-instance', (_, argv) => isLoginStart(argv) || void openWith(argv))
  app.on('activate', open)
  openLinksOfSystem().catch((error: unknown) => {
    log.warn({ cause: String(error) }, 'links are not opened with this app')
  })

  return {
    window,
    openWith,
    switches: createSwitches(preferences),
    showVault(next) {
      const [had, has] = [status, next].map(({ state }) => state !== 'failed')
      status = next
      tray.show(status, waiting)
      if (had !== has) showMenu()
    },
    showSetup({ step }) {
      const was = isSetUp
      isSetUp = step === 'done'
      if (was !== isSetUp) showMenu()
    },
    writeAnew() {
      showMenu()
      tray.show(status, waiting)
    },
    async [Symbol.asyncDispose]() {
      watch[Symbol.dispose]()
      tray[Symbol.dispose]()
      await window[Symbol.asyncDispose]()
    },
  }
}

/** The owner is told once that a window which is closed is only hidden. */
async function agreesToHide(window: BrowserWindow, preferences: Preferences): Promise<boolean> {
  if (isMac || preferences.toldOfTray) return true
  if (!(await confirmHiding(window))) {
    app.quit()
    return false
  }
  // What can't be kept is told again next time.
  await preferences.change({ toldOfTray: true }).catch(() => {})
  return true
}
