import { useQuery } from '@apollo/client/react'
import { OntologySchemaDocument } from '../../graphql/documents.generated.ts'

/** What a JSON Schema says of one field, as far as the window makes use of it. */
export interface FieldSchema {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly title?: string
  readonly description?: string
  readonly contentMediaType?: string
  readonly items?: FieldSchema
}

/** The JSON Schema (draft-07) of a record type. It advises; the vault refuses nothing by it. */
export interface RecordSchema {
  readonly title?: string
  readonly properties?: Readonly<Record<string, FieldSchema>>
  readonly required?: readonly string[]
}

/**
 * The description of a record type. `undefined` while it is being asked for; null where nobody
 * has described the type, or nobody could be asked.
 */
export function useRecordSchema(ontology: string | null): RecordSchema | null | undefined {
  const { data, error } = useQuery(OntologySchemaDocument, {
    variables: { id: ontology ?? '' },
    skip: ontology === null || ontology === '',
  })
  if (data) return (data.ontologySchema ?? null) as RecordSchema | null
  return error || !ontology ? null : undefined
}
