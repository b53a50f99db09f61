import { t } from '@lingui/core/macro'
import { NativeSelect, SegmentedControl, TagsInput, Textarea, TextInput } from '@mantine/core'
import type { FieldKind } from './field-kind.ts'
import classes from './fields-panel.module.css'
import { JsonValueEditor } from './json-value-editor.tsx'
import { LargeValue } from './large-value.tsx'
import { MomentEditor } from './moment-editor.tsx'
import type { FieldSchema } from './record-schema.ts'

export interface FieldEditorProps {
  readonly name: string
  readonly kind: FieldKind
  readonly value: unknown
  /** What was typed while it says nothing yet. */
  readonly unread: string | undefined
  readonly schema: FieldSchema | undefined
  readonly readOnly: boolean
  /** Id of the element that says what is unusual about the value. */
  readonly describedBy: string | undefined
  readonly onChange: (value: unknown) => void
  readonly onUnread: (text: string) => void
}

/** The editor that fits a field's kind. */
export function FieldEditor(props: FieldEditorProps) {
  const { name, kind, value, readOnly, onChange } = props
  const common = {
    'aria-label': name,
    'aria-describedby': props.describedBy,
    readOnly,
  }
  switch (kind) {
    case 'text':
    case 'longText': {
      const text = { ...common, value: String(value) }
      const change = (event: { currentTarget: { value: string } }) =>
        onChange(event.currentTarget.value)
      if (kind === 'text') return <TextInput {...text} onChange={change} />
      return <Textarea {...text} classNames={{ input: classes.longText }} onChange={change} />
    }
    case 'choice':
      return <Choice {...props} />
    case 'moment':
      return <MomentEditor {...props} />
    case 'number':
      return <NumberEditor {...props} />
    case 'boolean':
      return (
        <SegmentedControl
          {...common}
          size="xs"
          value={String(value)}
          data={['true', 'false']}
          onChange={(next) => onChange(next === 'true')}
        />
      )
    case 'texts':
      return (
        <TagsInput
          {...common}
          value={[...(value as string[])]}
          allowDuplicates
          acceptValueOnBlur
          placeholder={(value as string[]).length === 0 ? t`Type, then Enter` : ''}
          onChange={onChange}
        />
      )
    case 'json':
      return <JsonValueEditor {...props} />
    case 'null':
      return <span className={classes.muted}>null</span>
    case 'large':
      return <LargeValue name={name} value={value} />
  }
}

function Choice({ name, value, schema, readOnly, describedBy, onChange }: FieldEditorProps) {
  const choices = new Set([...(schema?.enum ?? []), value].map(String))
  return (
    <NativeSelect
      aria-label={name}
      aria-describedby={describedBy}
      value={String(value)}
      data={[...choices]}
      disabled={readOnly}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}

/** JSON's own form of a number, and a comma for those whose keyboards have one. */
const NUMBER = /^-?(0|[1-9]\d*)([.,]\d+)?([eE][+-]?\d+)?$/

function NumberEditor(props: FieldEditorProps) {
  const { name, value, unread, readOnly, describedBy, onChange, onUnread } = props
  const change = (text: string) => {
    const number = Number(text.trim().replace(',', '.'))
    if (NUMBER.test(text.trim()) && Number.isFinite(number)) onChange(number)
    else onUnread(text)
  }
  return (
    <TextInput
      aria-label={name}
      aria-describedby={describedBy}
      inputMode="decimal"
      readOnly={readOnly}
      value={unread ?? String(value)}
      error={unread === undefined ? undefined : t`This is not a number.`}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  )
}
