import { Button, Group, NativeSelect, Radio, Table, Text, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useRecordSchema } from '../records/record-schema.ts'
import { valueText } from '../records/value-text.ts'
import { useVault } from '../vault/vault-context.tsx'
import { recordsText } from './bulk.ts'
import classes from './import-dialog.module.css'
import type { SourceFile } from './import-file.ts'
import {
  type ColumnKind,
  type ColumnTarget,
  type ImportPlan,
  proposedColumns,
} from './import-plan.ts'
import { useTypeChoices } from './use-type-choices.ts'

interface ImportPlanFormProps {
  readonly file: SourceFile
  /** The type that is being looked at. */
  readonly type: string | null
  readonly onStart: (plan: ImportPlan) => void
  readonly onClose: () => void
}

const FROM_FILE = 'from-file'
const PREVIEW = 5
const kinds: readonly { value: ColumnKind; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'True or false' },
  { value: 'json', label: 'JSON' },
]

/** What a file becomes: its type, who may see it, and where its columns go. */
export function ImportPlanForm({ file, type, onStart, onClose }: ImportPlanFormProps) {
  const owner = useVault().lastReady?.ename ?? ''
  const [chosen, setChosen] = useState(file.isExport ? FROM_FILE : (type ?? ''))
  const [access, setAccess] = useState(file.isExport ? FROM_FILE : 'private')
  const ontology = chosen === FROM_FILE ? null : chosen
  const { columns, change } = useColumns(file, ontology)
  const unreadable = file.rows.filter(({ values }) => values === null).length
  const showsColumns = file.format === 'table' || !file.isExport
  const start = () => {
    const acl = access === FROM_FILE ? null : access === 'public' ? ['*'] : [owner]
    onStart({ ontology, acl, columns })
  }
  return (
    <>
      <Text c="dimmed">
        {recordsText(file.rows.length)} found.
        {unreadable > 0 && ` ${unreadable} of them can’t be read and will be left out.`}
      </Text>
      <TypeChoice file={file} value={chosen} onChange={setChosen} />
      {showsColumns && <Columns file={file} columns={columns} onChange={change} />}
      <Preview file={file} />
      <Radio.Group label="Access" value={access} onChange={setAccess}>
        <Group gap="lg" mt={4}>
          {file.isExport && <Radio value={FROM_FILE} label="As the file says" />}
          <Radio value="private" label="Only me" />
          <Radio value="public" label="Everyone" />
        </Group>
      </Radio.Group>
      <Group justify="flex-end" gap="sm" className={classes.footer}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={chosen === ''} onClick={start}>
          Import {recordsText(file.rows.length - unreadable)}
        </Button>
      </Group>
    </>
  )
}

function TypeChoice(props: { file: SourceFile; value: string; onChange: (value: string) => void }) {
  const groups = useTypeChoices()
  return (
    <NativeSelect
      label="Type"
      value={props.value}
      data={[
        { value: '', label: 'Choose a type', disabled: true },
        ...(props.file.isExport ? [{ value: FROM_FILE, label: 'As the file says' }] : []),
        ...groups,
      ]}
      onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
    />
  )
}

interface ColumnsProps {
  readonly file: SourceFile
  readonly columns: readonly ColumnTarget[]
  readonly onChange: (column: ColumnTarget) => void
}

function Columns({ file, columns, onChange }: ColumnsProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
    <section className={classes.columns} aria-label="Columns" tabIndex={0}>
      <div className={`${classes.column} ${classes.heads}`} aria-hidden="true">
        <span>Column in the file</span>
        <span>Field</span>
        {file.format === 'table' && <span>Kind</span>}
      </div>
      {columns.map((target) => (
        <div key={target.column} className={classes.column}>
          <span className={classes.name} title={target.column}>
            {target.column}
          </span>
          <TextInput
            aria-label={`Field for ${target.column}`}
            placeholder="left out"
            value={target.field ?? ''}
            onChange={({ currentTarget }) =>
              onChange({ ...target, field: currentTarget.value || null })
            }
          />
          {file.format === 'table' && (
            <NativeSelect
              aria-label={`Kind of ${target.column}`}
              data={[...kinds]}
              value={target.kind}
              onChange={({ currentTarget }) =>
                onChange({ ...target, kind: currentTarget.value as ColumnKind })
              }
            />
          )}
        </div>
      ))}
    </section>
  )
}

function Preview({ file }: { file: SourceFile }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
    <section className={classes.preview} aria-label="First rows" tabIndex={0}>
      <Table verticalSpacing={4} fz={12}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Line</Table.Th>
            {file.columns.map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {file.rows.slice(0, PREVIEW).map(({ line, values, problem }) => (
            <Table.Tr key={line}>
              <Table.Td>{line}</Table.Td>
              {values === null && <Table.Td colSpan={file.columns.length}>{problem}</Table.Td>}
              {values !== null &&
                file.columns.map((column) => (
                  <Table.Td key={column}>
                    {Object.hasOwn(values, column) ? valueText(values[column], 60) : ''}
                  </Table.Td>
                ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

/** The columns as proposed for the type, with what the owner changed. */
function useColumns(file: SourceFile, ontology: string | null) {
  const schema = useRecordSchema(ontology)
  const [changed, setChanged] = useState<ReadonlyMap<string, ColumnTarget>>(new Map())
  const proposed = useMemo(() => proposedColumns(file, schema), [file, schema])
  return {
    columns: proposed.map((target) => changed.get(target.column) ?? target),
    change: (target: ColumnTarget) => setChanged(new Map(changed).set(target.column, target)),
  }
}
