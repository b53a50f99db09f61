import { t } from '@lingui/core/macro'
import { Time } from '../../components/time.tsx'
import { isMoment } from './field-columns.ts'
import { type RowValues, valueIn } from './row-values.ts'

/** The value of one field in the list. */
export function FieldCell({ values, name }: { values: RowValues; name: string }) {
  const value = valueIn(values, name)
  return (
    <td data-muted dir="auto">
      {value === null ? missing(values) : <Value value={value} />}
    </td>
  )
}

function Value({ value }: { value: string | number | boolean }) {
  if (typeof value !== 'string') return String(value)
  if (isMoment(value) && value.includes('T')) return <Time value={value} plain />
  return <span title={value}>{value}</span>
}

/** Of a record with many fields the row does not know them all. */
function missing({ more }: RowValues) {
  return more ? <span title={t`Open the record to see it`}>…</span> : null
}
