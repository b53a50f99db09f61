import { t } from '@lingui/core/macro'
import { Radio } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type PolicyName, type PresetName, presets, widens } from './policies.ts'
import classes from './policy-question.module.css'
import { choiceName, policyWords, presetWords } from './policy-words.ts'

interface PolicyQuestionProps {
  readonly name: PolicyName
  readonly value: string
  /** The preset that the policies are, or are nearest to. */
  readonly preset: PresetName
  readonly error: string | undefined
  readonly onChoose: (value: string) => void
}

/** One policy: the question, what may be answered, and what each answer means. */
export function PolicyQuestion({ name, value, preset, error, onChoose }: PolicyQuestionProps) {
  const { question, choices } = policyWords[name]
  const usual = presets[preset][name]
  const usualName = choiceName(name, usual)
  const { name: presetName } = presetWords[preset]
  return (
    <div className={classes.policy}>
      <Radio.Group
        label={question}
        labelProps={{ className: classes.question ?? '' }}
        value={value}
        error={error && t`It was not saved. ${error}`}
        onChange={onChoose}
      >
        <div className={classes.choices}>
          {choices.map((choice) => (
            <Radio
              key={choice.value}
              value={choice.value}
              label={choice.name}
              description={choice.meaning}
              size="sm"
              classNames={{
                root: classes.choice ?? '',
                labelWrapper: classes.words ?? '',
                description: classes.meaning ?? '',
              }}
            />
          ))}
        </div>
      </Radio.Group>
      {value !== usual && (
        <Changed wider={widens(name, usual, value)} text={t`${presetName} says: ${usualName}`} />
      )}
    </div>
  )
}

function Changed({ wider, text }: { wider: boolean; text: string }) {
  return (
    <p className={classes.changed} data-tone={wider ? 'warn' : undefined}>
      {wider && <IconAlertTriangle size={14} aria-hidden="true" />}
      <span>
        <strong>{wider ? t`Changed, lets in more.` : t`Changed.`}</strong> {text}
      </span>
    </p>
  )
}
