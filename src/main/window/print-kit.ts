import { t } from '@lingui/core/macro'
import { BrowserWindow, type Session, session } from 'electron'
import { scheme } from './app-protocol.ts'
import { type KitPaper, kitPage } from './kit-page.ts'

const address = `${scheme}://print/recovery-kit`

/**
 * Prints the words of a recovery kit, in the system's dialog. The page is in a window of its own that
 * nobody sees and that runs no scripts; it is given out once, out of memory, and in no address.
 * @throws Error with a message for the owner, when nothing can be printed
 */
export async function printKit(paper: KitPaper): Promise<void> {
  // Without `persist:`, nothing of it is on the disk.
  const own = session.fromPartition('recovery-kit')
  own.setPermissionRequestHandler((_, __, decide) => decide(false))
  own.setPermissionCheckHandler(() => false)
  serveOnce(own, kitPage(paper))
  const window = new BrowserWindow({
    show: false,
    webPreferences: { session: own, sandbox: true, contextIsolation: true, javascript: false },
  })
  try {
    await window.loadURL(address)
    await print(window)
  } finally {
    window.destroy()
    own.protocol.unhandle(scheme)
  }
}

function serveOnce(own: Session, page: string): void {
  let left: string | null = page
  own.protocol.handle(scheme, ({ url }) => {
    if (url !== address || left === null) return new Response('Not found', { status: 404 })
    const body = left
    left = null
    return new Response(body, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        'cache-control': 'no-store',
      },
    })
  })
}

function print({ webContents }: BrowserWindow): Promise<void> {
  return new Promise((resolve, reject) => {
    webContents.print({}, (printed, reason) => {
      // The owner who closes the dialog knows.
      if (printed || /cancel/i.test(reason)) resolve()
      else reject(new Error(t`The words could not be printed: ${reason}.`))
    })
  })
}
