import { emptyValue } from '../records/field-kind.ts'
import type { RecordSchema } from '../records/record-schema.ts'

/** What a new record of a type begins with: the fields it usually has, as far as is known. */
export function firstFields(schema: RecordSchema, owner: string): string {
  const names = schema.required ?? []
  const fields = names.map((name) => [name, firstValue(name, schema, owner)] as const)
  return JSON.stringify(Object.fromEntries(fields), null, 2)
}

function firstValue(name: string, schema: RecordSchema, owner: string): unknown {
  if (name === 'id') return crypto.randomUUID()
  if (/^(authorId|ownerId|senderId|userId|owner)$/.test(name)) return owner
  return emptyValue(schema.properties?.[name])
}
