import { app, powerMonitor } from 'electron'

/**
 * Whatever ends the app (the owner, SIGTERM, the system going down), `stop` is done first.
 * `stop` must come to an end by itself.
 */
export function stopBeforeQuit(stop: () => Promise<void>): void {
  let stopped: Promise<void> | null = null
  app.on('before-quit', (event) => {
    if (stopped !== null) return
    event.preventDefault()
    stopped = stop().finally(() => app.exit())
  })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => app.quit())
  }
  // Electron's types leave out the event, by which a shutdown is held up (Linux, macOS).
  const onShutdown = (event: Electron.Event) => {
    event.preventDefault()
    app.quit()
  }
  powerMonitor.on('shutdown', onShutdown as () => void)
}
