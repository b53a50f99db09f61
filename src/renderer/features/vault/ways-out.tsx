import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Modal, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconFileAlert,
  IconFolderOpen,
  IconKeyOff,
  IconLifebuoy,
  IconPower,
  IconRefresh,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { WayOut } from '../../../ipc/contract.ts'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'
import { RestoreDialog } from './restore-dialog.tsx'
import type { FailedVault } from './vault-monitor.ts'

const waysOut = {
  retry: { name: t`Try again`, Icon: IconRefresh },
  'restore-kit': { name: t`Restore from recovery kit…`, Icon: IconLifebuoy },
  'open-without-keys': { name: t`Open without keys`, Icon: IconKeyOff },
  'open-data-folder': { name: t`Open data folder`, Icon: IconFolderOpen },
  'use-key-file': { name: t`Use a key file instead`, Icon: IconFileAlert },
  quit: { name: t({ message: 'Quit', context: 'verb' }), Icon: IconPower },
} satisfies Record<WayOut, unknown>

/** Every way out of a vault that does not start, the likeliest first. */
export function WaysOut({ vault }: { vault: FailedVault }) {
  const [confirming, { open, close }] = useDisclosure(false)
  const [restoring, restoration] = useDisclosure(false)
  const [refused, setRefused] = useState<string | null>(null)

  const take = (way: WayOut) => {
    setRefused(null)
    bridge.call('vault:wayOut', way).catch((error: unknown) => setRefused(callFailure(error)))
  }
  const choose = (way: WayOut) => {
    if (way === 'use-key-file') open()
    else if (way === 'restore-kit') restoration.open()
    else take(way)
  }

  return (
    <>
      <Group gap="sm">
        {vault.waysOut.map((way, index) => {
          const { name, Icon } = waysOut[way]
          return (
            <Button
              key={way}
              variant={index === 0 ? 'filled' : 'default'}
              leftSection={<Icon size={16} />}
              onClick={() => choose(way)}
            >
              {name}
            </Button>
          )
        })}
      </Group>
      {refused && (
        <Text c="var(--bad)" role="alert" mt="md">
          <Trans>That did not work. {refused}</Trans>
        </Text>
      )}
      <RestoreDialog opened={restoring} onClose={restoration.close} />
      <KeyFileConfirmation
        opened={confirming}
        onClose={close}
        onConfirm={() => {
          close()
          take('use-key-file')
        }}
      />
    </>
  )
}

function KeyFileConfirmation(props: {
  opened: boolean
  onClose: () => void
  onConfirm: () => void
}) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t`Keep your keys in a file?`}>
      <Text>
        <Trans>
          Keys would be kept in a file on this computer; whoever reads this disk can act as you. A
          keychain of the operating system protects them with your login.
        </Trans>
      </Text>
      <Group justify="flex-end" gap="sm" mt="xl">
        <Button variant="default" onClick={props.onClose} data-autofocus>
          <Trans>Cancel</Trans>
        </Button>
        <Button color="red.9" onClick={props.onConfirm}>
          <Trans>Use a key file</Trans>
        </Button>
      </Group>
    </Modal>
  )
}
