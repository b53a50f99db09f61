import { Trans } from '@lingui/react/macro'
import { FieldList, type FieldListProps } from './field-list.tsx'
import classes from './fields-panel.module.css'
import { RecordFacts } from './record-facts.tsx'
import type { OpenRecord } from './use-record.ts'

interface FieldsPanelProps extends FieldListProps {
  readonly record: OpenRecord
}

/** The fields of a record, and what the vault knows besides. */
export function FieldsPanel({ record, ...list }: FieldsPanelProps) {
  return (
    <div className={classes.fields}>
      {list.editing.edit.unreadJson === null ? (
        <FieldList {...list} />
      ) : (
        <p className={classes.none}>
          <Trans>The JSON can’t be read yet. Mend it there first.</Trans>
        </p>
      )}
      <RecordFacts record={record} />
    </div>
  )
}
