import { t } from '@lingui/core/macro'
import { TextInput } from '@mantine/core'
import type { FieldEditorProps } from './field-editor.tsx'
import classes from './fields-panel.module.css'
import { localMoment, momentOf } from './moment.ts'

/** A moment, chosen on this computer's clock; below it what is stored. */
export function MomentEditor(props: FieldEditorProps) {
  const { name, value, unread, readOnly, describedBy, onChange, onUnread } = props
  const change = (local: string) => {
    const moment = momentOf(local, String(value))
    if (moment === null) onUnread(local)
    else onChange(moment)
  }
  return (
    <>
      <TextInput
        type="datetime-local"
        step={1}
        aria-label={t`${name}, local time`}
        aria-describedby={describedBy}
        readOnly={readOnly}
        value={unread ?? localMoment(String(value))}
        error={unread === undefined ? undefined : t`Give a date and a time.`}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
      <span className={classes.stored}>{String(value)}</span>
    </>
  )
}
