import type { VaultStartCode } from '../evault/index.ts'

const usage = 2
const data = 3
const keys = 4
const unexpected = 1
/** `evault verify` found a log that is not what was written. */
export const logNotWhole = 5
/** `evault export` or `evault import` took all but what it named. */
export const somethingMissing = 6
/** The place of the backups can't be used, or what is in it. */
export const backupFailed = 7
/** What came out of a backup is not what was backed up. */
export const backupDiffers = 8

/** What shells call a process that a signal has ended. */
const signalCodes: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143 }

const exitCodes: Readonly<Record<VaultStartCode, number>> = {
  INVALID_CONFIG: usage,
  DATA_DIRECTORY_IN_USE: data,
  DATA_DIRECTORY_READ_ONLY: data,
  DATA_DAMAGED: data,
  DATA_FROM_NEWER_VERSION: data,
  UPGRADE_FAILED: data,
  DISK_FULL: data,
  REGISTRY_DATA_DAMAGED: data,
  KEYCHAIN_UNAVAILABLE: keys,
  KEYCHAIN_LOCKED: keys,
  KEY_MISSING: keys,
  KEY_MISMATCH: keys,
  STORAGE_KEY_MISSING: keys,
  IDENTITY_LOG_DAMAGED: data,
  IMPORT_UNFINISHED: data,
  KEY_FILE_PASSPHRASE: keys,
  KEY_FILE_DAMAGED: keys,
  UNEXPECTED: unexpected,
}

/** What the process ends with when a vault does not start. */
export function exitCodeOf(code: VaultStartCode): number {
  return exitCodes[code]
}

/** What a command ends with that a signal has cancelled in order. */
export function cancelledBy(signal: NodeJS.Signals): number {
  return signalCodes[signal] ?? unexpected
}

/** For `--help`. */
export const exitCodeHelp = `Exit codes:
  0  stopped in order
  ${unexpected}  unexpected failure (the log has the cause)
  ${usage}  wrong argument or setting
  ${data}  data directory: in use, read-only, damaged, from a newer version, not upgraded, half imported, disk
     full
  ${keys}  keys: keychain or passphrase
  ${logNotWhole}  verify: an operation log is not whole
  ${somethingMissing}  export, import: something could not be read; it is named, all else is there
  ${backupFailed}  backup, drill, restore: the place, or what is in it, can't be used
  ${backupDiffers}  drill, restore: not all is as it was backed up; what differs is named
  ${signalCodes.SIGINT}, ${signalCodes.SIGTERM}  backup, drill, restore, export, import: cancelled by Ctrl-C or SIGTERM`
