import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBuildingCommunity, IconDeviceDesktop } from '@tabler/icons-react'
import { useCallback, useEffect, useState } from 'react'
import type { RegistryChoice } from '../../../ipc/contract.ts'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { RegistryDialog } from './registry-dialog.tsx'
import classes from './registry-setting.module.css'

/** The registry of now, and the way to another. */
export function RegistrySetting() {
  const { lastReady, writable } = useVault()
  const { choice, failure, read } = useRegistryChoice()
  const [opened, { open, close }] = useDisclosure(false)
  if (failure !== null) {
    return (
      <div className={classes.failure} role="alert">
        {failure}
        <Button variant="default" size="compact-sm" onClick={() => void read()}>
          <Trans>Try again</Trans>
        </Button>
      </div>
    )
  }
  if (!choice || !lastReady) return <Skeleton height={66} />
  const isHere = choice.url === null
  const url = choice.url ?? lastReady.registryUrl
  const Icon = isHere ? IconDeviceDesktop : IconBuildingCommunity
  return (
    <div className={classes.card}>
      <Icon size={20} stroke={1.75} aria-hidden="true" />
      <div className={classes.words}>
        <strong>{isHere ? t`On this computer` : t`On the network`}</strong>
        <span className={classes.address}>
          <code>{url}</code>
          <CopyButton text={url} label={t`Copy registry address`} />
        </span>
      </div>
      <Button variant="default" size="compact-md" disabled={!writable} onClick={open}>
        <Trans>Change…</Trans>
      </Button>
      <RegistryDialog
        opened={opened}
        onClose={close}
        onUsed={() => {
          close()
          void read()
        }}
      />
    </div>
  )
}

function useRegistryChoice() {
  const [choice, setChoice] = useState<RegistryChoice | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const read = useCallback(async () => {
    setFailure(null)
    try {
      setChoice(await bridge.call('registry:read'))
    } catch (error) {
      setFailure(callFailure(error))
    }
  }, [])
  useEffect(() => void read(), [read])
  return { choice, failure, read }
}
