import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconBuildingBank } from '@tabler/icons-react'
import { Avatar } from '../../components/avatar.tsx'
import { ShortEName } from '../../components/short-id.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { isSame } from './drawing.ts'
import classes from './party.module.css'

/** Somebody in a document: by avatar and eName, or a provider by the host of their key. */
export function Party({ name, size = 24 }: { name: string; size?: number }) {
  const owner = useVault().lastReady?.ename ?? ''
  const host = providerHost(name)
  if (host) {
    return (
      <span className={classes.party}>
        <span className={classes.provider} style={{ width: size, height: size }}>
          <IconBuildingBank size={Math.round(size * 0.66)} stroke={1.75} aria-hidden="true" />
        </span>
        <span className={classes.host} title={name}>
          {host}
        </span>
        <span className={classes.note}>
          <Trans>provider</Trans>
        </span>
      </span>
    )
  }
  return (
    <span className={classes.party}>
      <Avatar ename={name} size={size} />
      {isSame(name, owner) && <span className={classes.you}>{t`You`}</span>}
      <ShortEName ename={name} />
    </span>
  )
}

/** The host of the key of a provider; null for an eName. */
export function providerHost(signer: string): string | null {
  return /^https?:/i.test(signer) && URL.canParse(signer) ? new URL(signer).host : null
}
