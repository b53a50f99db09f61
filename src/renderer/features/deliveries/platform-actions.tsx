import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Button, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDots, IconPlayerPause, IconPlayerPlay, IconRepeat } from '@tabler/icons-react'
import { Link } from 'react-router'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { accessPath } from '../access/access-address.ts'
import { platformLine } from '../access/caller.ts'
import { useVault } from '../vault/vault-context.tsx'
import classes from './platform-actions.module.css'
import { type DeliveryPlatform, platformTitle } from './platform-health.ts'
import { ReplayDialog } from './replay-dialog.tsx'
import { TestDialog } from './test-dialog.tsx'
import { usePausing } from './use-platform-change.ts'

/** What the owner can do with a platform. */
export function PlatformActions({ platform }: { platform: DeliveryPlatform }) {
  const { writable } = useVault()
  const title = platformTitle(platform.platform)
  const { toggle, refusals, sending } = usePausing(platform, title)
  const [isTesting, test] = useDisclosure(false)
  const [isReplaying, replay] = useDisclosure(false)
  const { paused } = platform.settings
  const common = { variant: 'default', size: 'compact-md', disabled: !writable } as const
  return (
    <>
      <div className={classes.actions}>
        <Button {...common} onClick={test.open}>
          <Trans>Send a test</Trans>
        </Button>
        <Button
          {...common}
          loading={sending}
          leftSection={paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
          onClick={() => void toggle()}
        >
          {paused ? t`Resume` : t({ message: 'Pause', context: 'verb' })}
        </Button>
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon size={28} aria-label={t`More`}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              disabled={!writable}
              leftSection={<IconRepeat size={16} />}
              onClick={replay.open}
            >
              <Trans>Send changes again…</Trans>
            </Menu.Item>
            <Menu.Item component={Link} to={accessPath(platformLine(platform.platform))}>
              <Trans>What it may read</Trans>
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={classes.refusal}>
        <RefusalAlert title={t`Nothing was changed`} refusals={refusals} />
      </div>
      {isTesting && <TestDialog platform={platform} onClose={test.close} />}
      {isReplaying && <ReplayDialog platform={platform} onClose={replay.close} />}
    </>
  )
}
