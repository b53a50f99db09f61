import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { version } from '../../package.json'
import { createKeyCustody, openVault, parseConfig } from '../evault/index.ts'
import { askGraphQL } from './ask-graphql.ts'
import { built } from './built.ts'
import { memorySecretStore } from './memory-secrets.ts'
import { personOf } from './person.ts'
import { registryCalls } from './registry-calls.ts'
import type { TestVault, TestVaultOptions } from './types.ts'

/**
 * Opens a vault for a suite: a real database in a temporary directory, keys in memory, a fresh
 * identity that is registered and certified. All of it is gone once it is disposed of.
 * @throws VaultStartError
 */
export async function startTestVault(options: TestVaultOptions = {}): Promise<TestVault> {
  const directory = await mkdtemp(join(tmpdir(), 'evault-testing-'))
  const removeDirectory = () => rm(directory, { recursive: true, force: true })
  const vault = await openIn(directory, options).catch(async (error) => {
    await removeDirectory()
    throw error
  })
  return {
    ...vault,
    async [Symbol.asyncDispose]() {
      await vault[Symbol.asyncDispose]()
      await removeDirectory()
    },
  }
}

async function openIn(dataDirectory: string, options: TestVaultOptions): Promise<TestVault> {
  const { policy = 'open', registry: elsewhere } = options
  const store = memorySecretStore()
  const config = parseConfig({
    ...{ dataDirectory, policy, port: 0, registryPort: 0 },
    registry: elsewhere?.url ?? 'embedded',
    // Nothing of it outlives the suite.
    acknowledge: 'early',
  })
  const vault = await openVault(config, {
    ...{ ...built(), version, windowOrigin: null, registrySecret: elsewhere?.secret ?? null },
    besideRegistry: elsewhere !== undefined,
    openCustody: async () => createKeyCustody(store),
    log: pino({ level: 'silent' }),
  })
  const { ename, localUrl: url, owner } = vault
  const registry = { url: vault.registry.url, secret: vault.registry.secret ?? '' }
  const calls = registryCalls(registry)
  return {
    ...{ ...calls, ename, url, registry, ownerUrl: owner.url, ownerToken: owner.token },
    person: personOf({ ename, owner, store }),
    async graphql<Data>(query: string, variables?: object, asked: { platform?: string } = {}) {
      const token = asked.platform && (await calls.platformToken(asked.platform))
      const headers = { 'x-ename': ename, ...(token && { authorization: `Bearer ${token}` }) }
      return askGraphQL<Data>(`${url}/graphql`, { query, variables }, headers)
    },
    [Symbol.asyncDispose]: () => vault[Symbol.asyncDispose](),
  }
}
