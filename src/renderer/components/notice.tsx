import { Trans } from '@lingui/react/macro'
import { Button, Title } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { errorCause } from '../graphql/error-cause.ts'
import classes from './notice.module.css'

interface NoticeProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children: ReactNode
}

/** Stands where content would be: why there is none, and what to do about it. */
export function Notice({ icon, title, children }: NoticeProps) {
  return (
    <div className={classes.notice}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </div>
  )
}

interface ErrorNoticeProps {
  readonly title: string
  readonly error: unknown
  readonly onRetry: () => void
}

/** What went wrong, and the way to try again. */
export function ErrorNotice({ title, error, onRetry }: ErrorNoticeProps) {
  return (
    <div role="alert">
      <Notice icon={<IconAlertTriangle size={24} />} title={title}>
        <p className={classes.text}>{errorCause(error)}</p>
        <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      </Notice>
    </div>
  )
}
