import { createPublicKey } from 'node:crypto'
import type { SignerSource } from '../registry/embedded/key-ring.ts'
import { type EmbeddedRegistry, startEmbeddedRegistry } from '../registry/embedded/server.ts'
import { RegistryFileError } from '../registry/embedded/store.ts'
import { decodePublicKey } from '../w3id/keys.ts'
import type { VaultConfig } from './config/config.ts'
import { VaultStartError } from './errors.ts'
import type { KeyCustody } from './keys/custody.ts'
import { keyNames } from './keys/identity.ts'
import type { Log } from './log.ts'
import type { Seal } from './seal/seal.ts'
import { openWhole, sealWhole } from './seal/sealed-whole.ts'

/** Where others read it, below the vault's public address. */
export const ownRegistryPath = '/registry'

interface RegistryMeans {
  readonly custody: KeyCustody
  readonly seal: Pick<Seal, 'evaultId' | 'key'>
  readonly log: Log
}

/**
 * Starts the embedded registry with signing keys from the keychain. No web page may read it until
 * it is told (`expose`).
 * @throws VaultStartError `REGISTRY_DATA_DAMAGED`
 */
export async function startOwnRegistry(
  { dataDirectory, registryPort }: VaultConfig,
  secret: string,
  { custody, seal, log }: RegistryMeans,
): Promise<EmbeddedRegistry> {
  const key = seal.key('registry')
  try {
    return await startEmbeddedRegistry({
      directory: dataDirectory,
      port: registryPort,
      secret,
      sealing: {
        seal: (plain) => sealWhole(key, plain),
        open: (sealed) => openWhole(key, sealed),
      },
      signer: signersIn(custody, seal.evaultId),
      logger: log,
    })
  } catch (error) {
    if (!(error instanceof RegistryFileError)) throw error
    throw new VaultStartError('REGISTRY_DATA_DAMAGED', error.message, { cause: error })
  }
}

/** The registry's keys in the keychain. */
function signersIn(custody: KeyCustody, evaultId: string): SignerSource {
  return async (number) => {
    const name = keyNames.registry(evaultId, number)
    const key = Buffer.from(decodePublicKey(await custody.createKey(name)))
    return {
      publicJwk: createPublicKey({ key, format: 'der', type: 'spki' }).export({ format: 'jwk' }),
      kid: `entropy-key-${number}`,
      sign: (bytes) => custody.sign(name, bytes, 'registry-token'),
    }
  }
}
