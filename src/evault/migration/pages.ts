import { RemoteError } from './remote-http.ts'
import type { RecordPage, RemoteVault } from './remote-vault.ts'

/**
 * All pages behind one, each asked for while the one before is looked at: both sides work at once.
 * @param after where the first one begins; null for the beginning
 * @throws RemoteError `BAD_ANSWER` where they lead back to an earlier one
 */
export async function* pagesOf(
  remote: Pick<RemoteVault, 'page'>,
  after: string | null,
): AsyncGenerator<RecordPage> {
  let coming = remote.page(after)
  // A page is remembered for twice as long each time: one that comes again is met, however long
  // the way round is.
  let remembered = after
  let since = 0
  let until = 1
  for (;;) {
    const page = await coming
    const { next } = page
    if (next !== null) {
      if (next === remembered) throw new RemoteError('BAD_ANSWER', goesRound)
      since += 1
      if (since === until) {
        remembered = next
        since = 0
        until *= 2
      }
      coming = remote.page(next)
      // Whoever looks may have stopped by then.
      coming.catch(() => {})
    }
    yield page
    if (next === null) return
  }
}

const goesRound = 'The other vault shows the same pages again and again'
