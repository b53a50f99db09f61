/**
 * Why a vault could not be opened. Each code has its own way out, which the window and the
 * command line offer; the message says the cause in words for the owner.
 */
export type VaultStartCode =
  | 'DATA_DIRECTORY_IN_USE'
  | 'DATA_DIRECTORY_READ_ONLY'
  | 'DATA_DAMAGED'
  | 'DATA_FROM_NEWER_VERSION'
  | 'UPGRADE_FAILED'
  | 'DISK_FULL'
  | 'KEYCHAIN_UNAVAILABLE'
  | 'KEYCHAIN_LOCKED'
  | 'KEY_MISSING'
  | 'KEY_MISMATCH'
  | 'STORAGE_KEY_MISSING'
  | 'IDENTITY_LOG_DAMAGED'
  | 'IMPORT_UNFINISHED'
  | 'KEY_FILE_PASSPHRASE'
  | 'KEY_FILE_DAMAGED'
  | 'REGISTRY_DATA_DAMAGED'
  | 'INVALID_CONFIG'
  | 'UNEXPECTED'

export class VaultStartError extends Error {
  override readonly name = 'VaultStartError'
  constructor(
    readonly code: VaultStartCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** What a request can be refused for. Mapped to the wire once, in `graphql/errors.ts`. */
export type RequestErrorCode =
  | 'MISSING_ENAME'
  | 'INVALID_ENAME'
  | 'UNKNOWN_ENAME'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'CONSENT_REQUIRED'
  | 'VAULT_LOCKED'
  | 'INVALID_PAYLOAD'
  | 'INVALID_INPUT'
  | 'INVALID_PAGE'
  | 'INVALID_TYPE'
  | 'INVALID_SIGNATURE'
  | 'INVALID_CONTENT'
  | 'FILE_TOO_LARGE'
  | 'ADD_SIGNATURE_FAILED'
  | 'PENDING_OWNER_APPROVAL'
  | 'RESULT_TOO_LARGE'
  | 'TOO_MANY_REQUESTS'
  | 'ALREADY_EXISTS'
  | 'CHANGED_MEANWHILE'
  | 'VAULT_MOVED'
  | 'VAULT_ARRIVING'
  | 'NOT_FOUND'
  | 'UNAVAILABLE'
  | 'DISK_FULL'

/** A refusal with its cause in words for the caller: shown as it is, so it holds no secrets. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  constructor(
    readonly code: RequestErrorCode,
    message: string,
    /** The input field at fault. */
    readonly field: string | null = null,
  ) {
    super(message)
  }
}

/** The refusal of a caller who asks too often. */
export class TooManyRequests extends RequestError {
  constructor(readonly retryAfterSeconds: number) {
    super('TOO_MANY_REQUESTS', `Too many requests: try again in ${retryAfterSeconds} s.`)
  }
}

/** The refusal of a write for which the disk has no room. */
export function diskFull(): RequestError {
  return new RequestError(
    'DISK_FULL',
    'The disk of this vault is almost full: nothing more is written until there is space.',
  )
}

/**
 * The disk failed to keep what was written. What it holds now nobody knows, so nothing more is
 * written until the vault is opened again.
 */
export class DiskFailure extends Error {
  override readonly name = 'DiskFailure'
  constructor(cause: unknown) {
    const { code = 'EIO' } = cause as NodeJS.ErrnoException
    super(`The disk did not keep what was written (${code}).`, { cause })
  }
}

/** The refusal that an error means for the caller, or null when it is one nobody expected. */
export function asRequestError(error: unknown): RequestError | null {
  if (error instanceof RequestError) return error
  if (isDiskFailure(error)) {
    return new RequestError(
      'UNAVAILABLE',
      'The disk of this vault did not keep what was written: nothing more is written until the vault is opened again. Check the disk first.',
    )
  }
  if (isDiskFull(error)) return diskFull()
  if (isUnstorableText(error)) {
    return new RequestError('INVALID_INPUT', 'Text must not contain NUL (\\u0000).')
  }
  return null
}

/** All that others are told of an error nobody expected. */
export function unexpectedMessage(errorId: string): string {
  return `Something went wrong in the vault. Error ${errorId} in its log.`
}

function isDiskFailure(error: unknown): boolean {
  if (error instanceof DiskFailure) return true
  return error instanceof Error && error.cause !== undefined && isDiskFailure(error.cause)
}

/** True for the file system's "no space left", also where Postgres reports it. */
export function isDiskFull(error: unknown): boolean {
  const { code, message } = origin(error)
  // 53100 is Postgres' disk_full; PGlite passes the file system's wording on.
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100') return true
  return typeof message === 'string' && /ENOSPC|no space left on device/i.test(message)
}

/** True where Postgres was given a character it can't hold (character_not_in_repertoire). */
function isUnstorableText(error: unknown): boolean {
  return origin(error).code === '22021'
}

/** The error at the bottom: those around it quote queries and their values. */
function origin(error: unknown): { readonly code?: unknown; readonly message?: unknown } {
  if (typeof error !== 'object' || error === null) return {}
  const { cause } = error as { cause?: unknown }
  return cause === undefined ? error : origin(cause)
}

/** True for a directory this process may not write. */
export function isReadOnly(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { code } = error as { code?: unknown }
  return code === 'EROFS' || code === 'EACCES' || code === 'EPERM'
}

/**
 * What a failure to use the data directory means for the owner, or null when it is none of
 * the disk's.
 */
export function diskError(cause: unknown, directory: string): VaultStartError | null {
  if (isDiskFull(cause)) {
    return new VaultStartError(
      'DISK_FULL',
      `The disk of ${directory} is full. Free some space (100 MB at least), then try again. Nothing was lost.`,
      { cause },
    )
  }
  if (isReadOnly(cause)) {
    return new VaultStartError(
      'DATA_DIRECTORY_READ_ONLY',
      `${directory} is read-only. Make it writable for this user, then try again.`,
      { cause },
    )
  }
  return null
}
