import { ArchiveError, BackupError, VaultStartError } from '../evault/index.ts'
import { backupFailed, cancelledBy, exitCodeOf } from './exit-codes.ts'

/**
 * Runs a command: it gives the exit code, or throws why there is nothing to show. Ctrl-C and SIGTERM
 * cancel it in order; a second one ends it at once.
 * @param words what is said of it then
 */
export async function reporting(
  words: string,
  work: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const cancelling = new AbortController()
  let code = 0
  const cancel = (signal: NodeJS.Signals) => {
    code = cancelledBy(signal)
    cancelling.abort()
  }
  process.once('SIGINT', cancel).once('SIGTERM', cancel)
  try {
    return await work(cancelling.signal)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`evault: ${cancelling.signal.aborted ? words : message}\n`)
    return cancelling.signal.aborted ? code : codeOf(error)
  } finally {
    process.off('SIGINT', cancel).off('SIGTERM', cancel)
  }
}

function codeOf(error: unknown): number {
  if (error instanceof BackupError) return backupFailed
  if (error instanceof ArchiveError) return exitCodeOf('INVALID_CONFIG')
  return exitCodeOf(error instanceof VaultStartError ? error.code : 'UNEXPECTED')
}
