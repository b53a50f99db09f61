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
 * A page that would lose edits or stop work half way stays, until the owner says that it may. The
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

/** @returns whether what is not saved may be lost, and what is not finished may stop */
async function confirmLeaving(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: t`Something here is not saved or not finished.`,
    detail: t`Changes and new records that are not saved will be lost, and work in progress stops.`,
    buttons: [t`Stay`, t`Leave all the same`],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 1
}
