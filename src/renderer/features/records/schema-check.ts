import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema'
import { t } from '@lingui/core/macro'
import { writtenLocale } from '../../../language/activate.ts'
import type { Payload } from './payload.ts'
import type { RecordSchema } from './record-schema.ts'

/** Where a record is not as its type describes it. Advice: the vault takes it all the same. */
export interface Advice {
  /** Names and positions on the way to the value; empty for the record itself. */
  readonly path: readonly string[]
  readonly message: string
}

/** They only repeat that something below them is not as described. */
const REPEATING = /^(properties|items|allOf|additionalProperties|patternProperties|\$ref|then)$/
const words: Readonly<Record<string, string>> = {
  string: t({ message: 'text', context: 'usually' }),
  integer: t({ message: 'a whole number', context: 'usually' }),
  number: t({ message: 'a number', context: 'usually' }),
  boolean: t({ message: 'true or false', context: 'usually' }),
  array: t({ message: 'a list', context: 'usually' }),
  object: t({ message: 'an object', context: 'usually' }),
  null: 'null',
}

/** Compares a record with the description of its type. Pure; makes no code from the schema. */
export function adviceOn(payload: Payload, schema: RecordSchema | null | undefined): Advice[] {
  if (!schema) return []
  try {
    const { errors } = new Validator(schema as Schema, '7', false).validate(payload)
    return errors
      .filter(({ keyword }) => !REPEATING.test(keyword))
      .map((unit) => ({ path: pathOf(unit.instanceLocation), message: messageOf(unit, schema) }))
  } catch {
    // A schema nobody can follow gives no advice.
    return []
  }
}

function messageOf({ keyword, keywordLocation, error }: OutputUnit, schema: RecordSchema): string {
  const rule = at(schema, pathOf(keywordLocation))
  const said = String(rule)
  switch (keyword) {
    case 'required': {
      const field = /"(.*)"/s.exec(error)?.[1] ?? ''
      return t`Usually has “${field}”.`
    }
    case 'type': {
      const types = anyOf([rule].flat().map(wordOf))
      return t`Usually ${types}.`
    }
    case 'enum': {
      const choices = [rule].flat().map(String).join(', ')
      return t`Usually one of: ${choices}.`
    }
    case 'format':
      return t`Usually written as ${said}.`
    case 'minimum':
      return t`Usually ${said} or more.`
    case 'maximum':
      return t`Usually ${said} or less.`
    default:
      return error
  }
}

/** "text or a number" */
function anyOf(words: readonly string[]): string {
  return new Intl.ListFormat(writtenLocale(), { type: 'disjunction' }).format(words)
}

function wordOf(type: unknown): string {
  return words[String(type)] ?? String(type)
}

/** The names of a JSON pointer (`#/a/b`). */
function pathOf(pointer: string): string[] {
  const names = pointer.replace(/^#\/?/, '')
  if (names === '') return []
  return names
    .split('/')
    .map((name) => decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~'))
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (inner as Record<string, unknown> | undefined)?.[name],
    value,
  )
}
