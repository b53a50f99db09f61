import type { ApolloClient } from '@apollo/client'
import { ApolloProvider } from '@apollo/client/react'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { RouterProvider } from 'react-router'
import { bridge } from './bridge.ts'
import { ConnectionProvider } from './features/connection/connection-context.tsx'
import type { ConnectionMonitor } from './features/connection/connection-monitor.ts'
import { DataProvider } from './features/data/data-context.tsx'
import type { Deletions } from './features/data/deletions.ts'
import { SetupProvider, useSetup } from './features/setup/setup-context.tsx'
import { SetupScreen } from './features/setup/setup-screen.tsx'
import { router } from './features/shell/router.tsx'
import { EncryptingScreen } from './features/vault/encrypting-screen.tsx'
import { FailedScreen } from './features/vault/failed-screen.tsx'
import { useVault, VaultProvider } from './features/vault/vault-context.tsx'
import type { VaultMonitor } from './features/vault/vault-monitor.ts'
import type { ChangeStream } from './graphql/change-stream.ts'
import { cssVariables, theme } from './theme.ts'

interface AppProps {
  readonly client: ApolloClient
  readonly changes: ChangeStream
  readonly deletions: Deletions
  readonly monitor: VaultMonitor
  readonly connection: ConnectionMonitor
}

const hold = (isHeld: boolean) => void bridge.call('window:hold', isHeld)

/** The window, given everything it talks to. */
export function App({ client, changes, deletions, monitor, connection }: AppProps) {
  return (
    <I18nProvider i18n={i18n}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <ApolloProvider client={client}>
          <VaultProvider monitor={monitor}>
            <DataProvider changes={changes} deletions={deletions} hold={hold}>
              <ConnectionProvider monitor={connection}>
                <SetupProvider>
                  <Window />
                </SetupProvider>
              </ConnectionProvider>
              <Notifications position="bottom-center" containerWidth={400} />
            </DataProvider>
          </VaultProvider>
        </ApolloProvider>
      </MantineProvider>
    </I18nProvider>
  )
}

function Window() {
  const { status } = useVault()
  const setup = useSetup()
  if (setup === null) return null
  if (setup.step !== 'done') return <SetupScreen step={setup.step} name={setup.name} />
  if (status.state === 'failed') return <FailedScreen vault={status} />
  if (status.state === 'starting' && status.encrypting) {
    return <EncryptingScreen progress={status.encrypting} />
  }
  // In a transition, an answer draws the place before once more, which then asks for its own.
  return <RouterProvider router={router} useTransitions={false} />
}
