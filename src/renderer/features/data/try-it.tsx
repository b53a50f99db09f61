import { t } from '@lingui/core/macro'
import { Skeleton } from '@mantine/core'
import { LabelledCopyButton } from '../../components/copy-button.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { createCommand } from './curl.ts'
import classes from './try-it.module.css'

/** A command that writes a record into this very vault. */
export function TryIt() {
  const { lastReady } = useVault()
  if (!lastReady) return <Skeleton height={160} />
  const command = createCommand(lastReady.localUrl, lastReady.ename)
  return (
    <div className={classes.command}>
      <pre className={classes.text} dir="ltr">
        {command}
      </pre>
      <div className={classes.copy}>
        <LabelledCopyButton text={command} label={t`Copy command`} />
      </div>
    </div>
  )
}
