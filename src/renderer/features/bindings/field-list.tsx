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
            <th scope="row">{name.length > 80 ? shortenId(name) : name}</th>
            <td>{valueText(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (the rest is under JSON)` : text
}
