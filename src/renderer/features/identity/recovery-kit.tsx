import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconCircleCheck, IconLifebuoy } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { KitStatus } from '../../../ipc/contract.ts'
import { Time } from '../../components/time.tsx'
import { RestoreDialog } from '../vault/restore-dialog.tsx'
import { type KitState, kitState } from './kit-state.ts'
import classes from './recovery-kit.module.css'
import { Section } from './section.tsx'
import { useKit } from './use-kit.ts'

interface RecoveryKitProps {
  /** The newest `versionId` of the log. */
  readonly head: string | undefined
  readonly isVaultEmpty: boolean
  /** Then there is nothing to save. */
  readonly keyless: boolean
}

/** What brings the keys back on a new computer. */
export function RecoveryKit({ head, isVaultEmpty, keyless }: RecoveryKitProps) {
  const { kit, failure, saving, read, save } = useKit()
  const state = kit && kitState(kit, head)
  return (
    <Section
      title="Recovery kit"
      anchor="kit"
      hint="An encrypted file, and twelve words that you write on paper. Both together bring your keys back on a new computer; neither is of use alone."
    >
      <div className={classes.card} data-tone={state === 'old' ? 'warn' : undefined}>
        {kit && state && <KitSummary kit={kit} state={state} />}
        {!kit && !failure && <Text c="dimmed">Looking whether there is a kit…</Text>}
        {failure && (
          <Text className={classes.words ?? ''} role="alert">
            {failure}
          </Text>
        )}
        {kit ? (
          <Button
            variant={state === 'current' ? 'default' : 'filled'}
            size="compact-md"
            loading={saving}
            disabled={keyless}
            onClick={() => void save()}
          >
            {state === 'none' ? 'Save recovery kit…' : 'Save a new kit…'}
          </Button>
        ) : (
          failure && (
            <Button variant="default" size="compact-md" onClick={() => void read()}>
              Try again
            </Button>
          )
        )}
      </div>
      {keyless && (
        <p className={classes.restore}>
          A kit can be saved once keys are on this computer. A kit you have brings yours back: see
          above.
        </p>
      )}
      {isVaultEmpty && !keyless && <RestoreHere />}
    </Section>
  )
}

/** On a new computer: the vault that was just made can become the one of a kit. */
function RestoreHere() {
  const [restoring, { open, close }] = useDisclosure(false)
  return (
    <p className={classes.restore}>
      Coming from another computer? This vault is empty, so it can become yours.
      <Button variant="default" size="compact-md" onClick={open}>
        Restore from a kit…
      </Button>
      <RestoreDialog opened={restoring} onClose={close} />
    </p>
  )
}

const icons: Readonly<Record<KitState, ReactNode>> = {
  none: <IconLifebuoy size={20} aria-hidden="true" />,
  current: <IconCircleCheck size={20} aria-hidden="true" />,
  old: <IconAlertTriangle size={20} aria-hidden="true" />,
}

function KitSummary({ kit, state }: { kit: KitStatus; state: KitState }) {
  return (
    <>
      {icons[state]}
      <div className={classes.words}>
        <div>
          <strong>{title[state]}</strong>
        </div>
        <span className={classes.more}>
          {kit.savedAt !== null && (
            <>
              Saved <Time value={kit.savedAt} />.{' '}
            </>
          )}
          {meaning[state]}
        </span>
      </div>
    </>
  )
}

const title: Readonly<Record<KitState, string>> = {
  none: 'You have no recovery kit yet',
  current: 'Your kit holds the keys you use now',
  old: 'Your kit is from before the last key renewal: save a new one',
}

const meaning: Readonly<Record<KitState, string>> = {
  none: 'If this computer is lost, your keys and your eName are lost with it.',
  current: 'Keep the file and the paper in different places.',
  old: 'It lacks the newest of your keys.',
}
