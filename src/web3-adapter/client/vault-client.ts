import { createRegistryClient } from '../../registry/client.ts'
import { createPlatformTokens } from './platform-tokens.ts'
import { refusalByStatus } from './refusals.ts'
import type { Subscription, VaultClient, VaultClientOptions } from './types.ts'
import { createVaultAddresses } from './vault-addresses.ts'
import { createVaultCalls } from './vault-calls.ts'
import { createVaultFiles } from './vault-files.ts'
import { createVaultHttp } from './vault-http.ts'
import { createVaultRecords } from './vault-records.ts'

/**
 * Makes a client of the vaults that a registry knows. Opens no connection yet.
 * Throws a TypeError when the registry's address is no http or https URL.
 */
export function createVaultClient(options: VaultClientOptions): VaultClient {
  const { registry: registryUrl, platform, evidence, signal: closing } = options
  const { fetch = globalThis.fetch, now = Date.now } = options
  const registry = createRegistryClient({
    url: registryUrl,
    fetch: closing === undefined ? fetch : fetchUntil(fetch, closing),
    now,
  })
  const http = createVaultHttp({ fetch, now, closing })
  const tokens = createPlatformTokens({ registry, registryUrl, platform, evidence, now })
  const { withoutSecrets } = tokens
  const addresses = createVaultAddresses({ registry, http, withoutSecrets, now })
  const calls = createVaultCalls({ addresses, tokens, http, closing })

  return {
    ...createVaultRecords(calls),
    ...createVaultFiles({ calls, http, withoutSecrets }),
    subscribe: (ename, subscription) =>
      calls.ask(ename, subscribing(subscription), async (answer) => {
        const { status, base } = answer
        if (status >= 200 && status < 300) return 'subscribed'
        if (status === 405 || status === 501) return 'unsupported'
        // Tunnels answer 404 while the vault behind them is away.
        if (status === 404 && (await addresses.isHealthy(base))) return 'unsupported'
        throw refusalByStatus(answer)
      }),
  }
}

function subscribing({ byReference, deletions, ontologies }: Subscription) {
  return {
    method: 'PUT',
    path: '/subscription',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ byReference, deletions, ontologies }),
  } as const
}

/** The registry's client has deadlines of its own; this one ends what it waits for as well. */
function fetchUntil(fetch: typeof globalThis.fetch, closing: AbortSignal): typeof fetch {
  return (input, init) => {
    const signals = init?.signal ? [init.signal, closing] : [closing]
    return fetch(input, { ...init, signal: AbortSignal.any(signals) })
  }
}
