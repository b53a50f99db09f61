import { useStanding } from '../vault/use-standing.ts'
import { useVault } from '../vault/vault-context.tsx'
import { useIsOwnView } from './viewer.ts'

/**
 * Whether records can be changed: the vault runs, has not moved elsewhere, and one looks at it as its
 * owner.
 */
export function useWritable(): boolean {
  const isOwn = useIsOwnView()
  const isHere = useStanding() === null
  return useVault().writable && isHere && isOwn
}
