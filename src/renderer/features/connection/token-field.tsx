import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconCircleCheck, IconClipboard } from '@tabler/icons-react'
import { useId } from 'react'
import type { TokenKind } from '../../../ipc/connection.ts'
import classes from './guides.module.css'
import type { MeansView } from './use-means.ts'
import type { WayForm } from './use-way-form.ts'

interface TokenFieldProps {
  readonly kind: TokenKind
  readonly form: WayForm
  readonly means: MeansView
}

/** Has main take a token from the clipboard: it is never shown. */
export function TokenField({ kind, form, means }: TokenFieldProps) {
  const hint = useId()
  const hasToken = means.means?.hasToken[kind] === true
  const lacks = form.lacksToken ? t`Paste the token first.` : null
  const failure = means.tokenFailure ?? means.failure ?? lacks
  return (
    <div className={classes.token}>
      <div className={classes.pasting}>
        <Button
          variant="default"
          leftSection={<IconClipboard size={16} />}
          aria-describedby={hint}
          onClick={() => void means.pasteToken(kind)}
        >
          {hasToken ? t`Paste another token` : t`Paste token from clipboard`}
        </Button>
        <span className={classes.kept} role="status">
          {hasToken && (
            <>
              <IconCircleCheck size={16} aria-hidden="true" />
              <Trans>A token is in your keychain</Trans>
            </>
          )}
        </span>
      </div>
      {failure !== null && (
        <p className={classes.error} role="alert">
          {failure}
        </p>
      )}
      <p className={classes.hint} id={hint}>
        <Trans>
          Copy the token, then press the button. It goes to your keychain without being shown, and
          the clipboard is emptied.
        </Trans>
      </p>
    </div>
  )
}
