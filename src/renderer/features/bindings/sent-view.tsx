import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFileOff, IconSend } from '@tabler/icons-react'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { ShortId } from '../../components/short-id.tsx'
import { tellChange } from '../../components/tell.tsx'
import { Time } from '../../components/time.tsx'
import { useChange } from '../../components/use-change.ts'
import { useVault } from '../vault/vault-context.tsx'
import { typeNames } from './document-types.ts'
import classes from './document-view.module.css'
import { DrawnDocument } from './drawn-document.tsx'
import { Pane, PanePlaceholder } from './pane.tsx'
import { Party } from './party.tsx'
import { SentState } from './sent-state.tsx'
import { sentWords } from './sent-words.ts'
import { SignedText } from './signed-text.tsx'
import { type SentSignature, useSent, useSentChanges, useSentContent } from './use-sent.ts'

interface SentViewProps {
  readonly id: string
  readonly onClose: () => void
}

/** A signature under a document of somebody else: what was signed, and what became of it. */
export function SentView({ id, onClose }: SentViewProps) {
  const { sent, error, refetch } = useSent()
  const item = sent?.find((one) => one.id === id)
  return (
    <Pane
      title={item ? typeNames[item.type] : t`Signed for somebody`}
      hint={item ? <ShortId id={item.documentId} label={t`Copy document id`} /> : ''}
      onClose={onClose}
    >
      {item && (
        <>
          <Delivery item={item} onForgotten={onClose} />
          <Content item={item} />
        </>
      )}
      {!item && error && (
        <ErrorNotice
          title={t`The signature could not be read`}
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {sent && !item && !error && (
        <Notice icon={<IconFileOff size={24} />} title={t`This signature is not kept here`}>
          <p className={classes.muted}>
            <Trans>It was forgotten, or the address is mistaken.</Trans>
          </p>
        </Notice>
      )}
      {!sent && !error && <PanePlaceholder />}
    </Pane>
  )
}

function Delivery({ item, onForgotten }: { item: SentSignature; onForgotten: () => void }) {
  const { writable } = useVault()
  const { resend } = useSentChanges()
  const { change, refusals, sending } = useChange()
  const [forgetting, forgetful] = useDisclosure(false)
  const { meaning, canResend } = sentWords[item.state]
  return (
    <section className={classes.state} aria-label={t`Delivery`}>
      <strong>
        <SentState state={item.state} size={16} />
      </strong>
      <span>{meaning}</span>
      {item.reason && <span className={classes.muted}>{item.reason}</span>}
      <dl className={classes.facts}>
        <dt>
          <Trans>In the vault of</Trans>
        </dt>
        <dd>
          <Party name={item.vault} />
        </dd>
        <dt>
          <Trans context="when">Signed</Trans>
        </dt>
        <dd>
          <Time value={item.signedAt} />
        </dd>
        <dt>
          <Trans>Last sent</Trans>
        </dt>
        <dd>
          <Time value={item.triedAt} />
        </dd>
      </dl>
      <RefusalAlert title={t`It was not sent`} refusals={refusals} />
      <div className={classes.buttons}>
        {canResend && (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconSend size={16} />}
            loading={sending}
            disabled={!writable}
            onClick={() => void change(() => resend({ variables: { id: item.id } }))}
          >
            <Trans>Send again</Trans>
          </Button>
        )}
        <Button
          variant="default"
          size="compact-md"
          disabled={!writable || sending}
          onClick={forgetful.open}
        >
          <Trans>Forget…</Trans>
        </Button>
      </div>
      <ForgetDialog
        id={item.id}
        opened={forgetting}
        onClose={forgetful.close}
        onForgotten={onForgotten}
      />
    </section>
  )
}

interface ForgetDialogProps {
  readonly id: string
  readonly opened: boolean
  readonly onClose: () => void
  readonly onForgotten: () => void
}

function ForgetDialog({ id, opened, onClose, onForgotten }: ForgetDialogProps) {
  const { forget } = useSentChanges()
  const identityChange = useChange()
  const remove = async () => {
    const refused = await identityChange.change(async () => {
      await forget({ variables: { id } })
      return { data: { change: { errors: [] } } }
    })
    if (refused) return
    onClose()
    onForgotten()
    tellChange(t`Forgotten`, t`The signature stays where it was delivered.`)
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={t`Forget this signature?`}
      confirm={t`Forget`}
      destructive
      refusedTitle={t`It was not forgotten`}
      change={identityChange}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <Text>
        <Trans>
          It goes off this list for good, and is sent no more. Where it was delivered, it stays:
          what you signed remains signed.
        </Trans>
      </Text>
    </ConfirmDialog>
  )
}

function Content({ item }: { item: SentSignature }) {
  const { content, error, refetch } = useSentContent(item.id)
  const owner = useVault().lastReady?.ename ?? ''
  if (content) {
    return (
      <>
        <DrawnDocument statement={content} signers={[owner]} />
        <SignedText statement={content} />
      </>
    )
  }
  if (error) {
    return (
      <ErrorNotice
        title={t`What you signed could not be read`}
        error={error}
        onRetry={() => void refetch()}
      />
    )
  }
  return <PanePlaceholder />
}
