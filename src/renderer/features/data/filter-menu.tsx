import { useQuery } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Autocomplete, Button, Group, NativeSelect, Popover, Stack, TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { normaliseEName } from '../../../w3id/ename.ts'
import { type FieldComparison, KnownNamesDocument } from '../../graphql/documents.generated.ts'
import { useRecordSchema } from '../records/record-schema.ts'
import { callerWords, comparisonWords } from './describe-filter.ts'
import classes from './filter-bar.module.css'
import { comparisons, emptyFilter, isEmptyFilter, MOST_CONDITIONS } from './record-filter.ts'
import { useDataAddress } from './use-data-address.ts'
import { writersOf } from './writers.ts'

/** Adds and changes conditions; each counts at once. */
export function FilterMenu() {
  const { filter, go } = useDataAddress()
  return (
    <Popover position="bottom-end" shadow="md" width={360} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconFilter size={16} />}>
          <Trans context="verb">Filter</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="lg">
          <FieldForm />
          <AccessForm />
          <WriterField />
          <Days />
          <Group justify="flex-end">
            <Button
              variant="default"
              size="compact-md"
              disabled={isEmptyFilter(filter)}
              onClick={() => go({ filter: emptyFilter })}
            >
              <Trans>Clear all</Trans>
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

function FieldForm() {
  const { type, filter, go } = useDataAddress()
  const schema = useRecordSchema(type)
  const [field, setField] = useState('')
  const [is, setIs] = useState<FieldComparison>('contains')
  const [value, setValue] = useState('')
  const isFull = filter.fields.length >= MOST_CONDITIONS
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (field === '' || value === '' || isFull) return
    go({ filter: { ...filter, fields: [...filter.fields, { field, is, value }] } })
    setValue('')
  }
  return (
    <form onSubmit={add} className={classes.form}>
      <Autocomplete
        label={t`Field`}
        placeholder={t`Name of a field`}
        data={Object.keys(schema?.properties ?? {})}
        value={field}
        comboboxProps={{ withinPortal: false }}
        onChange={setField}
      />
      <NativeSelect
        aria-label={t`Comparison`}
        data={comparisons.map((it) => ({ value: it, label: comparisonWords[it] }))}
        value={is}
        onChange={({ currentTarget }) => setIs(currentTarget.value as FieldComparison)}
      />
      <Group gap="sm" wrap="nowrap">
        <TextInput
          aria-label={t`Value`}
          placeholder={t`Value`}
          flex={1}
          value={value}
          onChange={({ currentTarget }) => setValue(currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={field === '' || value === '' || isFull}>
          <Trans context="verb">Add</Trans>
        </Button>
      </Group>
    </form>
  )
}

const accessChoices = [
  { value: '', label: t({ message: 'Any', context: 'access' }) },
  { value: 'private', label: t`Private` },
  { value: '*', label: t`Public` },
]

function AccessForm() {
  const { filter, go } = useDataAddress()
  const [name, setName] = useState('')
  const [error, setError] = useState<string | null>(null)
  const { access } = filter
  const isNamed = access !== null && access !== 'private' && access !== '*'
  const setAccess = (next: string | null) => go({ filter: { ...filter, access: next } })
  const add = (event: FormEvent) => {
    event.preventDefault()
    try {
      setAccess(normaliseEName(name))
      setName('')
    } catch {
      setError(t`Type an eName.`)
    }
  }
  return (
    <form onSubmit={add} className={classes.form}>
      <NativeSelect
        label={t`Access`}
        data={isNamed ? [...accessChoices, { value: access, label: access }] : accessChoices}
        value={access ?? ''}
        onChange={({ currentTarget }) => setAccess(currentTarget.value || null)}
      />
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <TextInput
          aria-label={t`Shared with eName`}
          placeholder={t`Shared with @…`}
          flex={1}
          value={name}
          error={error}
          onChange={({ currentTarget }) => {
            setName(currentTarget.value)
            setError(null)
          }}
        />
        <Button type="submit" variant="default">
          <Trans context="verb">Set</Trans>
        </Button>
      </Group>
    </form>
  )
}

function WriterField() {
  const { filter, go } = useDataAddress()
  const { data } = useQuery(KnownNamesDocument)
  const { writers, chosen } = writersOf(data?.visitors ?? [], filter.writtenBy)
  const choices = writers.map((value) => ({ value, label: callerWords(value) }))
  return (
    <NativeSelect
      label={t`Created or changed by`}
      data={[{ value: '', label: t({ message: 'Anyone', context: 'after “by”' }) }, ...choices]}
      value={chosen ?? ''}
      onChange={({ currentTarget }) =>
        go({ filter: { ...filter, writtenBy: currentTarget.value || null } })
      }
    />
  )
}

function Days() {
  const { filter, go } = useDataAddress()
  return (
    <Group gap="sm" grow>
      <TextInput
        type="date"
        label={t`Created from`}
        value={filter.from ?? ''}
        onChange={({ currentTarget }) =>
          go({ filter: { ...filter, from: currentTarget.value || null } })
        }
      />
      <TextInput
        type="date"
        label={t`Up to`}
        value={filter.to ?? ''}
        onChange={({ currentTarget }) =>
          go({ filter: { ...filter, to: currentTarget.value || null } })
        }
      />
    </Group>
  )
}
