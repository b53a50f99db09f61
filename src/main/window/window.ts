import { t } from '@lingui/core/macro'
import { BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import { placeOn, type WindowPlace } from './window-place.ts'

interface WindowParts {
  readonly url: string
  readonly preload: string
  /** The app's picture; macOS takes it from the bundle. */
  readonly icon: string
  /** Where it was left; null the first time. */
  readonly left: WindowPlace | null
}

/** Makes the owner's window, shown once it has something to show. */
export function makeWindow({ url, preload, icon, left }: WindowParts): BrowserWindow {
  const main = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id)
  const window = new BrowserWindow({
    ...placeOn(
      [main, ...others].map(({ workArea }) => workArea),
      left,
    ),
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'eVault Desktop',
    icon,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#18191c' : '#ffffff',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    if (left?.maximised) window.maximize()
    window.show()
  })
  askAboutUnsaved(window)
  void window.loadURL(url)
  return window
}

/**
 * A page that holds edits back from being lost stays, until the owner says that they may go. The
 * question never holds anything up: whatever ends the app goes on meanwhile.
 */
function askAboutUnsaved(window: BrowserWindow): void {
  const { webContents } = window
  let isClosing = false
  let isAsking = false
  let mayLeave = false
  window.on('close', (event) => {
    // Others may still decide that it stays.
    queueMicrotask(() => {
      isClosing = !event.defaultPrevented
    })
  })
  webContents.on('will-prevent-unload', async (event) => {
    if (mayLeave) return event.preventDefault()
    // Otherwise the page is to be loaded anew.
    const leave = isClosing ? () => window.destroy() : () => webContents.reload()
    isClosing = false
    if (isAsking) return
    isAsking = true
    mayLeave = await confirmLeaving(window)
    isAsking = false
    if (mayLeave && !window.isDestroyed()) leave()
  })
  webContents.on('did-finish-load', () => {
    mayLeave = false
  })
}

/** @returns whether unsaved edits may be lost */
async function confirmLeaving(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: t`You have changes that are not saved.`,
    buttons: [t`Keep editing`, t`Close without saving`],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 1
}
