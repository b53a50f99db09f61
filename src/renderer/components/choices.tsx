import { Radio } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './choices.module.css'

interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly description?: ReactNode
}

interface ChoicesProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly choices: readonly Choice<Value>[]
  readonly disabled?: boolean
  /** The first one has the focus when a form is shown. */
  readonly first?: boolean
}

/** One of a few ways, each with what it means. */
export function Choices<Value extends string>(props: ChoicesProps<Value>) {
  const { label, value, onChange, choices, disabled = false, first = false } = props
  return (
    <Radio.Group
      aria-label={label}
      value={value}
      onChange={(chosen) => onChange(chosen as Value)}
      disabled={disabled}
    >
      <div className={classes.choices}>
        {choices.map((choice, at) => (
          <Radio
            key={choice.value}
            value={choice.value}
            label={choice.label}
            description={choice.description}
            classNames={{ root: classes.choice ?? '', description: classes.description ?? '' }}
            {...(first && at === 0 && { 'data-first-field': true })}
          />
        ))}
      </div>
    </Radio.Group>
  )
}
