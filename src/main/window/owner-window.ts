import type { BrowserWindow } from 'electron'
import type { IpcEventChannel, IpcEvents, WindowCommand } from '../../ipc/contract.ts'
import { sendToWindow } from '../ipc.ts'
import { askBeforeLeaving, type Leaving } from './leaving.ts'
import { makeWindow } from './window.ts'
import { keepPlace, readPlace } from './window-place.ts'

/** The owner's one window: opened when it is first wanted, and where it was left. */
export interface OwnerWindow extends AsyncDisposable {
  /** What dialogs belong to; null while it is not seen, so that they are seen. */
  readonly parent: BrowserWindow | null
  readonly isFocused: boolean
  /** Brings it to the front. */
  show(): Promise<void>
  /** Brings it to the front and has it do something. */
  run(command: WindowCommand): Promise<void>
  /** Says whether its page holds what is not saved or not finished. */
  hold(isHeld: boolean): void
  readonly isHeld: boolean
  /** Asks the owner whether that may be lost; true where nothing is. */
  mayLeave(): Promise<boolean>
  /** Loads its first page anew: nothing of the one before is left, in memory or in its history. */
  drawAnew(): Promise<void>
  /** Tells the window, where there is one. */
  send<C extends IpcEventChannel>(channel: C, payload: IpcEvents[C]): void
}

interface Means {
  readonly url: string
  readonly preload: string
  readonly icon: string
  /** Where its place is kept. */
  readonly placeFile: string
  /** Whether a window that is closed is only hidden. */
  readonly staysOnClose: () => boolean
  /** Done before it is hidden; false leaves it as it is. */
  readonly beforeHiding: (window: BrowserWindow) => Promise<boolean>
}

/** Moving a window makes many events. */
const KEEP_AFTER_MS = 500

export function createOwnerWindow(means: Means): OwnerWindow {
  let window: BrowserWindow | null = null
  let leaving: Leaving | null = null
  let ended = false
  let keepTimer: NodeJS.Timeout | undefined
  let kept: Promise<void> = Promise.resolve()

  function keep(): Promise<void> {
    clearTimeout(keepTimer)
    if (window === null) return kept
    const { x, y, width, height } = window.getNormalBounds()
    const place = { x, y, width, height, maximised: window.isMaximized() }
    kept = kept.then(() => keepPlace(means.placeFile, place))
    return kept
  }

  async function open(command: WindowCommand | null): Promise<void> {
    const left = await readPlace(means.placeFile)
    if (ended || window !== null) return
    const { preload, icon } = means
    const made = makeWindow({ url: addressOf(means.url, command), preload, icon, left })
    window = made
    leaving = askBeforeLeaving(made)
    for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) {
      made.on(event as 'resize', () => {
        clearTimeout(keepTimer)
        keepTimer = setTimeout(() => void keep(), KEEP_AFTER_MS)
      })
    }
    made.on('close', (event) => {
      void keep()
      if (!means.staysOnClose()) return leaving?.beforeClosing(event)
      event.preventDefault()
      void means.beforeHiding(made).then((agreed) => agreed && hide(made))
    })
    made.on('closed', () => {
      clearTimeout(keepTimer)
      window = null
      leaving = null
    })
  }

  async function bringUp(command: WindowCommand | null): Promise<void> {
    if (window === null) return open(command)
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
    if (command !== null) sendToWindow(window, 'window:command', command)
  }

  return {
    get parent() {
      return window?.isVisible() ? window : null
    },
    get isFocused() {
      return window?.isFocused() ?? false
    },
    show: () => bringUp(null),
    run: bringUp,
    hold: (isHeld) => leaving?.hold(isHeld),
    get isHeld() {
      return leaving?.isHeld ?? false
    },
    mayLeave: async () => (leaving?.isHeld ? leaving.mayLeave() : true),
    drawAnew: async () => {
      if (window !== null && leaving !== null) await drawAnew(window, leaving, means.url)
    },
    send: (channel, payload) => sendToWindow(window, channel, payload),
    async [Symbol.asyncDispose]() {
      ended = true
      await keep()
    },
  }
}

/**
 * A page of nowhere in between: its process is another one, so that the one of the page before ends,
 * with all it had in memory. The address alone may differ in its fragment only, and be no new page.
 */
async function drawAnew(window: BrowserWindow, leaving: Leaving, url: string): Promise<void> {
  const { webContents } = window
  leaving.letGo()
  await window.loadURL('data:text/html,')
  if (window.isDestroyed()) return
  webContents.navigationHistory.clear()
  await window.loadURL(url)
  webContents.navigationHistory.clear()
}

/** macOS leaves an empty screen behind where a window in full screen is hidden. */
function hide(window: BrowserWindow): void {
  if (process.platform === 'darwin' && window.isFullScreen()) {
    window.once('leave-full-screen', () => window.hide())
    window.setFullScreen(false)
  } else {
    window.hide()
  }
}

/** A page that is still to load is not there to be told: its address says it. */
function addressOf(url: string, command: WindowCommand | null): string {
  switch (command?.kind) {
    case 'go':
      return `${url}#${command.path}`
    case 'new-record':
      return `${url}#/data?new`
    case 'import':
      return `${url}#/data?import`
    case 'find':
      return `${url}#/data?find`
    case 'open-link':
      return `${url}#/identity?link=${encodeURIComponent(command.link)}`
    default:
      return url
  }
}
