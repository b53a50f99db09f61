import { t } from '@lingui/core/macro'
import type { FieldSchema } from './record-schema.ts'

/** How a field is shown and edited. */
export type FieldKind =
  | 'text'
  | 'longText'
  | 'choice'
  | 'moment'
  | 'number'
  | 'boolean'
  | 'texts'
  | 'json'
  | 'null'
  | 'large'

/** From so many characters on, a value is only shown on demand. */
export const LARGE = 20_000
const LONG = 60
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

/** The kind of a value; the schema decides where the value leaves a choice. */
export function fieldKind(value: unknown, schema: FieldSchema | undefined): FieldKind {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number') return 'number'
  if (typeof value === 'string') return textKind(value, schema)
  if (JSON.stringify(value).length > LARGE) return 'large'
  return isTexts(value) ? 'texts' : 'json'
}

/** Whether a value can still be edited as that kind, so that an editor stays while one types. */
export function fits(kind: FieldKind, value: unknown): boolean {
  switch (kind) {
    case 'text':
    case 'longText':
    case 'choice':
      return typeof value === 'string' && value.length <= LARGE
    case 'moment':
      return typeof value === 'string' && MOMENT.test(value)
    case 'texts':
      return isTexts(value)
    case 'json':
      return value !== null && value !== undefined && fieldKind(value, undefined) !== 'large'
    default:
      return fieldKind(value, undefined) === kind
  }
}

/** What a new field of a type starts as. */
export function emptyValue(schema: FieldSchema | undefined): unknown {
  if (schema?.format === 'date-time') return new Date().toISOString()
  const [choice] = schema?.enum ?? []
  if (choice !== undefined) return choice
  switch (schema?.type) {
    case 'number':
    case 'integer':
      return 0
    case 'boolean':
      return false
    case 'array':
      return []
    case 'object':
      return {}
    default:
      return ''
  }
}

/** The word for a value's type, beside the name of its field. */
export function typeWord(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return t({ message: 'list', context: 'type of a value' })
  switch (typeof value) {
    case 'string':
      return t({ message: 'text', context: 'type of a value' })
    case 'number':
      return t({ message: 'number', context: 'type of a value' })
    case 'boolean':
      return t({ message: 'boolean', context: 'type of a value' })
    default:
      return t({ message: 'object', context: 'type of a value' })
  }
}

function textKind(value: string, schema: FieldSchema | undefined): FieldKind {
  if (value.length > LARGE) return 'large'
  if (MOMENT.test(value) && !Number.isNaN(Date.parse(value))) return 'moment'
  if (schema?.enum?.every((choice) => typeof choice === 'string')) return 'choice'
  const isLong = value.includes('\n') || value.length > LONG || schema?.contentMediaType
  return isLong ? 'longText' : 'text'
}

function isTexts(value: unknown): value is string[] {
  const isText = (item: unknown) => typeof item === 'string' && item !== '' && !/[\n,]/.test(item)
  return Array.isArray(value) && value.every(isText)
}
