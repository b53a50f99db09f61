import { type JsonSuggestions, rangeOfPath } from '../../components/json-completion.ts'
import type { JsonMark } from '../../components/json-editor.tsx'
import type { RecordSchema } from './record-schema.ts'
import type { Advice } from './schema-check.ts'

/** Where in a record's text each piece of advice belongs. */
export function adviceMarks(text: string, advice: readonly Advice[]): JsonMark[] {
  return advice
    .filter(({ path }) => path.length > 0)
    .map(({ path, message }) => ({ ...rangeOfPath(text, path), message }))
}

/** What the description of a type suggests for the fields of its records. */
export function suggestionsOf(
  schema: RecordSchema | null | undefined,
): JsonSuggestions | undefined {
  const fields = Object.entries(schema?.properties ?? {})
  if (fields.length === 0) return undefined
  const values = fields.flatMap(([name, { enum: choices }]) => (choices ? [[name, choices]] : []))
  return {
    names: fields.map(([name]) => name),
    values: Object.fromEntries(values) as JsonSuggestions['values'],
  }
}
