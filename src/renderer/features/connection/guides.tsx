import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { CopyButton } from '../../components/copy-button.tsx'
import classes from './guides.module.css'
import type { MeansView } from './use-means.ts'

/** What is to be done at the router. */
export function OwnAddressGuide() {
  return (
    <ol className={classes.guide}>
      <li>
        <Trans>
          In your router’s settings, look for “port forwarding” and have it pass a port on to this
          computer, to the port below. 443 is what https uses.
        </Trans>
      </li>
      <li>
        <Trans>
          Have a name lead to your router: a domain of yours, or one of a dynamic DNS service, which
          many routers know.
        </Trans>
      </li>
      <li>
        <Trans>
          For https, a web server with a certificate (such as Caddy) has to stand in front of the
          vault; the vault itself speaks http.
        </Trans>
      </li>
    </ol>
  )
}

const sshdLines = [
  'AllowTcpForwarding remote',
  'GatewayPorts clientspecified',
  'ClientAliveInterval 15',
]

/** What is to be done at the server: let this key in, and let it open a port. */
export function SshGuide({ means }: { means: MeansView }) {
  const config = sshdLines.join('\n')
  return (
    <ol className={classes.guide}>
      <li>
        <Trans>
          Add this line to the file <code>~/.ssh/authorized_keys</code> of that user. The private
          half of the key stays in your keychain.
        </Trans>
        <PublicKey means={means} />
      </li>
      <li>
        <Trans>
          In <code>/etc/ssh/sshd_config</code> of the server these have to hold; restart sshd after
          a change.
        </Trans>
        <div className={classes.code}>
          <pre>{config}</pre>
          <CopyButton text={config} label={t`Copy these lines`} />
        </div>
      </li>
    </ol>
  )
}

function PublicKey({ means: { means, failure, read } }: { means: MeansView }) {
  if (failure !== null) {
    return (
      <p className={classes.error} role="alert">
        {failure}{' '}
        <Button variant="default" size="compact-sm" onClick={() => void read()}>
          <Trans>Try again</Trans>
        </Button>
      </p>
    )
  }
  if (means === null) return <Skeleton height={40} mt={4} />
  return (
    <div className={classes.code}>
      <code>{means.sshPublicKey}</code>
      <CopyButton text={means.sshPublicKey} label={t`Copy public key`} />
    </div>
  )
}
