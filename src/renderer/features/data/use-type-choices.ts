import { t } from '@lingui/core/macro'
import { knownOntologies } from '../../../w3id/known-ontologies.ts'
import { shortenId } from '../../components/shorten-id.ts'
import { useRecordCounts } from './record-counts.ts'

/** The record types one may choose from: those the vault holds, and those the network knows. */
export function useTypeChoices() {
  const { types = [] } = useRecordCounts()
  const known = knownOntologies.map(({ id, title }) => ({ value: id, label: title }))
  const held = types
    .filter(({ ontology }) => knownOntologies.every(({ id }) => id !== ontology))
    .map(({ ontology, title }) => ({ value: ontology, label: title ?? shortenId(ontology) }))
  return [
    ...(held.length > 0 ? [{ group: t`In your vault`, items: held }] : []),
    { group: t`Known types`, items: known },
  ]
}
