/** A record's fields in their order. */
export type Payload = Readonly<Record<string, unknown>>

/** A field that is not the same before and after. */
export interface FieldChange {
  readonly field: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly before: unknown
  readonly after: unknown
}

/** The fields of a payload; none where it is not an object. */
export function payloadOf(parsed: unknown): Payload {
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
  return isObject ? (parsed as Payload) : {}
}

/** Whether two values are the same JSON, the order of fields included. */
export function sameJson(a: unknown, b: unknown): boolean {
  // Untouched fields are the very same value, however large they are.
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

/** Whether two payloads hold the same fields in the same order. */
export function samePayload(a: Payload, b: Payload): boolean {
  if (a === b) return true
  const names = Object.keys(a)
  const others = Object.keys(b)
  return (
    names.length === others.length &&
    names.every((name, at) => name === others[at] && sameJson(a[name], b[name]))
  )
}

/** The payload with one field set; it keeps its place, a new one comes last. */
export function withField(payload: Payload, field: string, value: unknown): Payload {
  const entries = Object.entries(payload).map(([name, old]) => [name, name === field ? value : old])
  if (!Object.hasOwn(payload, field)) entries.push([field, value])
  // fromEntries defines each field, `__proto__` too, as a plain one.
  return Object.fromEntries(entries)
}

/** The payload without one field. */
export function withoutField(payload: Payload, field: string): Payload {
  return Object.fromEntries(Object.entries(payload).filter(([name]) => name !== field))
}

/** The payload with a field as it is in `before`, at the place it has there. */
export function withFieldOf(payload: Payload, before: Payload, field: string): Payload {
  if (!Object.hasOwn(before, field)) return withoutField(payload, field)
  if (Object.hasOwn(payload, field)) return withField(payload, field, before[field])
  const names = Object.keys(before)
  const earlier = new Set(names.slice(0, names.indexOf(field)))
  const entries = Object.entries(payload)
  const at = entries.findLastIndex(([name]) => earlier.has(name)) + 1
  return Object.fromEntries(entries.toSpliced(at, 0, [field, before[field]]))
}

/** What differs, field by field: in the order of `after`, then what was removed. */
export function differenceOf(before: Payload, after: Payload): FieldChange[] {
  const changes: FieldChange[] = []
  for (const [field, value] of Object.entries(after)) {
    if (!Object.hasOwn(before, field)) {
      changes.push({ field, kind: 'added', before: undefined, after: value })
    } else if (!sameJson(before[field], value)) {
      changes.push({ field, kind: 'changed', before: before[field], after: value })
    }
  }
  for (const [field, value] of Object.entries(before)) {
    if (!Object.hasOwn(after, field)) {
      changes.push({ field, kind: 'removed', before: value, after: undefined })
    }
  }
  return changes
}

/** Whether fields that both have stand in another order. */
export function isReordered(before: Payload, after: Payload): boolean {
  const common = (payload: Payload, other: Payload) =>
    Object.keys(payload).filter((name) => Object.hasOwn(other, name))
  return common(before, after).join('\0') !== common(after, before).join('\0')
}
