import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconWorldDown } from '@tabler/icons-react'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import classes from './requests-pane.module.css'
import { RequestsTable } from './requests-table.tsx'
import { type InboundView, useInbound } from './use-inbound.ts'

/** What comes in from outside, as it comes. */
export function RequestsPane() {
  const view = useInbound()
  const { list, error, reload, isPaused } = view
  if (list === null && error) {
    return (
      <ErrorNotice
        title={t`The requests could not be read`}
        error={error}
        onRetry={() => void reload()}
      />
    )
  }
  if (list?.rows.length === 0 && !isPaused) return <Nothing />
  return (
    <>
      <Bar view={view} />
      <RequestsTable rows={list?.rows ?? []} isLoading={list === null} />
    </>
  )
}

function Bar({ view: { list, isPaused, waiting, pause, resume } }: { view: InboundView }) {
  const leftOut = list?.leftOut ?? 0
  return (
    <div className={classes.bar}>
      <span className={classes.words} role="status">
        {isPaused
          ? plural(waiting, {
              0: 'Paused. Nothing has come in since.',
              one: 'Paused. # request has come in since.',
              other: 'Paused. # requests have come in since.',
            })
          : t`Live. The newest 500 since the vault was opened; what is kept for good is under Activity.`}
      </span>
      {leftOut > 0 && (
        <span className={classes.words} data-tone="warn">
          {plural(leftOut, {
            one: '# more came too fast to be shown.',
            other: '# more came too fast to be shown.',
          })}
        </span>
      )}
      <Button
        variant="default"
        size="compact-md"
        leftSection={isPaused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
        disabled={list === null}
        onClick={isPaused ? resume : pause}
      >
        {isPaused ? t`Resume` : t({ message: 'Pause', context: 'verb' })}
      </Button>
    </div>
  )
}

function Nothing() {
  return (
    <Notice icon={<IconWorldDown size={24} />} title={t`Nothing has come in from outside yet`}>
      <p className={classes.text}>
        <Trans>
          Each request that reaches your vault through the public address appears here at once: who
          sent it, what it asked for, and what became of it. Never what it held.
        </Trans>
      </p>
    </Notice>
  )
}
