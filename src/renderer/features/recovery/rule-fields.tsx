import { t } from '@lingui/core/macro'
import { NativeSelect } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import classes from './rule-fields.module.css'
import { type TrustDraft, type TrustErrors, thresholdOf } from './trust-draft.ts'
import { ruleRisk, ruleSentence, waitWords } from './words.ts'

const choices: readonly number[] = [3_600, 86_400, 3 * 86_400, 7 * 86_400]

interface RuleFieldsProps {
  readonly draft: TrustDraft
  readonly errors: TrustErrors
  readonly onEdit: (part: Partial<TrustDraft>) => void
}

/** How many have to approve and how long it waits, and what that means. */
export function RuleFields({ draft, errors, onEdit }: RuleFieldsProps) {
  const { waitSeconds } = draft
  const count = draft.trusted.length
  const threshold = thresholdOf(draft)
  const most = Math.max(1, count)
  const numbers = Array.from({ length: most }, (_, at) => {
    const number = at + 1
    return { value: String(number), label: t`${number} of ${most}` }
  })
  const risk = ruleRisk({ count, threshold })
  return (
    <div className={classes.rule}>
      <div className={classes.fields}>
        <NativeSelect
          label={t`How many have to approve`}
          data={numbers}
          disabled={count < 2}
          value={String(threshold)}
          error={errors.threshold}
          onChange={(event) => onEdit({ threshold: Number(event.currentTarget.value) })}
        />
        <NativeSelect
          label={t`Waiting time`}
          data={waitChoices(waitSeconds)}
          value={String(waitSeconds)}
          error={errors.waitSeconds}
          onChange={(event) => onEdit({ waitSeconds: Number(event.currentTarget.value) })}
        />
      </div>
      <div className={classes.meaning} aria-live="polite">
        <span>{ruleSentence({ count, threshold, waitSeconds })}</span>
        {risk && (
          <span className={classes.risk}>
            <IconAlertTriangle size={16} aria-hidden="true" />
            {risk}
          </span>
        )}
      </div>
    </div>
  )
}

/** What was set elsewhere is shown as it is. */
function waitChoices(set: number) {
  return [...new Set([...choices, set])]
    .sort((a, b) => a - b)
    .map((seconds) => ({ value: String(seconds), label: waitWords(seconds) }))
}
