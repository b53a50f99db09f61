import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconSend } from '@tabler/icons-react'
import { Avatar } from '../../components/avatar.tsx'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { shortenId } from '../../components/shorten-id.ts'
import { Time } from '../../components/time.tsx'
import { typeNames } from './document-types.ts'
import { ListRow } from './list-row.tsx'
import classes from './lists.module.css'
import { Bones } from './own-list.tsx'
import { SentState } from './sent-state.tsx'
import type { Place } from './use-bindings-address.ts'
import { useSent } from './use-sent.ts'

/** The owner’s signatures under documents of others, and what became of them. */
export function SentList({ place }: { place: Place }) {
  const { sent, error, refetch } = useSent()
  if (!sent && error) {
    return (
      <ErrorNotice
        title={t`What you signed for others could not be read`}
        error={error}
        onRetry={() => void refetch()}
      />
    )
  }
  if (!sent) return <Bones />
  if (sent.length === 0) {
    return (
      <Notice icon={<IconSend size={24} />} title={t`You have signed nothing for others yet`}>
        <p className={classes.text}>
          <Trans>
            When somebody asks you to sign a document of theirs, open it with “Sign for somebody…”.
          </Trans>
        </p>
      </Notice>
    )
  }
  return (
    <ul className={classes.rows} aria-label={t`Signed for others`}>
      {sent.map((item) => (
        <ListRow
          key={item.id}
          place={place}
          open={{ kind: 'sent', id: item.id }}
          icon={<Avatar ename={item.vault} size={24} />}
          title={typeNames[item.type]}
          line={t`For ${{ name: shortenId(item.vault) }}`}
          aside={
            <>
              <Time value={item.signedAt} plain />
              <SentState state={item.state} />
            </>
          }
        />
      ))}
    </ul>
  )
}
