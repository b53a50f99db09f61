import { t } from '@lingui/core/macro'
import { useRef, useState } from 'react'
import { Section } from '../../components/section.tsx'
import { type PresetName, policyNames, presetOf, type Settings } from './policies.ts'
import { PolicyQuestion } from './policy-question.tsx'
import { policyWords } from './policy-words.ts'
import { PresetCards } from './preset-cards.tsx'
import { PresetDialog } from './preset-dialog.tsx'
import { hideSaved } from './tell-saved.ts'
import { useSettingsChange } from './use-settings-change.ts'

/** What others may do without asking, as questions; and two sets of answers to begin with. */
export function PoliciesSection({ settings }: { settings: Settings }) {
  const change = useSettingsChange(settings)
  const [asked, setAsked] = useState<PresetName | null>(null)
  const [opened, setOpened] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = { ...settings, ...change.pending }
  const state = presetOf(shown)
  return (
    <>
      <Section
        title={t`Policies`}
        hint={t`What others may do with your vault without asking you. A change counts from their next request on.`}
        heading={heading}
      >
        <PresetCards
          state={state}
          onApply={(preset) => {
            // It would lie over the dialog, and what it takes back would change what is asked.
            hideSaved()
            setAsked(preset)
            setOpened(true)
          }}
        />
      </Section>
      {policyNames.map((name) => (
        <PolicyQuestion
          key={name}
          name={name}
          value={shown[name]}
          preset={state.preset}
          error={change.refusals[name]}
          onChoose={(value) => {
            const { short } = policyWords[name]
            void change.save({ [name]: value }, t`Saved: ${short}`)
          }}
        />
      ))}
      <PresetDialog
        preset={asked}
        opened={opened}
        settings={settings}
        change={change}
        onClose={() => setOpened(false)}
        onApplied={() => heading.current?.focus()}
      />
    </>
  )
}
