import { Select, TextInput } from '@mantine/core'
import { knownOntologies } from '../../../w3id/known-ontologies.ts'
import { shortenId } from '../../components/shorten-id.ts'
import { useData } from './data-context.tsx'
import { useRecordCounts } from './record-counts.ts'
import { OWN_ID } from './record-draft.ts'

interface FieldProps {
  readonly error: string | undefined
  readonly onEdit: () => void
}

/** The new record's type: a known one by its title, or any other by its id. */
export function TypeField({ error, onEdit }: FieldProps) {
  const { draft, setDraft } = useData()
  const ownId = draft.type === OWN_ID
  const required = knownOntologies.find(({ id }) => id === draft.type)?.required
  return (
    <>
      <Select
        label="Type"
        placeholder="Choose a type"
        description={required && `Usually has: ${required.split(' ').join(', ')}`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={useTypeChoices()}
        value={draft.type}
        error={ownId ? undefined : error}
        searchable
        openOnFocus={false}
        allowDeselect={false}
        nothingFoundMessage="No such type. Choose “Other” to use its id."
        comboboxProps={{ shadow: 'md' }}
        data-autofocus
        onChange={(type) => {
          onEdit()
          setDraft({ ...draft, type })
        }}
      />
      {ownId && (
        <TextInput
          label="Ontology id"
          description="The schema id that the platforms using this record agree on."
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

function useTypeChoices() {
  const { types = [] } = useRecordCounts()
  const known = knownOntologies.map(({ id, title }) => ({ value: id, label: title }))
  const held = types
    .filter(({ ontology }) => knownOntologies.every(({ id }) => id !== ontology))
    .map(({ ontology, title }) => ({ value: ontology, label: title ?? shortenId(ontology) }))
  return [
    ...(held.length > 0 ? [{ group: 'In your vault', items: held }] : []),
    { group: 'Known types', items: known },
    { group: 'Any type', items: [{ value: OWN_ID, label: 'Other, by its ontology id' }] },
  ]
}
