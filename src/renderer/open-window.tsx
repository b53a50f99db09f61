import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { bridge } from './bridge.ts'
import { ConnectionMonitor } from './features/connection/connection-monitor.ts'
import { Deletions } from './features/data/deletions.ts'
import { keepCountsFresh } from './features/data/record-counts.ts'
import { VaultMonitor } from './features/vault/vault-monitor.ts'
import { ChangeStream } from './graphql/change-stream.ts'
import { createOwnerClient } from './graphql/client.ts'
import { OwnerEndpoint } from './graphql/owner-endpoint.ts'

/** Draws the window, in the language that is spoken. */
export function openWindow(): void {
  const endpoint = new OwnerEndpoint()
  const monitor = new VaultMonitor(bridge, endpoint)
  const client = createOwnerClient(endpoint)
  const changes = new ChangeStream(client, endpoint)
  // Lives as long as the window, and keeps the one event stream open between screens.
  keepCountsFresh(client, changes)

  const root = document.getElementById('root')
  if (!root) throw new Error('index.html has no #root')
  createRoot(root).render(
    <StrictMode>
      <App
        client={client}
        changes={changes}
        deletions={new Deletions(client, changes)}
        monitor={monitor}
        connection={new ConnectionMonitor(bridge)}
      />
    </StrictMode>,
  )
}
