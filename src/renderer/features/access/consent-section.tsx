import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle } from '@tabler/icons-react'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { Section } from '../../components/section.tsx'
import { useTypeName } from '../data/record-counts.ts'
import { useVault } from '../vault/vault-context.tsx'
import { ConsentForm } from './consent-form.tsx'
import classes from './consent-section.module.css'
import { consentSentence } from './consent-words.ts'
import { ForgetDialog } from './forget-dialog.tsx'
import { useBlocking } from './use-blocking.ts'
import { isWaiting, type Visitor } from './visitors.ts'
import { WhileLocked } from './while-locked.tsx'

interface ConsentSectionProps {
  readonly visitor: Visitor
  /** The policy: platforms nobody decided about have to ask. */
  readonly asks: boolean
  /** What had the focus is gone. */
  readonly onDone: () => void
}

/** What a platform may do, in words, and the ways to change it. */
export function ConsentSection({ visitor, asks, onDone }: ConsentSectionProps) {
  const { consent } = visitor
  const typeName = useTypeName()
  const [editing, editor] = useDisclosure(isWaiting(visitor))
  const done = () => {
    editor.close()
    onDone()
  }
  return (
    <Section title={t`What it may do`} hint={consentSentence(consent, asks, typeName)}>
      <Meaning visitor={visitor} asks={asks} />
      {editing ? (
        <ConsentForm visitor={visitor} onDone={done} onCancel={isWaiting(visitor) ? null : done} />
      ) : (
        <>
          <WhileLocked visitor={visitor} />
          <Actions visitor={visitor} onEdit={editor.open} onDone={onDone} />
        </>
      )}
    </Section>
  )
}

/** What a name is worth, and what a migrator is. */
function Meaning({ visitor, asks }: Pick<ConsentSectionProps, 'visitor' | 'asks'>) {
  const { consent, verified } = visitor
  const isClaimed = !verified && consent?.decision !== 'blocked'
  const isOpen = consent === null && !asks
  const isRisky = isOpen || consent?.decision === 'everything' || isWaiting(visitor)
  return (
    <>
      {isClaimed && (
        <p className={classes.claimed} data-tone={isRisky ? 'warn' : undefined}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          <Trans>
            Its name is only claimed: no registry of yours made it prove itself, so anybody may come
            under this name and get what you give it.
          </Trans>
        </p>
      )}
      {consent?.migrator && (
        <p className={classes.note}>
          <Trans>What it imports in bulk is not announced to other platforms.</Trans>
        </p>
      )}
    </>
  )
}

interface ActionsProps {
  readonly visitor: Visitor
  readonly onEdit: () => void
  readonly onDone: () => void
}

function Actions({ visitor, onEdit, onDone }: ActionsProps) {
  const { consent } = visitor
  const { writable } = useVault()
  const { block, refusals, sending } = useBlocking(visitor, onDone)
  const [forgetting, forget] = useDisclosure(false)
  const isBlocked = consent?.decision === 'blocked'
  return (
    <>
      <RefusalAlert title={t`It was not blocked`} refusals={refusals} />
      <Group gap="sm">
        <Button variant="default" size="compact-md" disabled={!writable} onClick={onEdit}>
          {consent && !isWaiting(visitor) ? t`Change…` : t`Decide…`}
        </Button>
        {!isBlocked && (
          <Button
            variant="default"
            size="compact-md"
            disabled={!writable}
            loading={sending}
            onClick={() => void block()}
          >
            <Trans>Block</Trans>
          </Button>
        )}
        {consent && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-md"
            disabled={!writable}
            onClick={forget.open}
          >
            <Trans>Forget…</Trans>
          </Button>
        )}
      </Group>
      <ForgetDialog
        visitor={visitor}
        opened={forgetting}
        onClose={forget.close}
        onForgotten={onDone}
      />
    </>
  )
}
