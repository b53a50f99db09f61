import { useVault } from '../vault/vault-context.tsx'
import { useDataAddress } from './use-data-address.ts'

/** Whether records can be changed: the vault runs, and one looks at it as its owner. */
export function useWritable(): boolean {
  const { viewAs } = useDataAddress()
  return useVault().writable && viewAs === null
}
