import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button, Select, Skeleton } from '@mantine/core'
import { IconRosetteDiscountCheck } from '@tabler/icons-react'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { Time } from '../../components/time.tsx'
import { errorCause } from '../../graphql/error-cause.ts'
import { useVault } from '../vault/vault-context.tsx'
import type { BindingRow } from './document-list.ts'
import { documentTypes, typeNames, typeOf } from './document-types.ts'
import { about, summaryOf } from './drawing.ts'
import { ListRow } from './list-row.tsx'
import classes from './lists.module.css'
import { TypeIcon } from './type-icon.tsx'
import type { Place } from './use-bindings-address.ts'
import { type useDocumentList, useStatement } from './use-documents.ts'
import { signedAt } from './verdict-words.ts'

const ALL = ''
const BONES = ['first', 'second', 'third', 'fourth']

interface OwnListProps {
  readonly place: Place
  readonly go: (change: Partial<Place>) => void
  readonly state: ReturnType<typeof useDocumentList>
}

/** The documents of this vault, newest first, of one type or of all. */
export function OwnList({ place, go, state: { view, list } }: OwnListProps) {
  const { documents, total, loading, error, hasOlder } = view
  const isEmpty = documents.length === 0 && loading === null
  const retry = () => void list.reload()
  return (
    <>
      <div className={classes.filter}>
        <Select
          aria-label={t`Type of document`}
          size="sm"
          data={[
            { value: ALL, label: t`All types` },
            ...documentTypes.map((type) => ({ value: type, label: typeNames[type] })),
          ]}
          value={place.type ?? ALL}
          allowDeselect={false}
          onChange={(type) => go({ type: typeOf(type) })}
        />
        <span className={classes.count} role="status">
          {total !== null && <Plural value={total} one="# document" other="# documents" />}
        </span>
      </div>
      {isEmpty && error !== null && (
        <ErrorNotice title={t`The documents could not be read`} error={error} onRetry={retry} />
      )}
      {isEmpty && error === null && <Empty type={place.type && typeNames[place.type]} />}
      {!isEmpty && error !== null && (
        <div className={classes.failed} role="alert">
          <span>
            <Trans>The list may be out of date.</Trans> {errorCause(error)}
          </span>
          <Button variant="default" size="compact-sm" onClick={retry}>
            <Trans>Try again</Trans>
          </Button>
        </div>
      )}
      {loading === 'first' && <Bones />}
      {documents.length > 0 && (
        <ul className={classes.rows} aria-label={t`Your documents`}>
          {documents.map((document) => (
            <OwnRow key={document.id} document={document} place={place} />
          ))}
        </ul>
      )}
      {hasOlder && (
        <Button
          className={classes.more ?? ''}
          variant="default"
          size="compact-md"
          loading={loading === 'older'}
          onClick={() => void list.loadOlder()}
        >
          <Trans>Load more</Trans>
        </Button>
      )}
    </>
  )
}

function OwnRow({ document, place }: { document: BindingRow; place: Place }) {
  const { id, type, signatures } = document
  const statement = useStatement(id, type)
  const owner = useVault().lastReady?.ename ?? ''
  const line =
    type === 'photograph' ? about(document, owner) : statement && summaryOf(statement, owner)
  const [first] = signatures
  const count = signatures.length
  return (
    <ListRow
      place={place}
      open={{ kind: 'document', id }}
      icon={<TypeIcon type={type} />}
      title={typeNames[type]}
      line={line}
      aside={
        <>
          {first && <Time value={signedAt(first.timestamp)} plain />}
          <span>
            <Plural value={count} one="# signature" other="# signatures" />
          </span>
        </>
      }
    />
  )
}

function Empty({ type }: { type: string | null }) {
  return (
    <Notice
      icon={<IconRosetteDiscountCheck size={24} />}
      title={type ? t`No document of the type “${type}”` : t`You have no binding documents yet`}
    >
      <p className={classes.text}>
        <Trans>
          A binding document says something about you, and who signed it stands for it. Make the
          first one with “New document…”.
        </Trans>
      </p>
    </Notice>
  )
}

/** Where the rows will be. */
export function Bones() {
  return (
    <div className={classes.bones} role="status" aria-label={t`The list is being read`}>
      {BONES.map((bone) => (
        <Skeleton key={bone} height={40} />
      ))}
    </div>
  )
}
