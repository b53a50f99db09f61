import type { ArchiveDescription, Keychain, PlaceSettings } from '../../evault/index.ts'
import type { BringBackFailure, BroughtBack, FoundBackup } from '../../ipc/bring-back.ts'
import type { Answer, Question } from '../vault/asker.ts'
import type { CustodyMethod } from '../vault/messages.ts'

/** The conversation between main and the process that brings a vault back, over its port. */

/** `openBackupKeyByKit`: opens the key of backups with the kit, which main has. */
export type BringBackMethod = CustodyMethod | 'openBackupKeyByKit'

/** What a kit says in the open of whose it is. */
export interface KitOwner {
  readonly ename: string
  readonly evaultId: string
  readonly log: readonly unknown[]
}

/** What main says. */
export type ToBringBack =
  /** First. A passphrase where no kit opens the backups. */
  | {
      readonly kind: 'find-backups'
      readonly place: PlaceSettings
      readonly passphrase: string | null
    }
  | { readonly kind: 'read-archive'; readonly file: string; readonly owner: KitOwner | null }
  /** Then, as often as it fails. */
  | {
      readonly kind: 'restore'
      readonly id: string
      readonly dataDirectory: string
      readonly keychain: Keychain
    }
  | {
      readonly kind: 'import'
      readonly acceptUnsigned: boolean
      /** It was begun before: it may have ended, too. */
      readonly isBegun: boolean
      readonly dataDirectory: string
      readonly templateDirectory: string
      readonly keychain: Keychain
    }
  | { readonly kind: 'cancel' }
  | Answer

/** What the process says. */
export type FromBringBack =
  | {
      readonly kind: 'backups'
      readonly title: string
      /** Newest first. */
      readonly backups: readonly FoundBackup[]
    }
  | { readonly kind: 'archive'; readonly archive: ArchiveDescription }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | {
      readonly kind: 'done'
      readonly evaultId: string
      readonly result: BroughtBack
      /** Opens the backups it was restored from: backups go on there. null for an archive. */
      readonly backupKey: string | null
    }
  | ({ readonly kind: 'failed' } & BringBackFailure)
  | Question<BringBackMethod>
