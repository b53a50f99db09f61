import { BackupError, type BackupErrorCode } from '../backup/place.ts'
import { type VaultStartCode, VaultStartError } from '../errors.ts'
import type { ToldError } from './jobs.ts'

/** An error as it goes from one thread to another. */
export function tellError(error: unknown): ToldError {
  if (!(error instanceof Error)) {
    return { name: 'Error', code: undefined, message: String(error), stack: undefined }
  }
  const { name, message, stack } = error
  return { name, message, stack, code: (error as { code?: unknown }).code }
}

/** The error that was told, of the class and with the code that it had. */
export function hearError({ name, code, message, stack }: ToldError): Error {
  const error = ofClass(name, code, message)
  if (stack !== undefined) error.stack = stack
  return error
}

function ofClass(name: string, code: unknown, message: string): Error {
  if (name === 'BackupError') return new BackupError(code as BackupErrorCode, message)
  if (name === 'VaultStartError') return new VaultStartError(code as VaultStartCode, message)
  return Object.assign(new Error(message), code !== undefined && { code })
}
