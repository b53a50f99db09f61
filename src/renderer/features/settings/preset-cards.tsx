import { plural, t } from '@lingui/core/macro'
import { Button, Title } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useId } from 'react'
import { type PresetName, type PresetState, presets } from './policies.ts'
import { presetWords } from './policy-words.ts'
import classes from './preset-cards.module.css'

interface PresetCardsProps {
  readonly state: PresetState
  readonly onApply: (preset: PresetName) => void
}

/** The two sets of answers, and which of them holds now. */
export function PresetCards({ state, onApply }: PresetCardsProps) {
  return (
    <div className={classes.cards}>
      {(Object.keys(presets) as PresetName[]).map((preset) => (
        <PresetCard
          key={preset}
          preset={preset}
          changed={state.preset === preset ? state.changed.length : null}
          onApply={() => onApply(preset)}
        />
      ))}
    </div>
  )
}

interface PresetCardProps {
  readonly preset: PresetName
  /** How many answers differ from it; null where the other preset is nearer. */
  readonly changed: number | null
  readonly onApply: () => void
}

function PresetCard({ preset, changed, onApply }: PresetCardProps) {
  const { name, meaning } = presetWords[preset]
  const id = useId()
  return (
    <section
      className={classes.card}
      aria-labelledby={id}
      data-current={changed === 0 || undefined}
    >
      <div className={classes.head}>
        <Title order={3} id={id}>
          {name}
        </Title>
        {changed !== null && (
          <span className={classes.state} data-exact={changed === 0 || undefined}>
            {changed === 0 && <IconCheck size={14} aria-hidden="true" />}
            {stateText(changed)}
          </span>
        )}
      </div>
      <p className={classes.meaning}>{meaning}</p>
      {changed !== 0 && (
        <Button
          variant="default"
          size="compact-md"
          className={classes.apply ?? ''}
          onClick={onApply}
        >
          {changed === null ? t`Change to ${name}…` : t`Back to ${name}…`}
        </Button>
      )}
    </section>
  )
}

function stateText(changed: number): string {
  if (changed === 0) return t`Holds now`
  return plural(changed, { one: 'Nearest, # changed', other: 'Nearest, # changed' })
}
