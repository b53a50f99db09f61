import { useQuery } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { shortenId } from '../../components/shorten-id.ts'
import { EffectiveAccessDocument } from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import classes from './access-panel.module.css'
import { readerWords } from './reader-words.ts'

/** What an access list comes to: who reads and writes the record, and why. */
export function EffectiveAccess({ id, acl }: { id: string; acl: readonly string[] }) {
  const { data, previousData, error, refetch } = useQuery(EffectiveAccessDocument, {
    variables: { id, acl: [...acl] },
    // Policies and consents change elsewhere.
    fetchPolicy: 'network-only',
  })
  const readers = (data ?? previousData)?.effectiveAccess
  return (
    <section aria-label={t`What this comes to`} aria-busy={!data && !error}>
      <h3 className={classes.heading}>
        <Trans>What this comes to</Trans>
      </h3>
      {error && (
        <div role="alert">
          {errorCause(error)}{' '}
          <Button variant="default" size="compact-sm" onClick={() => void refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </div>
      )}
      {!readers && !error && <Skeleton height={64} />}
      <ul className={classes.readers}>
        {readers?.map(({ kind, name, canRead, canWrite, because }) => (
          <li key={`${kind} ${name}`} className={classes.reader}>
            <span title={name}>{nameOf(kind, name)}</span>
            <span>{right(canRead, canWrite)}</span>
            <span className={classes.because}>{readerWords(because)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function nameOf(kind: string, name: string): string {
  if (kind === 'owner') return t`You`
  if (kind === 'public') return readerWords(name)
  return kind === 'person' ? shortenId(name) : name
}

function right(canRead: boolean, canWrite: boolean): string {
  if (canRead && canWrite) return t`Reads and changes`
  if (canWrite) return t({ message: 'Changes', context: 'access' })
  return canRead
    ? t({ message: 'Reads', context: 'access' })
    : t({ message: 'Nothing', context: 'access' })
}
