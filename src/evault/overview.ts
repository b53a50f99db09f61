import { hasRoomFor } from './db/free-space.ts'
import type { Acknowledge } from './db/storage/durability.ts'

export type VaultWarningCode =
  | 'RECOVERY_PENDING'
  | 'NO_KEYS'
  | 'DISK_ALMOST_FULL'
  | 'WEAK_KEYCHAIN'
  | 'KEYCHAIN_CHANGED'
  | 'ACKNOWLEDGES_EARLY'
  | 'CLOCK_BEHIND'
  | 'REGISTRY_UNREACHABLE'
  | 'PORT_CHANGED'

/** Something the owner should know, in their words. */
export interface VaultWarning {
  readonly code: VaultWarningCode
  readonly message: string
}

/** The vault's health, for its owner. */
export interface VaultOverview {
  readonly ename: string
  readonly evaultId: string
  readonly version: string
  readonly localUrl: string
  /** Where the registry sends those who ask; the local one before that is known. */
  readonly address: string
  readonly registryUrl: string
  readonly certifiedAt: Date | null
  readonly warnings: readonly VaultWarning[]
}

interface Circumstances {
  readonly dataDirectory: string
  readonly keychain: { readonly name: string; readonly weak: boolean }
  /** What was given the owner's key when it was made. */
  readonly givenKeychain: string
  /** What was given the key that opens the storage. */
  readonly givenStorageKey: string
  /** True where no current key is in the keychain. */
  readonly keyless: boolean
  readonly acknowledge: Acknowledge
  readonly clockBehindMs: number
  /** When somebody who asked for new keys gets them, ISO 8601; null while nobody does. */
  readonly recoveryUntil: string | null
  readonly registryProblem: string | null
  readonly port: number
  /** The port that was wanted, where another program holds it. */
  readonly portTaken: number | null
}

const tolerableClockErrorMs = 60_000

/** What the owner should know, most serious first. */
export function listWarnings(now: Circumstances): VaultWarning[] {
  const warnings: [VaultWarningCode, string | false][] = [
    [
      'RECOVERY_PENDING',
      now.recoveryUntil !== null &&
        `Somebody asks to take over this vault with new keys. They get it when enough of the people you trust approve, not before ${now.recoveryUntil}. If it is not you, stop it.`,
    ],
    [
      'NO_KEYS',
      now.keyless &&
        `Your keys are not in the keychain of this computer (${now.keychain.name}). Your records can be read, but nothing can be signed in your name. Restore your recovery kit, or ask your friends for new keys.`,
    ],
    [
      'DISK_ALMOST_FULL',
      !hasRoomFor(now.dataDirectory, 0) &&
        'The disk is almost full: records can be read, but nothing more is written.',
    ],
    [
      'WEAK_KEYCHAIN',
      now.keychain.weak &&
        `Your keys are kept in: ${now.keychain.name}. Whoever reads this disk can act as you.`,
    ],
    ['KEYCHAIN_CHANGED', keychainChange(now)],
    [
      'ACKNOWLEDGES_EARLY',
      now.acknowledge === 'early' &&
        'Changes are confirmed before they are on the disk: when the power fails, those of the last moments are lost.',
    ],
    [
      'CLOCK_BEHIND',
      now.clockBehindMs > tolerableClockErrorMs &&
        'The clock of this computer is behind the newest record. Set it right: dates of new records will be wrong, their order is kept.',
    ],
    [
      'REGISTRY_UNREACHABLE',
      now.registryProblem !== null &&
        `The registry has not certified your eName: ${now.registryProblem}. The vault tries again by itself.`,
    ],
    [
      'PORT_CHANGED',
      now.portTaken !== null &&
        `Port ${now.portTaken} is used by another program, so the vault answers on port ${now.port}.`,
    ],
  ]
  return warnings.flatMap(([code, message]) => (message ? [{ code, message }] : []))
}

function keychainChange({ keychain, givenKeychain, givenStorageKey }: Circumstances) {
  if (keychain.name !== givenKeychain) {
    return `Your key was given to: ${givenKeychain}. Now it comes from: ${keychain.name}. If you did not move it yourself, renew it.`
  }
  return (
    keychain.name !== givenStorageKey &&
    `The key that opens your vault was given to: ${givenStorageKey}. Now it comes from: ${keychain.name}. If you did not move it yourself, somebody else may have it.`
  )
}
