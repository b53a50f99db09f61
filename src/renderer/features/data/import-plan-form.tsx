import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, NativeSelect, Radio, Table, Text, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { DialogFooter } from '../../components/dialog-footer.tsx'
import { useRecordSchema } from '../records/record-schema.ts'
import { valueText } from '../records/value-text.ts'
import { useVault } from '../vault/vault-context.tsx'
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
  { value: 'text', label: t({ message: 'Text', context: 'kind of value' }) },
  { value: 'number', label: t({ message: 'Number', context: 'kind of value' }) },
  { value: 'boolean', label: t({ message: 'True or false', context: 'kind of value' }) },
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
        {plural(file.rows.length, { one: '# record found.', other: '# records found.' })}{' '}
        {unreadable > 0 &&
          plural(unreadable, {
            one: '# of them can’t be read and will be left out.',
            other: '# of them can’t be read and will be left out.',
          })}
      </Text>
      <TypeChoice file={file} value={chosen} onChange={setChosen} />
      {showsColumns && <Columns file={file} columns={columns} onChange={change} />}
      <Preview file={file} />
      <Radio.Group label={t`Access`} value={access} onChange={setAccess}>
        <Group gap="lg" mt={4}>
          {file.isExport && <Radio value={FROM_FILE} label={t`As the file says`} />}
          <Radio value="private" label={t`Only me`} />
          <Radio value="public" label={t`Everyone`} />
        </Group>
      </Radio.Group>
      <DialogFooter>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button disabled={chosen === ''} onClick={start}>
          {plural(file.rows.length - unreadable, {
            one: 'Import # record',
            other: 'Import # records',
          })}
        </Button>
      </DialogFooter>
    </>
  )
}

function TypeChoice(props: { file: SourceFile; value: string; onChange: (value: string) => void }) {
  const groups = useTypeChoices()
  return (
    <NativeSelect
      label={t`Type`}
      value={props.value}
      data={[
        { value: '', label: t`Choose a type`, disabled: true },
        ...(props.file.isExport ? [{ value: FROM_FILE, label: t`As the file says` }] : []),
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
    <section className={classes.columns} aria-label={t`Columns`} tabIndex={0}>
      <div className={`${classes.column} ${classes.heads}`} aria-hidden="true">
        <span>
          <Trans>Column in the file</Trans>
        </span>
        <span>
          <Trans>Field</Trans>
        </span>
        {file.format === 'table' && (
          <span>
            <Trans>Kind</Trans>
          </span>
        )}
      </div>
      {columns.map((target) => (
        <div key={target.column} className={classes.column}>
          <span className={classes.name} title={target.column} dir="auto">
            {target.column}
          </span>
          <TextInput
            aria-label={fieldLabel(target.column)}
            placeholder={t({ message: 'left out', context: 'a column' })}
            value={target.field ?? ''}
            onChange={({ currentTarget }) =>
              onChange({ ...target, field: currentTarget.value || null })
            }
          />
          {file.format === 'table' && (
            <NativeSelect
              aria-label={kindLabel(target.column)}
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

const fieldLabel = (column: string) => t`Field for ${column}`
const kindLabel = (column: string) => t`Kind of ${column}`

function Preview({ file }: { file: SourceFile }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
    <section className={classes.preview} aria-label={t`First rows`} tabIndex={0}>
      <Table verticalSpacing={4} fz={12}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <Trans context="of a file">Line</Trans>
            </Table.Th>
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
