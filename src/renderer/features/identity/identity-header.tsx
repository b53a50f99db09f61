import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Title, Tooltip } from '@mantine/core'
import { Avatar } from '../../components/avatar.tsx'
import { LabelledCopyButton } from '../../components/copy-button.tsx'
import { QrCode } from '../../components/qr-code.tsx'
import { shortenId } from '../../components/shorten-id.ts'
import classes from './identity-header.module.css'

/** The eName, to be recognised, copied and scanned. */
export function IdentityHeader({ ename }: { ename: string }) {
  return (
    <header className={classes.header}>
      <Avatar ename={ename} size={48} />
      <div className={classes.words}>
        <Title order={1}>
          <Trans>Your identity</Trans>
        </Title>
        <div className={classes.ename}>
          <Tooltip label={ename}>
            <code>{shortenId(ename)}</code>
          </Tooltip>
          <LabelledCopyButton text={ename} label={t`Copy eName`} />
        </div>
        <p className={classes.meaning}>
          <Trans>
            This is your eName: apps and people find your vault by it, and what is signed with your
            keys counts as signed by you.
          </Trans>
        </p>
      </div>
      <figure className={classes.code}>
        <QrCode text={ename} label={t`QR code of your eName ${ename}`} />
      </figure>
    </header>
  )
}
