import { createPublicKey } from 'node:crypto'
import { type EmbeddedRegistry, startEmbeddedRegistry } from '../registry/embedded/server.ts'
import { RegistryFileError } from '../registry/embedded/store.ts'
import { decodePublicKey } from '../w3id/keys.ts'
import type { VaultConfig } from './config/config.ts'
import { VaultStartError } from './errors.ts'
import type { KeyCustody } from './keys/custody.ts'
import { keyNames } from './keys/identity.ts'
import type { Log } from './log.ts'

/**
 * Starts the embedded registry with a signing key from the keychain.
 * @throws VaultStartError `REGISTRY_DATA_DAMAGED`
 */
export async function startOwnRegistry(
  { dataDirectory, registryPort }: VaultConfig,
  secret: string,
  custody: KeyCustody,
  evaultId: string,
  log: Log,
): Promise<EmbeddedRegistry> {
  const keyName = keyNames.registry(evaultId)
  const publicKey = await custody.createKey(keyName)
  const spki = {
    key: Buffer.from(decodePublicKey(publicKey)),
    format: 'der',
    type: 'spki',
  } as const
  try {
    return await startEmbeddedRegistry({
      directory: dataDirectory,
      port: registryPort,
      secret,
      signer: {
        publicJwk: createPublicKey(spki).export({ format: 'jwk' }),
        kid: 'entropy-key-1',
        sign: (bytes) => custody.sign(keyName, bytes),
      },
      logger: log,
    })
  } catch (error) {
    if (!(error instanceof RegistryFileError)) throw error
    throw new VaultStartError('REGISTRY_DATA_DAMAGED', error.message, { cause: error })
  }
}
