import { Button, Kbd, Select, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import classes from './list-header.module.css'
import { ListMenu } from './list-menu.tsx'
import { useRecordCounts, useTypeName } from './record-counts.ts'
import { emptyFilter, isEmptyFilter } from './record-filter.ts'
import { useDataAddress } from './use-data-address.ts'
import { useListedCount } from './use-listed-count.ts'
import { useWritable } from './use-writable.ts'

const ALL = ''
const TRASH = '\0trash'

/** Names what is listed, how much of it there is, and adds to it. */
export function ListHeader({ onNew }: { onNew: () => void }) {
  const writable = useWritable()
  const { type, filter } = useDataAddress()
  const typeName = useTypeName()
  const count = useListedCount()
  return (
    <header className={classes.header}>
      <Title order={1} className={classes.title}>
        {type === null ? 'All records' : typeName(type)}
      </Title>
      <TypeSelect type={type} />
      <span className={classes.count} role="status">
        {count !== undefined && counted(count, !isEmptyFilter(filter))}
      </span>
      <Button
        size="compact-md"
        leftSection={<IconPlus size={16} />}
        rightSection={
          <Kbd className={classes.key} aria-hidden="true">
            N
          </Kbd>
        }
        aria-keyshortcuts="n"
        disabled={!writable}
        onClick={onNew}
      >
        New record
      </Button>
      <ListMenu />
    </header>
  )
}

/** In a narrow window the list of types becomes this. */
function TypeSelect({ type }: { type: string | null }) {
  const { go } = useDataAddress()
  const { types = [] } = useRecordCounts()
  const typeName = useTypeName()
  const choices = types.map(({ ontology, count }) => ({
    value: ontology,
    label: `${typeName(ontology)} (${count.toLocaleString('en')})`,
  }))
  return (
    <Select
      className={classes.select ?? ''}
      aria-label="Record type"
      size="sm"
      data={[{ value: ALL, label: 'All records' }, ...choices, { value: TRASH, label: 'Trash' }]}
      value={type ?? ALL}
      allowDeselect={false}
      onChange={(value) => {
        const trash = value === TRASH
        go({ type: trash ? null : value || null, record: null, filter: emptyFilter, trash })
      }}
    />
  )
}

function counted(count: number, isFiltered: boolean): string {
  if (isFiltered) return count === 1 ? '1 match' : `${count.toLocaleString('en')} matches`
  return count === 1 ? '1 record' : `${count.toLocaleString('en')} records`
}
