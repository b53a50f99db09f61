import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { errorCause } from '../../graphql/error-cause.ts'
import classes from './pages-error.module.css'

/** Says above a list that not all of it could be read; nothing where it could. */
export function PagesError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error === null) return null
  return (
    <div className={classes.error} role="alert">
      <span>
        <Trans>Not all of it could be read.</Trans> {errorCause(error)}
      </span>
      <Button variant="default" size="compact-sm" onClick={onRetry}>
        <Trans>Try again</Trans>
      </Button>
    </div>
  )
}
