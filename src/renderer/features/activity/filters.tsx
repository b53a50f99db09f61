import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Select, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { callerOf, callerTitle } from '../access/caller.ts'
import { useVisitors } from '../access/use-visitors.ts'
import { useRecordCounts, useTypeName } from '../data/record-counts.ts'
import type { ActivityPlace } from './activity-address.ts'
import classes from './filters.module.css'
import { rangeOf, rangePlace, ranges } from './time-range.ts'
import { operationWords, wantedWords } from './words.ts'

interface RangeProps {
  readonly place: ActivityPlace
  readonly onChange: (place: ActivityPlace) => void
  /** Two days are asked for, whether or not they are what a range of its own is called. */
  readonly byDays: boolean
  readonly onByDays: (byDays: boolean) => void
}

interface FiltersProps extends RangeProps {
  readonly onClear: () => void
}

const operations = {
  changes: ['create', 'update', 'update_envelope_value', 'delete'],
  reads: ['read', 'create', 'update', 'remove', 'sign', 'read-log', 'add-key', 'identify'],
} as const

/** Narrows the log; what is chosen is in the address, so that back works. */
export function Filters({ onClear, ...props }: FiltersProps) {
  const { place, onChange } = props
  const { log, who, type, what, result } = place
  const set = (change: { [K in keyof ActivityPlace]?: string | undefined }) =>
    onChange({ ...place, ...change } as ActivityPlace)
  const isNarrowed = Object.keys(place).length > 1
  const words = log === 'changes' ? operationWords : wantedWords
  return (
    <search className={classes.filters} aria-label={t`Filters`}>
      <Choice
        label={t`Who`}
        all={t`Anyone`}
        value={who}
        data={useCallers(who)}
        onChoose={(v) => set({ who: v })}
      />
      <Choice
        label={t`Type`}
        all={t`Any type`}
        value={type}
        data={useTypes(type)}
        onChoose={(v) => set({ type: v })}
      />
      <Choice
        label={t`What`}
        all={t`Anything`}
        value={what}
        data={operations[log].map((value) => ({ value, label: words(value) }))}
        onChoose={(v) => set({ what: v })}
      />
      {log === 'reads' && <Result value={result} onChoose={(v) => set({ result: v })} />}
      <TimeRange {...props} />
      {isNarrowed && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconX size={14} />}
          onClick={onClear}
        >
          <Trans context="the filters">Clear</Trans>
        </Button>
      )}
    </search>
  )
}

interface ChoiceProps {
  readonly label: string
  /** What is said where nothing is chosen. */
  readonly all: string
  readonly value: string | undefined
  readonly data: readonly { readonly value: string; readonly label: string }[]
  readonly onChoose: (value: string | undefined) => void
}

const ALL = ''

function Choice({ label, all, value, data, onChoose }: ChoiceProps) {
  return (
    <Select
      className={classes.choice ?? ''}
      size="xs"
      aria-label={label}
      data-chosen={value !== undefined || undefined}
      data={[{ value: ALL, label: all }, ...data]}
      value={value ?? ALL}
      allowDeselect={false}
      searchable={data.length > 8}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      onChange={(next) => onChoose(next || undefined)}
    />
  )
}

function Result(props: Pick<ChoiceProps, 'value' | 'onChoose'>) {
  return <Choice label={t`Result`} all={t`Any result`} data={results} {...props} />
}

const results = [
  { value: 'allowed', label: t`Allowed` },
  { value: 'refused', label: t`Refused` },
]

function TimeRange({ place, onChange, byDays, onByDays }: RangeProps) {
  const range = byDays ? 'custom' : rangeOf(place, new Date())
  const choose = (value: string) => {
    onByDays(value === 'custom')
    if (value !== 'custom') onChange(rangePlace(place, value, new Date()))
  }
  const day = (name: 'from' | 'to', label: string) => (
    <TextInput
      type="date"
      size="xs"
      className={classes.day ?? ''}
      aria-label={label}
      value={place[name] ?? ''}
      onChange={({ currentTarget: { value } }) => {
        onByDays(true)
        const { [name]: _, ...rest } = place
        onChange(value ? { ...rest, [name]: value } : rest)
      }}
    />
  )
  return (
    <>
      <Select
        className={classes.choice ?? ''}
        size="xs"
        aria-label={t`When`}
        data={[...ranges]}
        value={range}
        allowDeselect={false}
        onChange={(value) => value && choose(value)}
      />
      {range === 'custom' && (
        <span className={classes.days}>
          {day('from', t({ message: 'From', context: 'a day' }))}
          <span aria-hidden="true">–</span>
          {day('to', t({ message: 'To', context: 'a day' }))}
        </span>
      )}
    </>
  )
}

/** Who is in the logs, and who was asked for by the address. */
function useCallers(who: string | undefined) {
  const { visitors } = useVisitors()
  const came = (visitors ?? []).map(({ line, title }) => ({ value: line, label: title }))
  const callers = [{ value: 'owner', label: t`You` }, ...came]
  if (who === undefined || callers.some(({ value }) => value === who)) return callers
  return [...callers, { value: who, label: callerTitle(callerOf(who)) }]
}

function useTypes(type: string | undefined) {
  const { types = [] } = useRecordCounts()
  const typeName = useTypeName()
  const known = types.map(({ ontology }) => ontology)
  const all = type === undefined || known.includes(type) ? known : [...known, type]
  return all.map((value) => ({ value, label: typeName(value) }))
}
