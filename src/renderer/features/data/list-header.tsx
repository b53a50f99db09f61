import { Button, Kbd, Select, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useVault } from '../vault/vault-context.tsx'
import classes from './list-header.module.css'
import { useRecordCounts, useTypeName } from './record-counts.ts'
import { useDataAddress } from './use-data-address.ts'

const ALL = ''

/** Names what is listed, how much of it there is, and adds to it. */
export function ListHeader({ type, onNew }: { type: string | null; onNew: () => void }) {
  const { writable } = useVault()
  const { total, types } = useRecordCounts()
  const typeName = useTypeName()
  const count = type === null ? total : types?.find(({ ontology }) => ontology === type)?.count
  const known = types !== undefined
  return (
    <header className={classes.header}>
      <Title order={1} className={classes.title}>
        {type === null ? 'All records' : typeName(type)}
      </Title>
      <TypeSelect type={type} />
      <span className={classes.count} role="status">
        {known && counted(count ?? 0)}
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
      data={[{ value: ALL, label: 'All records' }, ...choices]}
      value={type ?? ALL}
      allowDeselect={false}
      onChange={(value) => go({ type: value || null, record: null })}
    />
  )
}

function counted(count: number): string {
  return count === 1 ? '1 record' : `${count.toLocaleString('en')} records`
}
