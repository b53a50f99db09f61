import { BrowserWindow, nativeTheme, screen } from 'electron'
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
  void window.loadURL(url)
  return window
}
