import { Button, Kbd, Title } from '@mantine/core'
import { IconCheck, IconShieldCheck } from '@tabler/icons-react'
import { useEffect } from 'react'
import { ErrorNotice } from '../../components/notice.tsx'
import { Time } from '../../components/time.tsx'
import { RefusalAlert } from '../identity/refusal-alert.tsx'
import { typeNames } from './document-types.ts'
import classes from './document-view.module.css'
import { Signatures } from './document-view.tsx'
import { isSame } from './drawing.ts'
import { DrawnDocument } from './drawn-document.tsx'
import { Pane, PanePlaceholder } from './pane.tsx'
import { Party } from './party.tsx'
import { SignedText } from './signed-text.tsx'
import { nameOf, type useAnswers } from './use-answers.ts'
import { useDocument } from './use-documents.ts'
import type { WaitingSignature } from './use-waiting.ts'
import { signedAt } from './verdict-words.ts'

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
      title={`${nameOf(item)} wants to sign this`}
      hint={typeNames[item.document.type]}
      footer={<Answers answers={answers} />}
      onClose={onClose}
    >
      <RefusalAlert title="It was not approved" refusals={answers.approval.refusalsOf(item)} />
      <Facts item={item} />
      {document && (
        <>
          <DrawnDocument
            statement={document}
            signers={document.signatures.map(({ signer }) => signer)}
            waiting={[item.signer]}
          />
          <Signatures title="Signed already" document={document} />
          <SignedText statement={document} />
        </>
      )}
      {!document && error && (
        <ErrorNotice
          title="The document could not be read"
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!document && !error && <PanePlaceholder />}
    </Pane>
  )
}

function Facts({ item }: { item: WaitingSignature }) {
  const { signer, timestamp, requestedBy, requestedAt } = item
  return (
    <div className={classes.part}>
      <Title order={3}>The new signature</Title>
      <dl className={classes.facts}>
        <dt>Signer</dt>
        <dd>
          <Party name={signer} />
        </dd>
        <dt>Signed</dt>
        <dd>
          <Time value={signedAt(timestamp)} />
        </dd>
        <dt>Came</dt>
        <dd>
          <Time value={requestedAt} />
          <Bringer by={requestedBy} signer={signer} />
        </dd>
      </dl>
      <p className={classes.note}>
        <IconShieldCheck size={16} aria-hidden="true" />
        <span>
          It was checked when it came: a key of the signer made it for exactly this document. Once
          you approve it, it is checked again whenever you open the document.
        </span>
      </p>
    </div>
  )
}

/** Who brought the signature, where it was not the signer. */
function Bringer({ by, signer }: { by: string; signer: string }) {
  const [, kind, name = ''] = /^(person|platform) (.+)$/s.exec(by) ?? []
  if (kind === 'person' && isSame(name, signer)) return null
  return <>, brought by {kind === 'person' ? <Party name={name} size={20} /> : name || by}</>
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
        Refuse…
      </Button>
      <Button
        loading={approval.sending}
        disabled={!canAnswer}
        aria-keyshortcuts="a"
        leftSection={<IconCheck size={16} />}
        rightSection={
          <Kbd className={classes.key} aria-hidden="true">
            A
          </Kbd>
        }
        onClick={approve}
      >
        Approve
      </Button>
    </>
  )
}
