import { Trans } from '@lingui/react/macro'
import { Button, Loader, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconShieldLock } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { RestoreDialog } from '../vault/restore-dialog.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { useFlow } from './use-flow.ts'
import classes from './welcome-step.module.css'

interface WelcomeStepProps {
  /** The owner has a copy of their vault. */
  readonly onCopy: (copy: 'backup' | 'archive') => void
}

/** What this is, and the ways to begin. Nothing is made before one is taken. */
export function WelcomeStep({ onCopy }: WelcomeStepProps) {
  const { status } = useVault()
  return (
    <div className={classes.welcome}>
      <span className={classes.mark} aria-hidden="true">
        <IconShieldLock size={32} stroke={1.5} />
      </span>
      <Title order={1} className={classes.title ?? ''}>
        <Trans>Welcome to eVault</Trans>
      </Title>
      <p className={classes.lead}>
        <Trans>
          A vault on your own computer for what you write, share and sign online. Apps ask your
          vault for it, and you decide who gets what.
        </Trans>
      </p>
      {status.state === 'none' ? <Beginnings onCopy={onCopy} /> : <Opening />}
    </div>
  )
}

function Beginnings({ onCopy }: WelcomeStepProps) {
  const flow = useFlow()
  const [restoring, { open, close }] = useDisclosure(false)
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  return (
    <>
      <div className={classes.ways}>
        <Button ref={first} size="md" loading={flow.working} onClick={() => void flow.goTo('name')}>
          <Trans>Create my vault</Trans>
        </Button>
        <Button size="md" variant="default" onClick={open}>
          <Trans>I have a recovery kit</Trans>
        </Button>
        <Button size="md" variant="default" onClick={() => onCopy('backup')}>
          <Trans>I have a backup</Trans>
        </Button>
        <Button size="md" variant="default" onClick={() => onCopy('archive')}>
          <Trans>I have an archive</Trans>
        </Button>
      </div>
      {flow.failure && (
        <p className={classes.failure} role="alert">
          {flow.failure}
        </p>
      )}
      <p className={classes.hint}>
        <Trans>It takes about a minute. Nothing is made before you begin.</Trans>
      </p>
      <RestoreDialog opened={restoring} onClose={close} />
    </>
  )
}

function Opening() {
  return (
    <p className={classes.opening} role="status">
      <Loader size={16} />
      <Trans>Opening your vault with the keys from your kit…</Trans>
    </p>
  )
}
