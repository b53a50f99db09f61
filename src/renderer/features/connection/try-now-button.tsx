import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { bridge } from '../../bridge.ts'
import { tellFailure } from '../../components/tell.tsx'
import { useVault } from '../vault/vault-context.tsx'

/** Looks whether the vault is reachable, or tries to make it so, without waiting for its turn. */
export function TryNowButton() {
  const { writable } = useVault()
  const tryNow = () =>
    void bridge
      .call('connection:tryNow')
      .catch((error: unknown) => tellFailure(t`It could not be tried`, error))
  return (
    <Button
      variant="default"
      size="compact-md"
      leftSection={<IconRefresh size={16} />}
      disabled={!writable}
      onClick={tryNow}
    >
      <Trans>Try now</Trans>
    </Button>
  )
}
