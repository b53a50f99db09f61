/** Where backups are put: a folder, or a bucket. It holds whole objects and knows nothing of them. */
export interface BackupPlace {
  /** For people: the folder, or the bucket and its server. */
  readonly title: string
  /**
   * Puts an object, in the place of one of the same name: whoever reads sees the old one or the
   * new one, whole. Survives a power cut of this computer once it resolves.
   */
  put(name: string, bytes: Uint8Array): Promise<void>
  /** Null where there is no such object. */
  get(name: string): Promise<Uint8Array | null>
  /** The objects whose names begin like this; in no order. */
  list(prefix: string): Promise<PlacedObject[]>
  /** Does nothing where there is none of this name. */
  remove(name: string): Promise<void>
  /** How many bytes there is room for; null where nobody can say. */
  freeBytes(): Promise<number | null>
}

export interface PlacedObject {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** When it was put, by the clock of the place: milliseconds since 1970. */
  readonly putAt: number
}

/** Why a backup can't be made, read or restored. Each has its own way out. */
export type BackupErrorCode =
  /** The drive is not there, or the server does not answer: later, it may. */
  | 'PLACE_ABSENT'
  /** It may not be written or read with these rights. */
  | 'PLACE_REFUSED'
  | 'PLACE_FULL'
  /** Another computer is at work there. */
  | 'PLACE_BUSY'
  | 'PLACE_FAILED'
  /** There are no backups, or they are not ours. */
  | 'NO_BACKUPS'
  /** Something is missing or not what was put there. */
  | 'BACKUP_DAMAGED'
  | 'WRONG_KEY'
  | 'CANCELLED'

/** The message says the cause and the way out, in words for the owner. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
  constructor(
    readonly code: BackupErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

const namePattern = /^[a-z0-9][A-Za-z0-9_-]*(?:[./][A-Za-z0-9_-]+)*$/

/** Whether this can be the name of an object: safe as a path in every file system and URL. */
export function isObjectName(name: string): boolean {
  return namePattern.test(name)
}

/** @throws Error where it can't be one: a place is asked for our own names only */
export function requireObjectName(name: string): void {
  if (!isObjectName(name)) throw new Error(`not a name of an object: ${name}`)
}
