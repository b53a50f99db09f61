import type { Json, JsonObject } from './types.ts'

/** In UTF-16 code units. */
const longestText = 300
/** How much of a long text is shown before what is looked for. */
const lead = 40
const mostValues = 200

/**
 * A payload for a line in a list: as it is when it is small. Of a large one long texts are cut and
 * marked with an ellipsis, and what comes after 200 values, at all depths, is left out.
 * @param around what was searched for, in any case: a long text is cut around the first place
 */
export function briefOf(payload: JsonObject, around: string): JsonObject {
  const wanted = around.toLowerCase()
  let left = mostValues

  function brief(value: Json): Json {
    if (typeof value === 'string') return cut(value, wanted)
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return within(value).map(brief)
    return briefObject(value)
  }
  function briefObject(value: JsonObject): JsonObject {
    const entries = within(Object.entries(value))
    return Object.fromEntries(entries.map(([name, inner]) => [cut(name, ''), brief(inner as Json)]))
  }
  function within<T>(values: readonly T[]): readonly T[] {
    const taken = values.slice(0, left)
    left -= taken.length
    return taken
  }
  return briefObject(payload)
}

function cut(text: string, wanted: string): string {
  if (text.length <= longestText) return text
  const at = wanted === '' ? 0 : text.toLowerCase().indexOf(wanted)
  const from = Math.max(0, at - lead)
  const to = from + longestText
  const piece = text.slice(from, to).toWellFormed()
  return `${from > 0 ? '…' : ''}${piece}${to < text.length ? '…' : ''}`
}
