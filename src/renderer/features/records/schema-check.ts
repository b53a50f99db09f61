import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema'
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
  ...{ string: 'text', integer: 'a whole number', number: 'a number', boolean: 'true or false' },
  ...{ array: 'a list', object: 'an object', null: 'null' },
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
  switch (keyword) {
    case 'required':
      return `Usually has “${/"(.*)"/s.exec(error)?.[1] ?? ''}”.`
    case 'type':
      return `Usually ${[rule].flat().map(wordOf).join(' or ')}.`
    case 'enum':
      return `Usually one of: ${[rule].flat().map(String).join(', ')}.`
    case 'format':
      return `Usually written as ${String(rule)}.`
    case 'minimum':
      return `Usually ${String(rule)} or more.`
    case 'maximum':
      return `Usually ${String(rule)} or less.`
    default:
      return error
  }
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
