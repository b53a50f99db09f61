import { readFile } from 'node:fs/promises'
import { VaultStartError } from '../errors.ts'
import type { SecretStore } from '../keys/custody.ts'
import { openEncryptedKeyFile, openPlainKeyFile } from '../keys/key-file.ts'
import type { Log } from '../log.ts'

/** Where a vault without an OS keychain may take its passphrase from. */
export interface KeyFileSettings {
  readonly passphrase: string | undefined
  readonly passphraseFile: string | undefined
  /** The owner accepts keys that lie open on the disk. */
  readonly insecureDevKeys: boolean
}

/**
 * Decides how the key file of a headless vault is protected, before anything is written, and
 * hands back what opens it. Without a passphrase it refuses, unless keys lying open on the disk
 * are asked for by name.
 * @throws VaultStartError `KEY_FILE_PASSPHRASE`, `INVALID_CONFIG`
 */
export async function chooseKeyFile(
  settings: KeyFileSettings,
  log: Log,
): Promise<(dataDirectory: string) => Promise<SecretStore>> {
  const passphrase = await readPassphrase(settings)
  if (passphrase !== null) return (directory) => openEncryptedKeyFile(directory, passphrase)
  if (!settings.insecureDevKeys) {
    throw new VaultStartError(
      'KEY_FILE_PASSPHRASE',
      'The keys of this vault need a passphrase: set EVAULT_PASSPHRASE or give --passphrase-file FILE. For development only, --insecure-dev-keys keeps them unencrypted.',
    )
  }
  log.warn(
    'INSECURE: --insecure-dev-keys keeps the private keys of this vault unencrypted on the disk. Whoever reads the data directory can act as its owner. Use it for development only.',
  )
  return openPlainKeyFile
}

async function readPassphrase(settings: KeyFileSettings): Promise<string | null> {
  const { passphrase, passphraseFile, insecureDevKeys } = settings
  const given = [passphrase, passphraseFile, insecureDevKeys || undefined]
  if (given.filter((source) => source !== undefined).length > 1) {
    throw new VaultStartError(
      'INVALID_CONFIG',
      'Give one of EVAULT_PASSPHRASE, --passphrase-file and --insecure-dev-keys, not several.',
    )
  }
  if (passphraseFile === undefined) return passphrase === undefined ? null : nonEmpty(passphrase)
  try {
    return nonEmpty((await readFile(passphraseFile, 'utf8')).replace(/\r?\n$/, ''))
  } catch (cause) {
    if (cause instanceof VaultStartError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new VaultStartError('INVALID_CONFIG', `The passphrase file can't be read: ${reason}`, {
      cause,
    })
  }
}

function nonEmpty(passphrase: string): string {
  if (passphrase !== '') return passphrase
  throw new VaultStartError('INVALID_CONFIG', 'The passphrase is empty.')
}
