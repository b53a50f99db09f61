import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Kbd, Title } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useEffect } from 'react'
import { KeyHint } from '../../components/key-hint.tsx'
import { ErrorNotice } from '../../components/notice.tsx'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { Time } from '../../components/time.tsx'
import { typeNames } from './document-types.ts'
import classes from './document-view.module.css'
import { Signatures } from './document-view.tsx'
import { isSame } from './drawing.ts'
import { DrawnDocument } from './drawn-document.tsx'
import { Pane, PanePlaceholder } from './pane.tsx'
import { Party } from './party.tsx'
import { SignatureList } from './signature-list.tsx'
import { SignedText } from './signed-text.tsx'
import { nameOf, type useAnswers } from './use-answers.ts'
import { useDocument } from './use-documents.ts'
import { useWaitingVerdict, type WaitingSignature } from './use-waiting.ts'

interface WaitingViewProps {
  readonly item: WaitingSignature
  readonly answers: ReturnType<typeof useAnswers>
  readonly onClose: () => void
}

/** A signature that waits for the owner: who signs, what exactly, and the two answers. */
export function WaitingView({ item, answers, onClose }: WaitingViewProps) {
  const { document, error, refetch } = useDocument(item.document.id)
  const { setDrawnId } = answers
  useEffect(() => {
    if (document) setDrawnId(item.id)
  }, [document, item.id, setDrawnId])
  return (
    <Pane
      title={t`${{ name: nameOf(item) }} wants to sign this`}
      hint={typeNames[item.document.type]}
      footer={<Answers answers={answers} />}
      onClose={onClose}
    >
      <RefusalAlert title={t`It was not approved`} refusals={answers.approval.refusalsOf(item)} />
      <NewSignature item={item} />
      {document && (
        <>
          <DrawnDocument
            statement={document}
            signers={document.signatures.map(({ signer }) => signer)}
            waiting={[item.signer]}
          />
          <Signatures title={t`Signed already`} document={document} />
          <SignedText statement={document} />
        </>
      )}
      {!document && error && (
        <ErrorNotice
          title={t`The document could not be read`}
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!document && !error && <PanePlaceholder />}
    </Pane>
  )
}

function NewSignature({ item }: { item: WaitingSignature }) {
  const { id, signer, requestedBy, requestedAt } = item
  const { verdicts, error, retry } = useWaitingVerdict(id)
  return (
    <div className={classes.part}>
      <Title order={3}>
        <Trans>The new signature</Trans>
      </Title>
      <SignatureList signatures={[item]} verdicts={verdicts} error={error} onRetry={retry} />
      <p className={classes.note}>
        <Coming at={requestedAt} by={requestedBy} signer={signer} />
      </p>
    </div>
  )
}

/** When the signature came, and who brought it, where it was not the signer. */
function Coming({ at, by, signer }: { at: string; by: string; signer: string }) {
  const [, kind, name = ''] = /^(person|platform) (.+)$/s.exec(by) ?? []
  if (kind === 'person' && isSame(name, signer)) {
    return (
      <span>
        <Trans>
          It came <Time value={at} />.
        </Trans>
      </span>
    )
  }
  const bringer = kind === 'person' ? <Party name={name} size={20} /> : name || by
  return (
    <Trans>
      It came <Time value={at} />, brought by <span>{bringer}</span>
    </Trans>
  )
}

function Answers({ answers }: { answers: ReturnType<typeof useAnswers> }) {
  const { canAnswer, approval, approve, askRefusal } = answers
  return (
    <>
      <Button
        variant="default"
        disabled={!canAnswer}
        aria-keyshortcuts="r"
        rightSection={<Kbd aria-hidden="true">R</Kbd>}
        onClick={askRefusal}
      >
        <Trans>Refuse…</Trans>
      </Button>
      <Button
        loading={approval.sending}
        disabled={!canAnswer}
        aria-keyshortcuts="a"
        leftSection={<IconCheck size={16} />}
        rightSection={<KeyHint>A</KeyHint>}
        onClick={approve}
      >
        <Trans>Approve</Trans>
      </Button>
    </>
  )
}
