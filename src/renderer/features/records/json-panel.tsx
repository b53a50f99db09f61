import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Input } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconDownload, IconInfoCircle } from '@tabler/icons-react'
import { useId, useMemo, useState } from 'react'
import { LabelledCopyButton } from '../../components/copy-button.tsx'
import { JsonEditor } from '../../components/lazy-json-editor.tsx'
import { saveFile } from '../../components/save-file.ts'
import fieldClasses from './fields-panel.module.css'
import { adviceMarks, suggestionsOf } from './json-advice.ts'
import classes from './json-panel.module.css'
import { jsonProblem } from './json-problem.ts'
import { type Payload, samePayload } from './payload.ts'
import type { RecordSchema } from './record-schema.ts'
import { adviceOn } from './schema-check.ts'
import type { RecordEditing } from './use-record-edit.ts'
import { sizeText } from './value-text.ts'

interface JsonPanelProps {
  readonly id: string
  readonly editing: RecordEditing
  readonly schema: RecordSchema | null | undefined
  readonly readOnly: boolean
}

/** A text of this length or more is only shown on demand. */
const LARGE = 200_000
/** Long enough not to comment on what is still being typed. */
const PAUSE_MS = 400

/** The record as JSON, to be read and changed. */
export function JsonPanel(props: JsonPanelProps) {
  const { text, change } = useJsonText(props.editing)
  const [shown, setShown] = useState(false)
  const file = () => saveFile(`${props.id}.json`, [text], 'application/json')
  return (
    <div className={classes.panel}>
      <Group gap="sm" justify="flex-end">
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconDownload size={14} />}
          onClick={file}
        >
          <Trans>Export JSON</Trans>
        </Button>
        <LabelledCopyButton text={text} label={t`Copy JSON`} />
      </Group>
      {text.length < LARGE || shown ? (
        <Editor {...props} text={text} change={change} />
      ) : (
        <Group gap="sm" p="sm">
          <span className={fieldClasses.muted}>{sizeText(text)}</span>
          <Button variant="default" size="compact-sm" onClick={() => setShown(true)}>
            <Trans>Show</Trans>
          </Button>
        </Group>
      )}
    </div>
  )
}

interface EditorProps extends JsonPanelProps {
  readonly text: string
  readonly change: (text: string) => void
}

function Editor({ editing, schema, readOnly, text, change }: EditorProps) {
  const id = useId()
  const [settled] = useDebouncedValue(text, PAUSE_MS)
  const problem = useMemo(() => jsonProblem(settled), [settled])
  const suggestions = useMemo(() => suggestionsOf(schema), [schema])
  const advice = useMemo(
    () => (problem || settled.length > LARGE ? [] : adviceOn(payloadIn(settled), schema)),
    [problem, settled, schema],
  )
  const marks = useMemo(() => adviceMarks(settled, advice), [settled, advice])
  const isWrong = problem !== null && editing.edit.unreadJson !== null
  return (
    <>
      <JsonEditor
        label={t`Record as JSON`}
        value={text}
        errorOffset={isWrong ? problem.offset : undefined}
        marks={marks}
        suggestions={suggestions}
        describedBy={isWrong || advice.length > 0 ? id : undefined}
        {...(!readOnly && { onChange: change })}
      />
      <div id={id} role="status" className={classes.notes}>
        {isWrong && <Input.Error>{problem.message}</Input.Error>}
        {advice.map(({ path, message }) => (
          <span key={`${path.join('.')} ${message}`} className={fieldClasses.advice}>
            <IconInfoCircle size={14} aria-hidden="true" />
            {path.length > 0 && `${path.join('.')}: `}
            {message}
          </span>
        ))}
      </div>
    </>
  )
}

/** The text as it was typed; written anew when the record was changed from elsewhere. */
function useJsonText({ edit, setPayload, setUnreadJson }: RecordEditing) {
  const [own, setOwn] = useState<{ payload: Payload; text: string } | null>(null)
  const isOwn = useMemo(() => own !== null && samePayload(own.payload, edit.payload), [own, edit])
  const written = useMemo(() => JSON.stringify(edit.payload, null, 2), [edit.payload])
  const change = (text: string) => {
    if (jsonProblem(text)) return setUnreadJson(text)
    const payload = payloadIn(text)
    setOwn({ payload, text })
    setPayload(payload)
  }
  return { text: edit.unreadJson ?? (isOwn && own ? own.text : written), change }
}

function payloadIn(text: string): Payload {
  return JSON.parse(text) as Payload
}
