/** The numbers by which Emscripten, and so Postgres, knows errors. */
const numbers: Readonly<Record<string, number>> = {
  EACCES: 2,
  EBADF: 8,
  EBUSY: 10,
  EDQUOT: 19,
  EEXIST: 20,
  EFBIG: 22,
  EINVAL: 28,
  EIO: 29,
  EISDIR: 31,
  EMFILE: 33,
  ENAMETOOLONG: 37,
  ENFILE: 41,
  ENOENT: 44,
  ENOMEM: 48,
  ENOSPC: 51,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  EPERM: 63,
  EROFS: 69,
  EXDEV: 75,
}

/** An error that Postgres understands: `code` is Emscripten's number. */
export class FileError extends Error {
  override readonly name = 'FileError'
  readonly code: number
  constructor(name: string, options?: ErrorOptions) {
    super(name, options)
    this.code = numbers[name] ?? numbers.EIO ?? 29
  }
}

/** Runs a file operation; what fails, fails as Postgres understands it. */
export function asPostgres<T>(operation: () => T): T {
  try {
    return operation()
  } catch (error) {
    if (error instanceof FileError) throw error
    throw new FileError((error as NodeJS.ErrnoException).code ?? 'EIO', { cause: error })
  }
}
