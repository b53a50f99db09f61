import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'

/** Something the vault says: an error, a refusal, a warning, or why it does not start. */
interface Said {
  readonly code?: string | null
  /** What the code names in addition, such as a status. */
  readonly detail?: string | null
  /** In English. */
  readonly message: string
}

/** What each code means, for languages the vault does not speak. */
const meanings: Readonly<Record<string, string>> = {
  // Refusals (`RequestErrorCode` in the vault).
  MISSING_ENAME: t`The request does not say which vault it is for.`,
  INVALID_ENAME: t`This is no eName.`,
  UNKNOWN_ENAME: t`There is no vault of that eName here.`,
  UNAUTHENTICATED: t`The vault could not tell who asks.`,
  FORBIDDEN: t`It was not allowed, or not confirmed.`,
  CONSENT_REQUIRED: t`The owner of the vault has not decided about this platform yet.`,
  VAULT_LOCKED: t`The owner of the vault has locked it.`,
  INVALID_PAYLOAD: t`The vault does not take this content.`,
  INVALID_INPUT: t`The vault does not take this.`,
  INVALID_PAGE: t`The list can’t go on from here. Read it again.`,
  INVALID_TYPE: t`The vault does not take this type.`,
  INVALID_SIGNATURE: t`The signature does not hold.`,
  INVALID_CONTENT: t`The file can’t be read.`,
  FILE_TOO_LARGE: t`The file is too large.`,
  ADD_SIGNATURE_FAILED: t`The signature could not be added.`,
  PENDING_OWNER_APPROVAL: t`It waits until the owner of the vault approves it.`,
  RESULT_TOO_LARGE: t`The answer would be too large.`,
  TOO_MANY_REQUESTS: t`The vault was asked too often. Try again in a moment.`,
  ALREADY_EXISTS: t`There is one already.`,
  CHANGED_MEANWHILE: t`It was changed meanwhile.`,
  VAULT_MOVED: t`The vault has moved: what is here can be read, and is not changed any more.`,
  VAULT_ARRIVING: t`The vault is being moved here: it can be changed once it has arrived.`,
  NOT_FOUND: t`It is not there, or not any more.`,
  UNAVAILABLE: t`It can’t be reached now. Try again later.`,
  DISK_FULL: t`The disk is full, or almost: nothing more is written until there is space.`,
  UNREACHABLE: t`The registry, or the other vault, can’t be reached now.`,
  CREATE_FAILED: t`It could not be added.`,
  UPDATE_FAILED: t`It could not be changed.`,
  DELETE_FAILED: t`It could not be deleted.`,
  UPLOAD_FAILED: t`The file could not be taken.`,
  INTERNAL_SERVER_ERROR: t`Something went wrong in the vault.`,
  // Warnings (`VaultWarningCode`).
  RECOVERY_PENDING: t`Somebody asks to take over this vault with new keys. They get it when enough of the people you trust approve. If it is not you, stop it.`,
  NO_KEYS: t`Your keys are not in the keychain of this computer. Your records can be read, but nothing can be signed in your name. Restore your recovery kit, or ask your friends for new keys.`,
  DISK_ALMOST_FULL: t`The disk is almost full: records can be read, but nothing more is written.`,
  WEAK_KEYCHAIN: t`Your keys are kept without protection: whoever reads this disk can act as you.`,
  KEYCHAIN_CHANGED: t`Your key does not come from where it was given to. If you did not move it yourself, renew it.`,
  ACKNOWLEDGES_EARLY: t`Changes are confirmed before they are on the disk: when the power fails, those of the last moments are lost.`,
  CLOCK_BEHIND: t`The clock of this computer is behind the newest record. Set it right: dates of new records will be wrong, their order is kept.`,
  REGISTRY_UNREACHABLE: t`The registry has not certified your eName. The vault tries again by itself.`,
  PORT_CHANGED: t`Another program uses the vault’s port, so the vault answers on another one.`,
  // Why a vault does not start (`VaultStartCode`).
  DATA_DIRECTORY_IN_USE: t`Another program has the vault’s data open.`,
  DATA_DIRECTORY_READ_ONLY: t`The data folder is read-only. Make it writable, then try again.`,
  DATA_DAMAGED: t`The vault’s data is damaged.`,
  DATA_FROM_NEWER_VERSION: t`A newer version of the app wrote the vault’s data. Open it with that one.`,
  UPGRADE_FAILED: t`The vault could not be brought to the form that this version needs. It is as it was before.`,
  KEYCHAIN_UNAVAILABLE: t`No keychain answers on this computer.`,
  KEYCHAIN_LOCKED: t`The keychain is locked. Unlock it, then try again.`,
  KEY_MISSING: t`The vault’s key is not in the keychain.`,
  STORAGE_KEY_MISSING: t`The key that opens your vault is not in the keychain of this computer. Bring that keychain back, or restore your recovery kit. Your friends can’t help here: they can give you new keys, but not open your records.`,
  KEY_MISMATCH: t`The key in the keychain is none of this vault’s.`,
  IDENTITY_LOG_DAMAGED: t`The identity log of the vault is damaged.`,
  IMPORT_UNFINISHED: t`An import into this vault has not ended. Run it again with the same archive: it goes on where it was.`,
  KEY_FILE_PASSPHRASE: t`The passphrase of the key file is missing or wrong.`,
  KEY_FILE_DAMAGED: t`The key file is damaged.`,
  REGISTRY_DATA_DAMAGED: t`The data of the registry on this computer is damaged.`,
  INVALID_CONFIG: t`The vault was started with a setting that can’t be.`,
  // Why a backup was not made, read, proven or restored (`BackupErrorCode`).
  PLACE_ABSENT: t`The place of the backups is not there: the drive is not connected, or the server does not answer. Connect the drive, or look at the address of the server and your connection, then try again.`,
  PLACE_REFUSED: t`The place of the backups may not be written or read. Give your user the right to, look at the access key and its secret, or choose another place.`,
  PLACE_FULL: t`There is hardly any room left at the place of the backups. Free some space there, or choose another place. Earlier backups are whole.`,
  PLACE_BUSY: t`Another computer is at work at the place of the backups, or it holds backups already. Try again later, go on with those, or choose another place.`,
  PLACE_FAILED: t`The place of the backups did not do what it should. Try again later, or choose another place.`,
  NO_BACKUPS: t`There are no backups of a vault there. Is it the right drive, or folder?`,
  BACKUP_DAMAGED: t`The backup can’t be restored whole: it is damaged, or something of it is missing.`,
  WRONG_KEY: t`That does not open these backups: they are of another vault, or a key, secret or passphrase is missing or wrong. Look at what you typed and chose. If the keychain lost the key, restore your recovery kit.`,
  CANCELLED: t`It was cancelled.`,
  // Why a vault can't be brought back.
  KIT_REFUSED: t`The recovery kit was not taken. Look at each of its words and their order, and whether the file is the kit of these words. A kit from before the vault was encrypted does not open backups.`,
  ARCHIVE_REFUSED: t`The archive was not taken.`,
  RUN_ENDED: t`The process that brings your vault back ended. Try again.`,
  // Why a packet did not arrive (`AttemptErrorCode`).
  ADDRESS_NOT_ALLOWED: t`Its address is one of this computer or a private network, which is not allowed for it.`,
  CONNECTION_REFUSED: t`It refuses connections: nothing answers there.`,
  CONNECTION_CLOSED: t`It closed the connection before it had answered.`,
  NAME_UNKNOWN: t`Its name leads to no address.`,
  NO_WAY_THERE: t`It can’t be reached from here.`,
  // Why a packet can't be shown (`MissingCode`).
  NO_ACCESS: t`The platform may not read this record.`,
  NOT_SUBSCRIBED: t`The platform is not told of this type.`,
  DELETED: t`The record is deleted, and the platform is not told of deletions.`,
  OWN_CHANGE: t`The platform made the newest change itself.`,
  VERSION_GONE: t`That version of the record is no longer kept, or your key was replaced since it was sent.`,
}

