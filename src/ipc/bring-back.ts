/** What the window and main say to each other while a vault is brought back from a copy. */

/** Where backups are. The secret goes to main, and never comes back. */
export type BackupsPlace =
  /** The one that main's dialog chose last. */
  | { readonly kind: 'folder' }
  | {
      readonly kind: 's3'
      readonly endpoint: string
      readonly region: string
      readonly bucket: string
      readonly prefix: string
      readonly accessKeyId: string
      readonly secretAccessKey: string
    }

/** Why it did not work: the code of an error in the vault, and its words in English. */
export interface BringBackFailure {
  readonly code: string
  readonly message: string
}

export interface FoundBackup {
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** A trial has restored it whole. */
  readonly isProven: boolean
}

/** What an archive says of itself. */
export interface FoundArchive {
  /** Without its folders. */
  readonly file: string
  readonly ename: string
  /** Milliseconds since the epoch. */
  readonly exportedAt: number
  readonly records: number
  readonly files: number
  /** How many things could not be read when it was exported. */
  readonly missingBefore: number
  /** Why nobody vouches for it, in English; null where the owner's key does. */
  readonly unsigned: string | null
  /** It was begun before, and goes on. */
  readonly isBegun: boolean
}

export interface BroughtBack {
  readonly ename: string
  readonly records: number
  readonly files: number
  /** Milliseconds since the epoch: of the backup, or the archive. */
  readonly madeAt: number
  /** What is not there, or not as it was, in English; the first ones. */
  readonly missing: readonly string[]
  readonly missingCount: number
  /** What was missing before already, when the archive was made. */
  readonly missingBefore: number
}

/** How far it is. Main keeps it, so that the window may be loaded anew. */
export type BringBackState =
  | {
      readonly state: 'idle'
      readonly failure: BringBackFailure | null
      /** An import that has not ended goes on with this archive. */
      readonly unfinished: string | null
    }
  | { readonly state: 'opening' }
  | {
      readonly state: 'backups'
      /** Where they are, for people. */
      readonly title: string
      /** Newest first. */
      readonly backups: readonly FoundBackup[]
      readonly failure: BringBackFailure | null
    }
  | {
      readonly state: 'archive'
      readonly archive: FoundArchive
      readonly failure: BringBackFailure | null
    }
  | {
      readonly state: 'working'
      readonly from: 'backup' | 'archive'
      /** Bytes. */
      readonly done: number
      readonly total: number
      readonly isCancelling: boolean
    }
  | {
      readonly state: 'done'
      readonly result: BroughtBack
      /** The owner's keys came with a kit. */
      readonly hasKeys: boolean
    }

/** Calls, as in `IpcCalls`. */
export interface BringBackCalls {
  'bringBack:read': { request: undefined; response: BringBackState }
  /** Main asks for a folder of backups, or an archive; null when the owner stopped. */
  'bringBack:choose': { request: 'folder' | 'archive'; response: string | null }
  /**
   * Looks for backups. With a kit, main asks for its file; false when the owner stopped. What went
   * wrong is in the state.
   */
  'bringBack:findBackups': {
    request: {
      readonly place: BackupsPlace
      readonly by: { readonly words: string } | { readonly passphrase: string }
    }
    response: boolean
  }
  /** Looks into the archive that was chosen. `words` of the kit, whose file main asks for. */
  'bringBack:readArchive': { request: { readonly words: string | null }; response: boolean }
  /** Begins, or goes on. `backup`: one that was found; null for an archive. */
  'bringBack:begin': {
    request: { readonly backup: string | null; readonly acceptUnsigned: boolean }
    response: undefined
  }
  'bringBack:cancel': { request: undefined; response: undefined }
  /** Back to the beginning. An import that was begun stays, and goes on later. */
  'bringBack:leave': { request: undefined; response: undefined }
  /** Moves aside what an import has brought that has not ended. */
  'bringBack:setAside': { request: undefined; response: undefined }
  /** Opens the vault that was brought back. */
  'bringBack:open': { request: undefined; response: undefined }
}

/** Events, as in `IpcEvents`. */
export interface BringBackEvents {
  'bringBack:changed': BringBackState
}
