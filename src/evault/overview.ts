import { hasRoomFor } from './db/free-space.ts'

export type VaultWarningCode =
  | 'DISK_ALMOST_FULL'
  | 'WEAK_KEYCHAIN'
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
  readonly registryUrl: string
  readonly certifiedAt: Date | null
  readonly warnings: readonly VaultWarning[]
}

interface Circumstances {
  readonly dataDirectory: string
  readonly keychain: { readonly name: string; readonly weak: boolean }
  readonly clockBehindMs: number
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
      'DISK_ALMOST_FULL',
      !hasRoomFor(now.dataDirectory, 0) &&
        'The disk is almost full: records can be read, but nothing more is written.',
    ],
    [
      'WEAK_KEYCHAIN',
      now.keychain.weak &&
        `Your keys are kept in: ${now.keychain.name}. Whoever reads this disk can act as you.`,
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
