import { app, BrowserWindow, session, type WebContents } from 'electron'
import { sendToWindow } from '../ipc.ts'
import type { Camera } from './camera.ts'
import { type AskedPermission, isCameraPicture } from './camera-permission.ts'

/**
 * Takes from every page what the window has no use for: navigation away, new windows,
 * permissions, embedded views. The window that is seen may have the camera’s picture while
 * `camera` is open. Must be called before the first window opens.
 */
export function lockDownPages(origin: string, camera: Camera): void {
  app.on('web-contents-created', (_, contents) => {
    lockDownContents(contents, origin)
    closeWithPage(contents, camera)
  })
  app.on('browser-window-created', (_, window) => closeUnseen(window, camera))
  const permits = (contents: WebContents | null, asked: AskedPermission) =>
    camera.isOpen && isSeen(contents) && isCameraPicture(asked, origin)
  session.defaultSession.setPermissionRequestHandler((contents, permission, decide, details) => {
    const { isMainFrame, requestingUrl } = details
    const mediaTypes = 'mediaTypes' in details ? details.mediaTypes : []
    decide(permits(contents, { permission, isMainFrame, url: requestingUrl, mediaTypes }))
  })
  session.defaultSession.setPermissionCheckHandler((contents, permission, url, details) => {
    const { isMainFrame, mediaType = 'unknown' } = details
    return permits(contents, { permission, isMainFrame, url, mediaTypes: [mediaType] })
  })
}

function isSeen(contents: WebContents | null): boolean {
  return contents !== null && BrowserWindow.fromWebContents(contents)?.isVisible() === true
}

/** A page that is gone scans no more. */
function closeWithPage(contents: WebContents, camera: Camera): void {
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) camera.close()
  })
  contents.on('render-process-gone', () => camera.close())
  contents.on('destroyed', () => camera.close())
}

/** A window that nobody sees watches nobody. */
function closeUnseen(window: BrowserWindow, camera: Camera): void {
  const close = () => {
    camera.close()
    sendToWindow(window, 'camera:closed', undefined)
  }
  window.on('hide', close)
  window.on('minimize', close)
}

function lockDownContents(contents: WebContents, origin: string): void {
  const stayHome = (event: { preventDefault(): void; url: string }) => {
    if (!event.url.startsWith(`${origin}/`)) event.preventDefault()
  }
  contents.on('will-navigate', stayHome)
  contents.on('will-redirect', stayHome)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/**
 * Adds the owner's token to what the window asks of the owner listener, so that the window
 * itself never holds it.
 */
export function addOwnerToken(owner: () => { url: string; token: string } | null): void {
  const filter = { urls: ['http://127.0.0.1:*/graphql', 'http://127.0.0.1:*/files/*'] }
  session.defaultSession.webRequest.onBeforeSendHeaders(filter, (details, proceed) => {
    const current = owner()
    if (current === null || !isForOwner(details, current.url)) return proceed({ cancel: true })
    const authorization = `Bearer ${current.token}`
    proceed({ requestHeaders: { ...details.requestHeaders, Authorization: authorization } })
  })
}

/** The owner's GraphQL, or the bytes of one of the vault's files, which are only read. */
function isForOwner(asked: { url: string; method: string }, graphqlUrl: string): boolean {
  if (asked.url === graphqlUrl) return true
  return asked.method === 'GET' && asked.url.startsWith(new URL('/files/', graphqlUrl).href)
}
