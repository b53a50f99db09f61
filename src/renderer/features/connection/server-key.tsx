import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconKey } from '@tabler/icons-react'
import type { ConnectionKind, ServerKey } from '../../../ipc/connection.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import classes from './server-key.module.css'

/** Whom a way was tried with, for the owner to compare: nobody else can know it the first time. */
export function TestedServerKey(props: { serverKey: ServerKey; kind: ConnectionKind }) {
  const { fingerprint, isNew } = props.serverKey
  return (
    <div className={classes.tested}>
      <IconKey size={16} aria-hidden="true" />
      <div>
        {isNew ? (
          <Trans>
            Key of the server: <code>{fingerprint}</code> – seen for the first time; kept when you
            save.
          </Trans>
        ) : (
          <Trans>
            Key of the server: <code>{fingerprint}</code> – the same as before.
          </Trans>
        )}{' '}
        <CopyButton text={fingerprint} label={t`Copy key of the server`} />
        {isNew && (
          <p className={classes.hint}>
            {props.kind === 'relay' ? (
              <Trans>
                Compare it with the one that whoever runs the relay tells you. If it is another one,
                somebody may stand in between: do not save.
              </Trans>
            ) : (
              <Trans>
                Compare it with what <code>ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub</code>{' '}
                says on the server. If it is another one, somebody may stand in between: do not
                save.
              </Trans>
            )}
          </p>
        )}
      </div>
    </div>
  )
}

/** The key by which the server of a way is known. */
export function KnownServerKey({ fingerprint }: { fingerprint: string }) {
  return (
    <span className={classes.known}>
      <Trans>
        Key of the server: <code>{fingerprint}</code>
      </Trans>
    </span>
  )
}
