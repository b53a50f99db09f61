import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Input, UnstyledButton } from '@mantine/core'
import { useId, useState } from 'react'
import { JsonEditor } from '../../components/lazy-json-editor.tsx'
import type { FieldEditorProps } from './field-editor.tsx'
import classes from './fields-panel.module.css'

/** A list or an object: folded, and edited as JSON. */
export function JsonValueEditor(props: FieldEditorProps) {
  const { name, value, unread } = props
  const [unfolded, setUnfolded] = useState(unread !== undefined)
  const size = Array.isArray(value) ? value.length : Object.keys(value as object).length
  const content = Array.isArray(value)
    ? plural(size, { one: '# item', other: '# items' })
    : plural(size, { one: '# field', other: '# fields' })
  return (
    <>
      <UnstyledButton
        className={classes.fold}
        aria-expanded={unfolded}
        aria-label={unfolded ? t`${name}: hide ${content}` : t`${name}: show ${content}`}
        onClick={() => setUnfolded(!unfolded)}
      >
        {unfolded ? t`Hide ${content}` : t`Show ${content}`}
      </UnstyledButton>
      {unfolded && <Unfolded {...props} />}
    </>
  )
}

function Unfolded({ name, value, unread, readOnly, onChange, onUnread }: FieldEditorProps) {
  const errorId = useId()
  // What is typed keeps its form; what others make of the value is written anew.
  const [own, setOwn] = useState({ value, text: JSON.stringify(value, null, 2) })
  const text = unread ?? (own.value === value ? own.text : JSON.stringify(value, null, 2))
  const change = (next: string) => {
    const read = readJson(next)
    if (read === null) return onUnread(next)
    setOwn({ value: read.value, text: next })
    onChange(read.value)
  }
  return (
    <>
      <div className={classes.editor} data-invalid={unread === undefined ? undefined : true}>
        <JsonEditor
          label={name}
          value={text}
          maxHeight="320px"
          describedBy={unread === undefined ? undefined : errorId}
          {...(!readOnly && { onChange: change })}
        />
      </div>
      {unread !== undefined && (
        <Input.Error id={errorId} role="status">
          <Trans>This is not JSON yet.</Trans>
        </Input.Error>
      )}
    </>
  )
}

function readJson(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return null
  }
}
