import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { Link } from 'react-router'
import { errorCause } from '../../graphql/error-cause.ts'
import { type OntologyCount, useRecordCounts, useTypeName } from './record-counts.ts'
import classes from './type-list.module.css'
import { searchOf, useDataAddress } from './use-data-address.ts'

/** The record types the vault holds, and what was deleted. */
export function TypeList() {
  const { type: selected, trash, viewAs } = useDataAddress()
  const { total, types, error, refetch } = useRecordCounts()
  // The counts are the owner's: in somebody else's view they would mislead.
  const shown = (count: number | undefined) => (viewAs === null ? count : undefined)
  const typeName = useTypeName()
  return (
    <nav className={classes.types} aria-label={t`Record types`}>
      <h2 className={classes.heading}>
        <Trans>Types</Trans>
      </h2>
      <Entry
        name={t({ message: 'All', context: 'records' })}
        type={null}
        count={shown(total)}
        selected={!trash && selected === null}
      />
      {types &&
        sortByCount(types).map(({ ontology, count }) => (
          <Entry
            key={ontology}
            name={typeName(ontology)}
            type={ontology}
            count={shown(count)}
            selected={!trash && selected === ontology}
          />
        ))}
      {!types && !error && <Placeholders />}
      {error && !types && (
        <div className={classes.error} role="alert">
          {errorCause(error)}
          <Button variant="default" size="compact-sm" onClick={() => void refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </div>
      )}
      <Link
        to={{ search: searchOf({ trash: true }).toString() }}
        className={`${classes.entry} ${classes.trash}`}
        aria-current={trash ? 'true' : undefined}
      >
        <IconTrash size={16} aria-hidden="true" />
        <Trans>Trash</Trans>
      </Link>
    </nav>
  )
}

interface EntryProps {
  readonly name: string
  readonly type: string | null
  readonly count: number | undefined
  readonly selected: boolean
}

function Entry({ name, type, count, selected }: EntryProps) {
  const { viewAs } = useDataAddress()
  return (
    <Link
      to={{ search: searchOf({ type, viewAs }).toString() }}
      className={classes.entry}
      aria-current={selected ? 'true' : undefined}
      title={type ?? undefined}
    >
      <span className={classes.name}>{name}</span>
      {count !== undefined && <span className={classes.count}>{i18n.number(count)}</span>}
    </Link>
  )
}

function Placeholders() {
  return [96, 72, 120].map((width) => (
    <div key={width} className={classes.entry}>
      <Skeleton width={width} height={12} />
    </div>
  ))
}

function sortByCount(types: readonly OntologyCount[]): OntologyCount[] {
  return types.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
}
