import { useVaultFacts, type VaultFacts } from './use-vault-facts.ts'

/** Where a vault stands that is not simply here. */
export type Standing = NonNullable<VaultFacts['standing']>

/** null for a vault that is simply here, and while that is not known. */
export function useStanding(): Standing | null {
  return useVaultFacts().facts?.standing ?? null
}
