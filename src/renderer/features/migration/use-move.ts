import { useQuery } from '@apollo/client/react'
import {
  MoveDocument,
  type MovePartsFragment,
  VaultFactsDocument,
} from '../../graphql/documents.generated.ts'

export type Move = MovePartsFragment

/** A move goes on without an event. */
const POLL_MS = 1_000

/** What a change of a move shows on: asked anew before the change counts as made. */
export const afterMoveChange = {
  refetchQueries: [MoveDocument, VaultFactsDocument],
  awaitRefetchQueries: true,
}

/** The move that was begun last; undefined until it is known. */
export function useMove() {
  const { data, error, refetch } = useQuery(MoveDocument, {
    fetchPolicy: 'cache-and-network',
    pollInterval: POLL_MS,
  })
  return { move: data?.move, error, refetch }
}

/** Whether another move can be begun. */
export function isOver(move: Pick<Move, 'state' | 'direction'> | null): boolean {
  if (move === null) return true
  const ended = ['returned', 'released', 'cancelled'].includes(move.state)
  return ended || (move.state === 'switched' && move.direction === 'in')
}
