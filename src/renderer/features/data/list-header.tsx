import { i18n } from '@lingui/core'
import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Select, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { KeyHint } from '../../components/key-hint.tsx'
import { ColumnsMenu } from './columns-menu.tsx'
import classes from './list-header.module.css'
import { ListMenu } from './list-menu.tsx'
import { useRecordCounts, useTypeName } from './record-counts.ts'
import { emptyFilter, isEmptyFilter } from './record-filter.ts'
import type { TypeColumns } from './use-columns.ts'
import { useDataAddress } from './use-data-address.ts'
import { useListedCount } from './use-listed-count.ts'
import { useWritable } from './use-writable.ts'

const ALL = ''
const TRASH = '\0trash'

interface ListHeaderProps {
  readonly columns: TypeColumns
  readonly onNew: () => void
}

/** Names what is listed, how much of it there is, and adds to it. */
export function ListHeader({ columns, onNew }: ListHeaderProps) {
  const writable = useWritable()
  const { type, filter } = useDataAddress()
  const typeName = useTypeName()
  const count = useListedCount()
  return (
    <header className={classes.header}>
      <Title order={1} className={classes.title}>
        {type === null ? t`All records` : typeName(type)}
      </Title>
      <TypeSelect type={type} />
      <span className={classes.count} role="status">
        {count !== undefined && foundText(count, !isEmptyFilter(filter))}
      </span>
      <ColumnsMenu columns={columns} />
      <Button
        size="compact-md"
        leftSection={<IconPlus size={16} />}
        rightSection={<KeyHint>N</KeyHint>}
        aria-keyshortcuts="n"
        disabled={!writable}
        onClick={onNew}
      >
        <Trans>New record</Trans>
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
    label: `${typeName(ontology)} (${i18n.number(count)})`,
  }))
  return (
    <Select
      className={classes.select ?? ''}
      aria-label={t`Record type`}
      size="sm"
      data={[{ value: ALL, label: t`All records` }, ...choices, { value: TRASH, label: t`Trash` }]}
      value={type ?? ALL}
      allowDeselect={false}
      onChange={(value) => {
        const trash = value === TRASH
        go({ type: trash ? null : value || null, record: null, filter: emptyFilter, trash })
      }}
    />
  )
}

function foundText(count: number, isFiltered: boolean): string {
  return isFiltered
    ? plural(count, { one: '# match', other: '# matches' })
    : plural(count, { one: '# record', other: '# records' })
}
