import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Progress, Text, Title } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { BringBackState } from '../../../ipc/bring-back.ts'
import { bridge } from '../../bridge.ts'
import frame from '../setup/step-frame.module.css'

interface WorkingPanelProps {
  readonly work: Extract<BringBackState, { state: 'working' }>
}

/** How far it is, and the way to end it. */
export function WorkingPanel({ work }: WorkingPanelProps) {
  const { from, done, total, isCancelling } = work
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  // Reading is most of the work; then all of it is compared.
  const percent = total === 0 ? 0 : Math.min(100, Math.floor((100 * done) / total))
  return (
    <div className={frame.step}>
      <div className={frame.body}>
        <Title order={1} ref={heading} tabIndex={-1} className={frame.title ?? ''}>
          <Trans>Bringing your vault back</Trans>
        </Title>
        <p className={frame.lead}>
          {from === 'backup' ? (
            <Trans>
              It is written beside, compared with the backup, and takes its place when it is whole.
              If this is cut off, you begin anew.
            </Trans>
          ) : (
            <Trans>
              Each part is compared with the archive before it is taken. If this is cut off, it goes
              on the next time.
            </Trans>
          )}
        </p>
        <Progress value={percent} size="lg" aria-label={t`Bringing your vault back`} />
        <Text c="dimmed" role="status">
          {isCancelling ? t`Cancelling…` : percent === 100 ? t`Comparing…` : t`${percent} %`}
        </Text>
      </div>
      <div className={frame.footer}>
        <span className={frame.spacer} />
        <Button
          variant="default"
          disabled={isCancelling}
          onClick={() => void bridge.call('bringBack:cancel')}
        >
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </div>
  )
}
