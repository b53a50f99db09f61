import { envelopeIds } from '../envelopes/envelope-id.ts'
import type { Json, StoredMetaEnvelope } from '../envelopes/types.ts'
import { leaf } from './json-scalar.ts'

/** The envelopes of a record, in the order of its payload. Source: eVault seed, "Envelopes". */
export function envelopesOf({ position, payload }: StoredMetaEnvelope) {
  const ids = envelopeIds(position, Object.keys(payload))
  return [...ids].map(([key, id]) => {
    const value = payload[key] as Json
    return {
      id,
      ontology: key,
      fieldKey: key,
      value: leaf(value),
      valueType: valueType(value),
    }
  })
}

function valueType(value: Json): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
