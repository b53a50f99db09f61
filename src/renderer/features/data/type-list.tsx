import { Button, Skeleton } from '@mantine/core'
import { Link } from 'react-router'
import { errorCause } from '../../graphql/error-cause.ts'
import { type OntologyCount, useRecordCounts, useTypeName } from './record-counts.ts'
import classes from './type-list.module.css'
import { searchOf } from './use-data-address.ts'

/** The record types the vault holds. */
export function TypeList({ selected }: { selected: string | null }) {
  const { total, types, error, refetch } = useRecordCounts()
  const typeName = useTypeName()
  return (
    <nav className={classes.types} aria-label="Record types">
      <h2 className={classes.heading}>Types</h2>
      <Entry name="All" type={null} count={total} selected={selected === null} />
      {types &&
        sortByCount(types).map(({ ontology, count }) => (
          <Entry
            key={ontology}
            name={typeName(ontology)}
            type={ontology}
            count={count}
            selected={selected === ontology}
          />
        ))}
      {!types && !error && <Placeholders />}
      {error && !types && (
        <div className={classes.error} role="alert">
          {errorCause(error)}
          <Button variant="default" size="compact-sm" onClick={() => void refetch()}>
            Try again
          </Button>
        </div>
      )}
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
  return (
    <Link
      to={{ search: searchOf({ type, record: null }).toString() }}
      className={classes.entry}
      aria-current={selected ? 'true' : undefined}
      title={type ?? undefined}
    >
      <span className={classes.name}>{name}</span>
      {count !== undefined && <span className={classes.count}>{count.toLocaleString('en')}</span>}
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
