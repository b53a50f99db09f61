import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconFileOff } from '@tabler/icons-react'
import { Notice } from '../../components/notice.tsx'
import classes from './document-view.module.css'
import { DocumentView } from './document-view.tsx'
import { Pane, PanePlaceholder } from './pane.tsx'
import { SentView } from './sent-view.tsx'
import type { useAnswers } from './use-answers.ts'
import type { Open, Place } from './use-bindings-address.ts'
import type { useWaiting } from './use-waiting.ts'
import { WaitingView } from './waiting-view.tsx'

interface OpenedPaneProps {
  readonly open: Open
  readonly place: Place
  readonly waiting: ReturnType<typeof useWaiting>
  readonly answers: ReturnType<typeof useAnswers>
  readonly onClose: () => void
}

/** What the address says is open. */
export function OpenedPane({ open, place, waiting, answers, onClose }: OpenedPaneProps) {
  if (open.kind === 'document') {
    const items = waiting.waiting ?? []
    return (
      <DocumentView key={open.id} id={open.id} place={place} waiting={items} onClose={onClose} />
    )
  }
  if (open.kind === 'sent') return <SentView key={open.id} id={open.id} onClose={onClose} />
  if (answers.item) {
    return <WaitingView key={open.id} item={answers.item} answers={answers} onClose={onClose} />
  }
  return (
    <Pane title={t`Waiting signature`} hint="" onClose={onClose}>
      {waiting.waiting ? (
        <Notice icon={<IconFileOff size={24} />} title={t`This signature waits no more`}>
          <p className={classes.muted}>
            <Trans>It was answered, or its document was deleted.</Trans>
          </p>
        </Notice>
      ) : (
        <PanePlaceholder />
      )}
    </Pane>
  )
}
