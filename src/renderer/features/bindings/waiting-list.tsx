import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Skeleton, Title } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { Avatar } from '../../components/avatar.tsx'
import { CountBadge } from '../../components/count-badge.tsx'
import { shortenId } from '../../components/shorten-id.ts'
import { Time } from '../../components/time.tsx'
import { errorCause } from '../../graphql/error-cause.ts'
import { typeNames } from './document-types.ts'
import { ListRow } from './list-row.tsx'
import classes from './lists.module.css'
import { providerHost } from './party.tsx'
import { TypeIcon } from './type-icon.tsx'
import type { Place } from './use-bindings-address.ts'
import type { useWaiting, WaitingSignature } from './use-waiting.ts'

interface WaitingListProps {
  readonly place: Place
  readonly state: ReturnType<typeof useWaiting>
  /** Takes the focus when the last one is answered. */
  readonly heading: RefObject<HTMLHeadingElement | null>
}

/** The inbox: signatures of others that wait for the owner’s word. */
export function WaitingList({ place, state, heading }: WaitingListProps) {
  const { waiting, error, refetch } = state
  const count = waiting?.length ?? 0
  return (
    <section className={classes.section} aria-labelledby="waiting">
      <div className={classes.head}>
        <Title order={2} size="h3" id="waiting" ref={heading} tabIndex={-1}>
          <Trans>Waiting for you</Trans>
        </Title>
        <CountBadge
          count={count}
          words={plural(count, { one: '# signature', other: '# signatures' })}
        />
      </div>
      {!waiting && !error && <Skeleton height={40} className={classes.bone ?? ''} />}
      {!waiting && error && (
        <div className={classes.failed} role="alert">
          <span>
            <Trans>It could not be read what waits for you.</Trans> {errorCause(error)}
          </span>
          <Button variant="default" size="compact-sm" onClick={() => void refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </div>
      )}
      {waiting && count === 0 && (
        <p className={classes.none}>
          <IconInbox size={16} aria-hidden="true" />
          <Trans>Nothing waits for your approval.</Trans>
        </p>
      )}
      {waiting && count > 0 && (
        <ul className={classes.rows}>
          {waiting.map((item) => (
            <WaitingRow key={item.id} item={item} place={place} />
          ))}
        </ul>
      )}
    </section>
  )
}

function WaitingRow({ item, place }: { item: WaitingSignature; place: Place }) {
  const host = providerHost(item.signer)
  const type = typeNames[item.document.type]
  return (
    <ListRow
      place={place}
      open={{ kind: 'waiting', id: item.id }}
      icon={
        host ? <TypeIcon type={item.document.type} /> : <Avatar ename={item.signer} size={24} />
      }
      title={host ?? shortenId(item.signer)}
      line={t`wants to sign: ${type}`}
      aside={<Time value={item.requestedAt} plain />}
      shortcuts="a r"
    />
  )
}
