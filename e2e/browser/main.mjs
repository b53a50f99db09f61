/** A plain browser window: Chromium as it comes, nothing of eVault Desktop in it. */
import { app, BrowserWindow, session } from 'electron'

// Read by the tests. A download is only noted: its dialog would wait for a person.
globalThis.downloads = []

app.whenReady().then(() => {
  session.defaultSession.on('will-download', (event, item) => {
    event.preventDefault()
    globalThis.downloads.push(item.getFilename())
  })
  const webPreferences = { sandbox: true, contextIsolation: true, nodeIntegration: false }
  return new BrowserWindow({ webPreferences }).loadURL('about:blank')
})
