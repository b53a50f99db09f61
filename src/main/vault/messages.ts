import type {
  Keychain,
  OwnerAccess,
  ReachNews,
  RestoredIdentity,
  Vault,
  VaultConfig,
  VaultStartCode,
} from '../../evault/index.ts'
import type { EncryptionProgress } from '../../ipc/contract.ts'

/** The conversation between main and the vault process, over its message port. */

/** The methods of key custody that the vault process asks main for. */
export type CustodyMethod =
  | 'createKey'
  | 'publicKey'
  | 'sign'
  | 'webhookSecret'
  | 'setWebhookSecret'
  | 'createStorageKey'
  | 'wrapDataKey'
  | 'unwrapDataKey'
  | 'createRecoveryKey'
  | 'backupSecret'
  | 'setBackupSecret'
  | 'openBackupKey'

/** What main asks of a vault that is ready: each with what goes in and what comes back. */
export interface VaultCalls {
  /** Opens what a tunnel leads to; `probeKey` proves that it does. */
  openIngress: { parameters: []; result: { readonly port: number; readonly probeKey: Uint8Array } }
  tellReach: { parameters: [ReachNews]; result: undefined }
  /** For a relay at this origin. */
  relayProof: { parameters: [string]; result: string }
  leaveRegistry: { parameters: []; result: undefined }
  /** Closes the owner's gate, and opens it again. */
  lock: { parameters: []; result: undefined }
  unlock: { parameters: []; result: OwnerAccess }
  /** Of those the owner decided about: who is served while it is locked. */
  countPlatforms: {
    parameters: []
    result: { readonly served: number; readonly refused: number }
  }
  /** The answer to `waitingQuery`, also while it is locked. */
  whatWaits: { parameters: []; result: unknown }
}
export type VaultMethod = keyof VaultCalls

/** What main says. */
export type ToVault =
  | {
      readonly kind: 'start'
      readonly config: VaultConfig
      readonly templateDirectory: string
      readonly windowOrigin: string
      readonly version: string
      readonly keychain: Keychain
      readonly restored: RestoredIdentity | null
      readonly withoutKeys: boolean
      /** The owner's gate stays closed until it is unlocked. */
      readonly startsLocked: boolean
      /** A tunnel will say where the world reaches the vault. */
      readonly awaitsAddress: boolean
      /** Of the registry in `config`; null for this computer's own, which makes one. */
      readonly registrySecret: string | null
    }
  | { readonly kind: 'stop' }
  | {
      readonly kind: 'call'
      readonly id: number
      readonly method: VaultMethod
      readonly parameters: readonly unknown[]
    }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | {
      readonly kind: 'refusal'
      readonly id: number
      /** `SIGNING_REFUSED`: the owner said no, or it is not what it was said to be. */
      readonly code: VaultStartCode | 'SIGNING_REFUSED'
      readonly message: string
    }

/** What the vault process says. */
export type FromVault =
  | ({ readonly kind: 'ready' } & OpenVaultInfo)
  | { readonly kind: 'failed'; readonly code: VaultStartCode; readonly message: string }
  | ({ readonly kind: 'encrypting' } & EncryptionProgress)
  | { readonly kind: 'returned'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'threw'; readonly id: number; readonly message: string }
  | {
      readonly kind: 'ask'
      readonly id: number
      readonly method: CustodyMethod
      readonly parameters: readonly unknown[]
    }

/** What main needs to know about an open vault. */
export type OpenVaultInfo = Pick<
  Vault,
  'ename' | 'localUrl' | 'portTaken' | 'keychain' | 'keyless'
> & {
  readonly registryUrl: string
  /** null while it is locked. */
  readonly owner: OwnerAccess | null
}
