import { BackupError, type BackupPlace } from './place.ts'

/** What work on backups is aborted with when its owner cancels it. */
export function cancelled(): BackupError {
  return new BackupError('CANCELLED', 'It was cancelled.')
}

/** Does not wait any longer for what is silent once the signal is aborted. @throws its reason */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
  try {
    // The race takes what becomes of either, also when nobody waits any longer.
    return await Promise.race([aborted, work])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/**
 * A place for work that can be cancelled: a drive or a server that is silent keeps nobody from
 * going on, and nothing more is asked of it then.
 */
export function untilAborted(place: BackupPlace, signal: AbortSignal): BackupPlace {
  const doing = <T>(work: () => Promise<T>): Promise<T> =>
    signal.aborted ? Promise.reject(signal.reason) : orAborted(work(), signal)
  return {
    title: place.title,
    put: (name, bytes) => doing(() => place.put(name, bytes)),
    get: (name) => doing(() => place.get(name)),
    list: (prefix) => doing(() => place.list(prefix)),
    remove: (name) => doing(() => place.remove(name)),
    freeBytes: () => doing(() => place.freeBytes()),
  }
}
