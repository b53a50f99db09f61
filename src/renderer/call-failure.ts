/** What Electron writes before the message of an error that main threw. */
const wrapping = /^Error invoking remote method '[^']*': (?:\w*Error: )?/

/** Why a call to the main process failed, in main's own words. */
export function callFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(wrapping, '')
}
