import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Anchor, Title } from '@mantine/core'
import { IconFileOff, IconInbox, IconUserQuestion } from '@tabler/icons-react'
import { Link } from 'react-router'
import { LabelledCopyButton } from '../../components/copy-button.tsx'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { ShortId } from '../../components/short-id.tsx'
import { shortenId } from '../../components/shorten-id.ts'
import type { BindingContentFragment } from '../../graphql/documents.generated.ts'
import { useVault } from '../vault/vault-context.tsx'
import { documentLink } from './document-link.ts'
import { typeNames } from './document-types.ts'
import classes from './document-view.module.css'
import { drawingOf, isSame, missingOf } from './drawing.ts'
import { DrawnDocument } from './drawn-document.tsx'
import { Pane, PanePlaceholder } from './pane.tsx'
import { SignatureList } from './signature-list.tsx'
import { DocumentJson, SignedText } from './signed-text.tsx'
import { type Place, searchOf } from './use-bindings-address.ts'
import { useDocument, useVerdicts } from './use-documents.ts'
import type { WaitingSignature } from './use-waiting.ts'

interface DocumentViewProps {
  readonly id: string
  readonly place: Place
  /** Signatures that wait for the owner, for any document. */
  readonly waiting: readonly WaitingSignature[]
  readonly onClose: () => void
}

/** A document of this vault: what it says, who signed it, and whether that counts. */
export function DocumentView({ id, place, waiting, onClose }: DocumentViewProps) {
  const { document, error, refetch } = useDocument(id)
  const owner = useVault().lastReady?.ename ?? ''
  return (
    <Pane
      title={document ? typeNames[document.type] : t`Document`}
      hint={<ShortId id={id} label={t`Copy document id`} />}
      actions={
        document && (
          <LabelledCopyButton text={documentLink({ ename: owner, id })} label={t`Copy link`} />
        )
      }
      onClose={onClose}
    >
      {document && (
        <Content
          document={document}
          place={place}
          waiting={waiting.filter((item) => item.document.id === id)}
        />
      )}
      {!document && error && (
        <ErrorNotice
          title={t`The document could not be read`}
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {document === null && !error && (
        <Notice icon={<IconFileOff size={24} />} title={t`This document is not in your vault`}>
          <p className={classes.muted}>
            <Trans>It was deleted, or the address is mistaken.</Trans>
          </p>
        </Notice>
      )}
      {document === undefined && !error && <PanePlaceholder />}
    </Pane>
  )
}

interface ContentProps {
  readonly document: BindingContentFragment
  readonly place: Place
  /** Those that wait for this document. */
  readonly waiting: readonly WaitingSignature[]
}

function Content({ document, place, waiting }: ContentProps) {
  const { signatures } = document
  return (
    <>
      <DrawnDocument
        statement={document}
        signers={signatures.map(({ signer }) => signer)}
        waiting={waiting.map(({ signer }) => signer)}
      />
      {waiting.map(({ id, signer }) => (
        <WaitingNote
          key={id}
          signer={shortenId(signer)}
          search={searchOf({ ...place, open: { kind: 'waiting', id } })}
        />
      ))}
      <MissingNote document={document} waiting={waiting} />
      <Signatures title={t`Signatures`} document={document} />
      <div>
        <SignedText statement={document} />
        <DocumentJson statement={document} signatures={signatures} />
      </div>
    </>
  )
}

/** A signature that waits for this document, and where it is answered. */
function WaitingNote({ signer, search }: { signer: string; search: string }) {
  return (
    <p className={classes.note}>
      <IconInbox size={16} aria-hidden="true" />
      <span>
        <Trans>A signature of {signer} waits for your approval.</Trans>{' '}
        <Anchor component={Link} to={{ search }}>
          <Trans>Look at it</Trans>
        </Anchor>
      </span>
    </p>
  )
}

/** Whose signature is still to come, and how they get to the document. */
function MissingNote({ document, waiting }: Omit<ContentProps, 'place'>) {
  const drawing = drawingOf(document)
  if (drawing.type !== 'social_connection') return null
  const signers = [...document.signatures, ...waiting].map(({ signer }) => signer)
  const [missing] = missingOf(drawing.parties, signers)
  if (missing === undefined || isSame(missing, document.subject)) return null
  const name = shortenId(missing)
  return (
    <p className={classes.note}>
      <IconUserQuestion size={16} aria-hidden="true" />
      <span>
        <Trans>
          {name} has not signed yet. Copy the link above and send it to them: they open it with
          “Sign for somebody…” in their eVault.
        </Trans>
      </span>
    </p>
  )
}

/** The signatures under a document of this vault, judged anew. */
export function Signatures(props: { title: string; document: BindingContentFragment }) {
  const { id, signatures } = props.document
  const { verdicts, error, retry } = useVerdicts(id, signatures.length)
  return (
    <div className={classes.part}>
      <Title order={3}>{props.title}</Title>
      <SignatureList signatures={signatures} verdicts={verdicts} error={error} onRetry={retry} />
    </div>
  )
}
