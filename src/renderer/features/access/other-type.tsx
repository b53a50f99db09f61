import { useQuery } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Select } from '@mantine/core'
import { TypesToChooseDocument } from '../../graphql/documents.generated.ts'

/** Adds a type of which nothing is in the vault yet. */
export function OtherType(props: { known: readonly string[]; onAdd: (ontology: string) => void }) {
  const { data } = useQuery(TypesToChooseDocument)
  const others = (data?.knownOntologies ?? [])
    .filter(({ id }) => !props.known.includes(id))
    .map(({ id, title }) => ({ value: id, label: title }))
  return (
    <Select
      aria-label={t`Another type`}
      placeholder={t`Another type…`}
      size="xs"
      mt={8}
      searchable
      data={others}
      value={null}
      nothingFoundMessage={t`No such type is known`}
      onChange={(ontology) => ontology && props.onAdd(ontology)}
    />
  )
}
