import { t } from '@lingui/core/macro'
import { Input } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useId } from 'react'
import { JsonEditor } from '../../components/lazy-json-editor.tsx'
import { jsonProblem } from '../records/json-problem.ts'
import classes from './create-dialog.module.css'
import { useData } from './data-context.tsx'

/** Long enough not to complain about what is still being typed. */
const PAUSE_MS = 500

/** The new record's payload as JSON, with the place of an error underlined. */
export function PayloadField(props: { error: string | undefined; onEdit: () => void }) {
  const { draft, setDraft } = useData()
  const errorId = useId()
  const [settled] = useDebouncedValue(draft.payload, PAUSE_MS)
  const checked = props.error !== undefined || settled === draft.payload
  const problem = checked ? jsonProblem(draft.payload) : null
  const message = problem?.message ?? props.error
  return (
    <Input.Wrapper label={t`Payload`} labelElement="div">
      <div className={classes.editor} data-invalid={message ? true : undefined}>
        <JsonEditor
          label={t`Payload`}
          value={draft.payload}
          errorOffset={problem?.offset}
          describedBy={message ? errorId : undefined}
          minHeight="160px"
          maxHeight="280px"
          onChange={(payload) => {
            props.onEdit()
            setDraft({ ...draft, payload })
          }}
        />
      </div>
      <Input.Error id={errorId} mt={4} role="status">
        {message}
      </Input.Error>
    </Input.Wrapper>
  )
}
