import type { FieldSchema, RecordSchema } from '../records/record-schema.ts'
import type { Row } from './record-rows.ts'
import { isIdName, type Scalar, valueIn } from './row-values.ts'

/** As many as an owner may choose. */
export const MOST_COLUMNS = 4
const PROPOSED = 3
/** Longer texts say little in a narrow column. */
const SHORT = 24
const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/
/** The list has a column of its own for it. */
const SHOWN = 'createdAt'

/**
 * The fields an owner can choose as columns: those of the type that can hold what fits into a
 * cell, then others the rows have. Pure.
 */
export function columnFields(
  schema: RecordSchema | null | undefined,
  rows: readonly Row[],
): string[] {
  const described = Object.entries(schema?.properties ?? {})
    .filter(([name, field]) => !isIdName(name) && isScalarField(field))
    .map(([name]) => name)
  const held = rows.flatMap(({ values }) => Object.keys(values.fields))
  return [...new Set([...described, ...held])].filter((name) => name !== SHOWN)
}

/**
 * The columns a type has before anybody chose any: fields that most of these rows have, those
 * first that are dates, numbers, truth values or one of a few words. What the summary shows
 * already is passed over. Pure.
 */
export function proposedColumns(
  schema: RecordSchema | null | undefined,
  rows: readonly Row[],
): string[] {
  const ranked = columnFields(schema, rows).flatMap((name) => {
    const rank = rankOf(name, schema?.properties?.[name], rows)
    return rank === null ? [] : [{ name, rank }]
  })
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, PROPOSED)
    .map(({ name }) => name)
}

/** Whether a text is a day or a moment (ISO 8601). */
export function isMoment(value: string): boolean {
  return MOMENT.test(value) && !Number.isNaN(Date.parse(value))
}

/** 0 for what tells most in little room, 1 for short texts, null for all else. */
function rankOf(name: string, field: FieldSchema | undefined, rows: readonly Row[]): 0 | 1 | null {
  const held = rows.filter(({ values }) => valueIn(values, name) !== null)
  if (held.length === 0 || 2 * held.length < rows.length) return null
  const values = held.map((row) => valueIn(row.values, name) as Scalar)
  if (field?.enum || values.every((value) => typeof value !== 'string' || isMoment(value))) return 0
  const isInSummary = held.some((row, at) => row.summary.text === values[at])
  const isShort = values.every((value) => String(value).length <= SHORT)
  return isShort && !isInSummary ? 1 : null
}

function isScalarField({ type, contentMediaType }: FieldSchema): boolean {
  const types = typeof type === 'string' ? [type] : type
  if (types === undefined) return contentMediaType === undefined
  return types.some((it) => ['string', 'number', 'integer', 'boolean'].includes(it))
}
