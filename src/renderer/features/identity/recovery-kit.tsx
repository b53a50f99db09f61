import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconCircleCheck, IconLifebuoy } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { KitStatus } from '../../../ipc/contract.ts'
import { Section } from '../../components/section.tsx'
import { Time } from '../../components/time.tsx'
import { RestoreDialog } from '../vault/restore-dialog.tsx'
import { type KitState, kitState } from './kit-state.ts'
import classes from './recovery-kit.module.css'
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
      title={t`Recovery kit`}
      anchor="kit"
      hint={t`An encrypted file, and twelve words that you write on paper. Both together bring your keys back on a new computer; neither is of use alone.`}
    >
      <div className={classes.card} data-tone={state && warns.has(state) ? 'warn' : undefined}>
        {kit && state && <KitSummary kit={kit} state={state} />}
        {!kit && !failure && (
          <Text c="dimmed">
            <Trans>Looking whether there is a kit…</Trans>
          </Text>
        )}
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
            {state === 'none' ? t`Save recovery kit…` : t`Save a new kit…`}
          </Button>
        ) : (
          failure && (
            <Button variant="default" size="compact-md" onClick={() => void read()}>
              <Trans>Try again</Trans>
            </Button>
          )
        )}
      </div>
      {keyless && (
        <p className={classes.restore}>
          <Trans>
            A kit can be saved once keys are on this computer. A kit you have brings yours back: see
            above.
          </Trans>
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
      <Trans>Coming from another computer? This vault is empty, so it can become yours.</Trans>
      <Button variant="default" size="compact-md" onClick={open}>
        <Trans>Restore from a kit…</Trans>
      </Button>
      <RestoreDialog opened={restoring} onClose={close} />
    </p>
  )
}

const icons: Readonly<Record<KitState, ReactNode>> = {
  none: <IconLifebuoy size={20} aria-hidden="true" />,
  current: <IconCircleCheck size={20} aria-hidden="true" />,
  old: <IconAlertTriangle size={20} aria-hidden="true" />,
  'keys-alone': <IconAlertTriangle size={20} aria-hidden="true" />,
}

const warns: ReadonlySet<KitState> = new Set(['old', 'keys-alone'])

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
              <Trans>
                Saved <Time value={kit.savedAt} />.
              </Trans>{' '}
            </>
          )}
          {meaning[state]}
        </span>
      </div>
    </>
  )
}

const title: Readonly<Record<KitState, string>> = {
  none: t`You have no recovery kit yet`,
  current: t`Your kit holds the keys you use now`,
  old: t`Your kit is from before the last key renewal: save a new one`,
  'keys-alone': t`Your recovery kit does not open your records: save a new one`,
}

const meaning: Readonly<Record<KitState, string>> = {
  none: t`If this computer is lost, your keys and your eName are lost with it.`,
  current: t`Keep the file and the paper in different places.`,
  old: t`It lacks the newest of your keys.`,
  'keys-alone': t`It has your keys, but not the one that opens your records.`,
}
