import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Checkbox, Radio } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { useVault } from '../vault/vault-context.tsx'
import {
  type ConsentDraft,
  decisionOf,
  draftOf,
  type Offered,
  offered,
  writes,
} from './consent-draft.ts'
import classes from './consent-form.module.css'
import { ConsentPreview } from './consent-preview.tsx'
import { decisionWords } from './consent-words.ts'
import { TypesField } from './types-field.tsx'
import { useBlocking } from './use-blocking.ts'
import { useDecision } from './use-decision.ts'
import { isWaiting, type Visitor } from './visitors.ts'

interface ConsentFormProps {
  readonly visitor: Visitor
  readonly onDone: () => void
  /** null where there is nothing to go back to. */
  readonly onCancel: (() => void) | null
}

const submitWords: Readonly<Record<Offered, string>> = {
  read: t`Allow reading`,
  ontologies: t`Allow these types`,
  everything: t`Allow everything`,
}

/** A decision about a platform, and what it would see, before it is made. */
export function ConsentForm({ visitor, onDone, onCancel }: ConsentFormProps) {
  const { consent, name } = visitor
  const [draft, setDraft] = useState(() => draftOf(consent))
  const { submit, problem, refusals, sending } = useSubmission(visitor, draft, onDone)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit()
  }
  return (
    <form className={classes.form} onSubmit={onSubmit} noValidate>
      <div className={classes.choices}>
        <DecisionField draft={draft} onChange={setDraft} />
        {draft.decision === 'ontologies' && (
          <TypesField draft={draft} error={problem} onChange={setDraft} />
        )}
        {writes(draft) && <MigratorField draft={draft} onChange={setDraft} />}
      </div>
      <ConsentPreview platform={consent?.platform ?? name} draft={draft} />
      <Buttons
        visitor={visitor}
        confirm={submitWords[draft.decision]}
        sending={sending}
        onDone={onDone}
        onCancel={onCancel}
      />
      <div className={classes.refusal}>
        <RefusalAlert title={t`Nothing was changed`} refusals={refusals} />
      </div>
    </form>
  )
}

function useSubmission(visitor: Visitor, draft: ConsentDraft, onDone: () => void) {
  const [problem, setProblem] = useState<ConsentDraft | null>(null)
  const { decide, refusals, sending } = useDecision(visitor, onDone)
  const { title } = visitor
  const submit = async () => {
    const isEmpty = draft.decision === 'ontologies' && draft.ontologies.length === 0
    if (isEmpty) return setProblem(draft)
    await decide(decisionOf(draft), {
      title: t`Saved for ${title}`,
      message: t`It counts from its next request on.`,
    })
  }
  return {
    submit,
    refusals,
    sending,
    problem: problem === draft ? t`Choose one type at least, or block it.` : undefined,
  }
}

interface DraftProps {
  readonly draft: ConsentDraft
  readonly onChange: (draft: ConsentDraft) => void
}

function DecisionField({ draft, onChange }: DraftProps) {
  return (
    <Radio.Group
      label={t`Let it have`}
      value={draft.decision}
      onChange={(decision) => onChange({ ...draft, decision: decision as Offered })}
    >
      <div className={classes.radios}>
        {offered.map((decision) => (
          <Radio
            key={decision}
            value={decision}
            label={decisionWords[decision].name}
            description={decisionWords[decision].meaning}
            classNames={{ description: classes.meaning ?? '' }}
          />
        ))}
      </div>
    </Radio.Group>
  )
}

function MigratorField({ draft, onChange }: DraftProps) {
  return (
    <Checkbox
      label={t`It moves records here from elsewhere`}
      description={t`What it imports in bulk is then not announced to other platforms. Leave it off unless it is a migration tool you use.`}
      classNames={{ description: classes.meaning ?? '' }}
      checked={draft.migrator}
      onChange={(event) => onChange({ ...draft, migrator: event.currentTarget.checked })}
    />
  )
}

interface ButtonsProps {
  readonly visitor: Visitor
  readonly confirm: string
  readonly sending: boolean
  readonly onDone: () => void
  readonly onCancel: (() => void) | null
}

function Buttons({ visitor, confirm, sending, onDone, onCancel }: ButtonsProps) {
  const { writable } = useVault()
  const blocking = useBlocking(visitor, onDone)
  return (
    <>
      <div className={classes.buttons}>
        <Button type="submit" loading={sending} disabled={!writable}>
          {confirm}
        </Button>
        {isWaiting(visitor) && (
          <Button
            variant="default"
            loading={blocking.sending}
            disabled={!writable || sending}
            onClick={() => void blocking.block()}
          >
            <Trans>Block</Trans>
          </Button>
        )}
        {onCancel && (
          <Button variant="subtle" color="gray" disabled={sending} onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
        )}
      </div>
      <RefusalAlert title={t`It was not blocked`} refusals={blocking.refusals} />
    </>
  )
}
