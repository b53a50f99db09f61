import type { VaultClient, VaultClientOptions } from './types.ts'

/** Makes a client of the vaults that a registry knows. Opens no connection yet. */
export function createVaultClient(_options: VaultClientOptions): VaultClient {
  throw new Error('Not there yet')
}
