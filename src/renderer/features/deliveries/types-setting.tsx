import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Checkbox, Group, Radio } from '@mantine/core'
import { useState } from 'react'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { Section } from '../../components/section.tsx'
import { OtherType } from '../access/other-type.tsx'
import { useRecordCounts, useTypeName } from '../data/record-counts.ts'
import { useVault } from '../vault/vault-context.tsx'
import { type DeliveryPlatform, platformTitle } from './platform-health.ts'
import { sameTypes, typesInput } from './settings-change.ts'
import classes from './settings-pane.module.css'
import { usePlatformChange } from './use-platform-change.ts'

/** Of which types a platform is told; saved together, as what is left out is not sent later. */
export function TypesSetting({ platform }: { platform: DeliveryPlatform }) {
  const { writable } = useVault()
  const { ontologies } = platform.settings
  const [draft, setDraft] = useState<readonly string[] | null | undefined>(undefined)
  const chosen = draft === undefined ? ontologies : draft
  const { save, refusals, sending } = usePlatformChange(platform)
  const title = platformTitle(platform.platform)
  const isChanged = !sameTypes(chosen, ontologies)
  const submit = async () => {
    const message = t`It counts for what is not sent yet, too.`
    const saved = await save(typesInput(chosen), { title: t`Saved for ${title}`, message })
    if (saved) setDraft(undefined)
  }
  return (
    <Section
      title={t`Types it is told of`}
      hint={t`It is told only of records that it may read, whatever is chosen here.`}
    >
      <Radio.Group
        aria-label={t`Types it is told of`}
        value={chosen === null ? 'all' : 'chosen'}
        onChange={(value) => setDraft(value === 'all' ? null : (ontologies ?? []))}
      >
        <div className={classes.radios}>
          <Radio value="all" label={t`All types`} disabled={!writable} />
          <Radio value="chosen" label={t`Chosen types`} disabled={!writable} />
        </div>
      </Radio.Group>
      {chosen !== null && <TypeList chosen={chosen} onChange={setDraft} />}
      <RefusalAlert title={t`Nothing was changed`} refusals={refusals} />
      {isChanged && (
        <Group gap="sm">
          <Button size="compact-md" loading={sending} onClick={() => void submit()}>
            <Trans>Save types</Trans>
          </Button>
          <Button variant="default" size="compact-md" onClick={() => setDraft(undefined)}>
            <Trans>Cancel</Trans>
          </Button>
        </Group>
      )}
    </Section>
  )
}

interface TypeListProps {
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

function TypeList({ chosen, onChange }: TypeListProps) {
  const typeName = useTypeName()
  const offered = useOfferedTypes(chosen)
  const without = (ontology: string) => chosen.filter((one) => one !== ontology)
  return (
    <div className={classes.chosen}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset does not scroll */}
      <div className={classes.types} role="group" aria-label={t`Chosen types`}>
        {offered.map((ontology) => (
          <div key={ontology} className={classes.type}>
            <Checkbox
              label={typeName(ontology)}
              checked={chosen.includes(ontology)}
              onChange={({ currentTarget: { checked } }) =>
                onChange(checked ? [...chosen, ontology] : without(ontology))
              }
            />
          </div>
        ))}
      </div>
      <OtherType known={offered} onAdd={(ontology) => onChange([...chosen, ontology])} />
    </div>
  )
}

/** The types in the vault, those with most records first, and those that were chosen besides. */
function useOfferedTypes(chosen: readonly string[]): readonly string[] {
  const { types = [] } = useRecordCounts()
  const held = types
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ ontology }) => ontology)
  return [...held, ...chosen.filter((one) => !held.includes(one))]
}
