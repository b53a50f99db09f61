/** The vault's face: the only door for the app and the command line. */
export { ArchiveError, VaultInTheWay } from './archive/archive-format.ts'
export { type ArchiveDescription, describeArchive } from './archive/describe-archive.ts'
export type { Problem } from './archive/table-rows.ts'
export { type ArchiveProgress, exportVault, importVault } from './archive-of-vault.ts'
export { backUpVault, proveBackup } from './backup/backup-of-vault.ts'
export { differenceText } from './backup/differences.ts'
export { createFolderPlace } from './backup/folder-place.ts'
export { keepRepositoryKey } from './backup/own-repository.ts'
export { BackupError, type BackupPlace } from './backup/place.ts'
export { openPlace, type PlaceSettings } from './backup/place-settings.ts'
export { type Repository, unlockRepository } from './backup/repository.ts'
export {
  openBackupKeyByKit,
  recoveryKeyOf,
  restoreFromBackup,
  restoreVault,
} from './backup/restoration.ts'
export { createS3Place } from './backup/s3-place.ts'
export { removeDraft } from './backup/take-place.ts'
export { type PartialVaultConfig, parseConfig, type VaultConfig } from './config/config.ts'
export { openVault, type Vault, type VaultMeans } from './context.ts'
export type { ConversionProgress, OnConversion } from './conversion/conversion.ts'
export { writeTemplate } from './db/open.ts'
export { type VaultStartCode, VaultStartError } from './errors.ts'
export {
  createKeyCustody,
  type HeldKeys,
  type KeyCustody,
  type Keychain,
  type PlatformListing,
  type SecretStore,
  type SessionOrigin,
  type SigningPurpose,
  SigningRefused,
} from './keys/custody.ts'
export { keyNames, type RestoredIdentity } from './keys/identity.ts'
export { openPlainKeyFile } from './keys/key-file.ts'
export {
  collectKeys,
  newKitWords,
  openKit,
  type RecoveryKit,
  RecoveryKitError,
  readKitWords,
  sealKit,
} from './keys/recovery-kit.ts'
export { opensStorage, putKitBack, putKitFirst, readKit, restoreKit } from './kit-of-vault.ts'
export type { OwnerAccess } from './lock/owner-door.ts'
export { hasVault } from './open-storage.ts'
export type { ReachNews } from './reach/reach.ts'
export { keyFingerprint } from './recovery/fingerprint.ts'
export { type VerifiedLog, verifyLogs } from './verify.ts'
