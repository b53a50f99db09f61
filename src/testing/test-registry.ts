import { randomBytes, webcrypto } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedRegistry } from '../registry/embedded/server.ts'
import { registryCalls } from './registry-calls.ts'
import type { TestRegistry } from './types.ts'

const { subtle } = webcrypto
const curve = { name: 'ECDSA', namedCurve: 'P-256' }

/**
 * Starts a registry with a fresh key, for suites that bring vaults of their own or whose people
 * share one. Protocol §3.
 */
export async function startTestRegistry(): Promise<TestRegistry> {
  const directory = await mkdtemp(join(tmpdir(), 'evault-registry-'))
  const secret = randomBytes(32).toString('base64url')
  const pair = await subtle.generateKey(curve, true, ['sign', 'verify'])
  const registry = await startEmbeddedRegistry({
    ...{ directory, secret, port: 0, cors: 'any' },
    signer: {
      publicJwk: { ...(await subtle.exportKey('jwk', pair.publicKey)) },
      kid: 'entropy-key-1',
      sign: async (bytes) =>
        new Uint8Array(await subtle.sign({ ...curve, hash: 'SHA-256' }, pair.privateKey, bytes)),
    },
  })
  const { url } = registry
  return {
    ...{ url, secret, ...registryCalls({ url, secret }) },
    async [Symbol.asyncDispose]() {
      await registry[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
