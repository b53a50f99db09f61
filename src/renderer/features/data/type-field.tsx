import { t } from '@lingui/core/macro'
import { Select, TextInput } from '@mantine/core'
import { knownOntologies } from '../../../w3id/known-ontologies.ts'
import { useData } from './data-context.tsx'
import { OWN_ID } from './record-draft.ts'
import { useTypeChoices } from './use-type-choices.ts'

interface FieldProps {
  readonly error: string | undefined
  readonly onEdit: () => void
}

/** The new record's type: a known one by its title, or any other by its id. */
export function TypeField({ error, onEdit }: FieldProps) {
  const { draft, setDraft } = useData()
  const ownId = draft.type === OWN_ID
  const required = knownOntologies.find(({ id }) => id === draft.type)?.required
  const usual = required?.split(' ').join(', ')
  return (
    <>
      <Select
        label={t`Type`}
        placeholder={t`Choose a type`}
        description={usual && t`Usually has: ${usual}`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={[
          ...useTypeChoices(),
          {
            group: t({ message: 'Any type', context: 'to choose from' }),
            items: [{ value: OWN_ID, label: t`Other, by its ontology id` }],
          },
        ]}
        value={draft.type}
        error={ownId ? undefined : error}
        searchable
        openOnFocus={false}
        allowDeselect={false}
        nothingFoundMessage={t`No such type. Choose “Other” to use its id.`}
        comboboxProps={{ shadow: 'md' }}
        data-autofocus
        onChange={(type) => {
          onEdit()
          setDraft({ ...draft, type })
        }}
      />
      {ownId && (
        <TextInput
          label={t`Ontology id`}
          description={t`The schema id that the platforms using this record agree on.`}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          value={draft.ownId}
          error={error}
          onChange={({ currentTarget }) => {
            onEdit()
            setDraft({ ...draft, ownId: currentTarget.value })
          }}
        />
      )}
    </>
  )
}
