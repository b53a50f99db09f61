import { RequestError } from '../errors.ts'
import { isOver, type Move } from './ledger.ts'
import type { Standing } from './standings.ts'

/**
 * Refuses a change of keys that another vault would not know of.
 * @param latest the move that was begun last
 * @throws RequestError `VAULT_MOVED`, `UNAVAILABLE`
 */
export function refuseKeysElsewhere(standing: Standing | null, latest: Move | null): void {
  if (standing?.standing === 'left' || standing?.standing === 'released') {
    throw new RequestError(
      'VAULT_MOVED',
      `This vault has moved to ${standing.uri}, which would not know of it. Bring the vault back here first, then change your keys and move it again.`,
    )
  }
  if (latest === null || isOver(latest)) return
  throw new RequestError(
    'UNAVAILABLE',
    'This vault is being moved, and the other one knows your present keys. End the move first, then change them.',
  )
}
