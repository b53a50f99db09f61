/** Not outliving npm. */
const POLL_MILLISECONDS = 250

/**
 * Ends this process in order (SIGTERM) when the npm that runs it is gone: npm passes a signal
 * only to the shell between it and us.
 */
export function stopWhenOrphaned() {
  if (process.platform === 'win32' || !process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, POLL_MILLISECONDS)
  watch.unref()
}
