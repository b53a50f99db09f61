import { Trans } from '@lingui/react/macro'
import { IconInfoCircle } from '@tabler/icons-react'
import { useMemo } from 'react'
import { AddField } from './add-field.tsx'
import { FieldRow, RemovedField } from './field-row.tsx'
import classes from './fields-panel.module.css'
import { differenceOf } from './payload.ts'
import type { RecordSchema } from './record-schema.ts'
import { adviceOn } from './schema-check.ts'
import type { RecordEditing } from './use-record-edit.ts'

export interface FieldListProps {
  readonly editing: RecordEditing
  readonly schema: RecordSchema | null | undefined
  readonly readOnly: boolean
}

/** Each field with its type and an editor, and what is unusual about it. */
export function FieldList({ editing, schema, readOnly }: FieldListProps) {
  const { payload, base } = editing.edit
  const advice = useMemo(() => adviceOn(payload, schema), [payload, schema])
  const changes = useMemo(() => {
    const all = differenceOf(base.payload, payload)
    return new Map(all.map((change) => [change.field, change]))
  }, [base, payload])
  const names = Object.keys(payload)
  const removed = [...changes.values()].filter(({ kind }) => kind === 'removed')
  return (
    <>
      {names.length === 0 && (
        <p className={classes.none}>
          <Trans>This record has no fields.</Trans>
        </p>
      )}
      {names.map((name) => (
        <FieldRow
          key={name}
          name={name}
          editing={editing}
          schema={schema?.properties?.[name]}
          change={changes.get(name)}
          advice={advice.filter(({ path }) => path[0] === name)}
          readOnly={readOnly}
        />
      ))}
      {removed.map(({ field }) => (
        <RemovedField key={field} name={field} onKeep={() => editing.revertField(field)} />
      ))}
      {advice
        .filter(({ path }) => path.length === 0)
        .map(({ message }) => (
          <span key={message} className={classes.advice}>
            <IconInfoCircle size={14} aria-hidden="true" />
            {message}
          </span>
        ))}
      {!readOnly && <AddField editing={editing} schema={schema} />}
    </>
  )
}
