import { FieldValue } from './field-value.tsx'
import classes from './fields-panel.module.css'
import type { OpenRecord } from './use-record.ts'

/** Each field of a record with its type and value. */
export function FieldsPanel({ record }: { record: OpenRecord }) {
  if (record.envelopes.length === 0) {
    return <p className={classes.none}>This record has no fields.</p>
  }
  return (
    <dl className={classes.fields}>
      {record.envelopes.map(({ id, fieldKey, value, valueType }) => (
        <div key={id} className={classes.field}>
          <dt className={classes.key}>
            {fieldKey}
            <span className={classes.type}>{valueType}</span>
          </dt>
          <dd className={classes.value}>
            <FieldValue name={fieldKey} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
