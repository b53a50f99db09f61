import { t } from '@lingui/core/macro'
import { shortenId } from '../../components/shorten-id.ts'
import type { Field } from './drawing.ts'
import classes from './field-list.module.css'

const LONGEST = 2_000

/** Fields that have no place of their own, as they are. */
export function FieldList({ fields, label }: { fields: readonly Field[]; label: string }) {
  if (fields.length === 0) return null
  return (
    <table className={classes.fields} aria-label={label}>
      <tbody>
        {fields.map(([name, value]) => (
          <tr key={name}>
            <th scope="row" dir="auto">
              {name.length > 80 ? shortenId(name) : name}
            </th>
            <td dir="auto">{valueText(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (text.length <= LONGEST) return text
  const start = text.slice(0, LONGEST)
  return t`${start}… (the rest is under JSON)`
}
