/** Vaults and registries for the suites of platforms: real ones, on this computer, for a moment. */
export { Refused } from './http-call.ts'
export { startTestRegistry } from './test-registry.ts'
export { startTestVault } from './test-vault.ts'
export type {
  GraphQLResult,
  LinkAnswer,
  TestPerson,
  TestRegistry,
  TestVault,
  TestVaultOptions,
} from './types.ts'
