import { useVault } from '../vault/vault-context.tsx'
import { useIsOwnView } from './viewer.ts'

/** Whether records can be changed: the vault runs, and one looks at it as its owner. */
export function useWritable(): boolean {
  const isOwn = useIsOwnView()
  return useVault().writable && isOwn
}
