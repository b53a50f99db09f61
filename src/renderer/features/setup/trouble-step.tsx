import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Title } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { vaultWords } from '../../components/vault-words.ts'
import type { FailedVault } from '../vault/vault-monitor.ts'
import { WaysOut } from '../vault/ways-out.tsx'
import frame from './step-frame.module.css'
import classes from './trouble-step.module.css'

const titles: Readonly<Record<string, string>> = {
  KEYCHAIN_LOCKED: t`Your keychain is locked`,
  KEYCHAIN_UNAVAILABLE: t`There is no keychain to keep your keys in`,
}

/** Why the vault does not start, and every way out, in the place of the step. */
export function TroubleStep({ vault }: { vault: FailedVault }) {
  const { code } = vault
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className={frame.step}>
      <div className={frame.body}>
        <Title order={1} ref={heading} tabIndex={-1} className={frame.title ?? ''}>
          {titles[code] ?? t`Your vault could not be opened`}
        </Title>
        <p className={classes.message} role="alert">
          {vaultWords(vault)}
        </p>
        <WaysOut vault={vault} />
        <p className={classes.code}>
          <Trans>
            Error code <code>{code}</code>
          </Trans>
        </p>
      </div>
    </div>
  )
}
