import pino from 'pino'
import { readEnvironment } from '../evault/config/environment.ts'
import { chooseKeyFile } from '../evault/config/secrets.ts'
import { readSettings, type ServeArguments } from './settings.ts'

/** The arguments that say where a vault that is not running and its keys are, as typed. */
export type KeyArguments = Pick<
  ServeArguments,
  'config' | 'data' | 'passphraseFile' | 'insecureDevKeys'
>

/**
 * Where the vault is, and what opens its keys. The log goes to stderr.
 * @throws VaultStartError `INVALID_CONFIG`, `KEY_FILE_PASSPHRASE`
 */
export async function readKeyMeans(args: KeyArguments) {
  const { vault, keyFile } = await readSettings(args, readEnvironment())
  const log = pino({ base: null }, pino.destination({ dest: 2, sync: true }))
  const openStore = await chooseKeyFile(keyFile, log)
  return { dataDirectory: vault.dataDirectory, openStore, log }
}