/** What codes mean that name something in addition. */
const detailed: Readonly<Record<string, (detail: string) => string>> = {
  // Why a packet did not arrive (`AttemptErrorCode`).
  TIMED_OUT: (seconds) => t`It did not answer within ${seconds} s.`,
  CERTIFICATE_INVALID: (reason) => t`Its certificate does not hold (${reason}).`,
  NO_HTTP: (reason) => t`What it answers is no HTTP (${reason}).`,
  REDIRECTED: (status) => t`It redirects (${status}), which is not followed.`,
  ERROR_STATUS: (status) => t`It answered ${status}.`,
}

/** Codes whose meaning leaves nothing of the vault's own words out. */
const whole: ReadonlySet<string> = new Set([
  ...['UNKNOWN_ENAME', 'UNAUTHENTICATED', 'CONSENT_REQUIRED', 'INVALID_PAGE', 'TOO_MANY_REQUESTS'],
  ...[
    'VAULT_LOCKED',
    'VAULT_ARRIVING',
    'PENDING_OWNER_APPROVAL',
    'CHANGED_MEANWHILE',
    'NOT_FOUND',
    'RECOVERY_PENDING',
    'NO_KEYS',
  ],
  ...['DISK_ALMOST_FULL', 'WEAK_KEYCHAIN', 'CLOCK_BEHIND'],
  ...['PLACE_ABSENT', 'PLACE_REFUSED', 'PLACE_FULL', 'PLACE_BUSY', 'NO_BACKUPS'],
  ...['BACKUP_DAMAGED', 'WRONG_KEY', 'CANCELLED', 'KIT_REFUSED'],
  ...['ADDRESS_NOT_ALLOWED', 'CONNECTION_REFUSED', 'CONNECTION_CLOSED', 'NAME_UNKNOWN'],
  ...['NO_WAY_THERE', 'NO_ACCESS', 'NOT_SUBSCRIBED', 'DELETED', 'OWN_CHANGE', 'VERSION_GONE'],
])

/**
 * What the vault says, for the owner. The vault speaks English: in another language its code is
 * said in words of the window, with the vault's own where they tell more.
 */
export function vaultWords({ code, detail, message }: Said): string {
  if (i18n.locale === 'en' || code == null) return message
  if (detail != null && Object.hasOwn(detailed, code)) return detailed[code]?.(detail) ?? message
  if (!Object.hasOwn(meanings, code)) return message
  const meaning = meanings[code] as string
  return whole.has(code) ? meaning : t`${meaning} The vault says: “${message}”`
}

/** Why a request got no answer of the vault. */
export const noAnswer = {
  status: (status: number) => t`The vault answered with status ${status}.`,
  unreached: () => t`The vault did not answer.`,
}
