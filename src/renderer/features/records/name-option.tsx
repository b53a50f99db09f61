import { Trans } from '@lingui/react/macro'
import { IconApps } from '@tabler/icons-react'
import classes from './access-panel.module.css'
import { platformHost } from './known-names.ts'

/** A proposed name: of a platform its host, marked as such. */
export function NameOption({ name }: { name: string }) {
  const host = platformHost(name)
  if (host === null) return <bdi className={classes.who}>{name}</bdi>
  return (
    <span className={classes.option} title={name}>
      <IconApps size={16} aria-hidden="true" />
      <bdi className={classes.who}>{host}</bdi>
      <span className={classes.muted}>
        <Trans>Platform</Trans>
      </span>
    </span>
  )
}
