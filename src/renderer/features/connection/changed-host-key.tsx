import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ConnectionCause } from '../../../ipc/connection.ts'
import { bridge } from '../../bridge.ts'
import { tellChange, tellFailure } from '../../components/tell.tsx'
import classes from './changed-host-key.module.css'

interface ChangedHostKeyProps {
  readonly cause: ConnectionCause
  readonly host: string
  readonly port: number
}

/** The key that a server had and the one it shows now, and the way to trust it, which main asks. */
export function ChangedHostKey({ cause: { parameters }, host, port }: ChangedHostKeyProps) {
  const trust = async () => {
    try {
      if (!(await bridge.call('connection:trustNewHostKey', { host, port }))) return
      tellChange(t`The next key of ${host} is trusted`, t`The connection is being tried again.`)
    } catch (error) {
      tellFailure(t`The new key was not trusted`, error)
    }
  }
  return (
    <div className={classes.keys}>
      <dl>
        <div>
          <dt>
            <Trans>Known</Trans>
          </dt>
          <dd>
            <code>{parameters.expected}</code>
          </dd>
        </div>
        <div>
          <dt>
            <Trans>Shown now</Trans>
          </dt>
          <dd>
            <code>{parameters.found || t`None of the kind that is known`}</code>
          </dd>
        </div>
      </dl>
      <Button variant="default" size="compact-md" onClick={() => void trust()}>
        <Trans>Trust the new key…</Trans>
      </Button>
    </div>
  )
}
