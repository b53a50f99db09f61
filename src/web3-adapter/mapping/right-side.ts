import { parseExpression } from './expression.ts'
import { isPath } from './paths.ts'
import type { DateForm, ListPath, MappedField } from './types.ts'

const forms: readonly string[] = ['seconds', 'milliseconds', 'iso', 'firestore']
const name = '[A-Za-z_$][\\w$-]*'
const call = new RegExp(`^(${name})\\((.*)\\)(?:\\s*,\\s*(${name}))?$`, 's')

/**
 * Reads one line of a mapping: `left` is the key, `right` what it is mapped to. Protocol §10.
 * @throws Error that says what is wrong with it
 */
export function parseField(left: string, right: string): MappedField {
  const called = call.exec(right.trim())
  if (called === null) return plain(left, right.trim())
  const [, what = '', inside = '', alias] = called
  const global = fieldName(alias ?? left)
  const content = inside.trim()
  if (what === '__date') return date(content, global)
  if (what === '__calc') return calculation(content, global)
  if (what === '__file') return { kind: 'file', path: fileName(content), global }
  if (what.startsWith('__')) {
    throw new Error(`“${what}” is not known: there are __date, __calc and __file`)
  }
  return { kind: 'reference', table: what, path: listPath(content), global }
}

function plain(left: string, global: string): MappedField {
  if (!isPath(left)) throw new Error(`“${left}” is no column`)
  return { kind: 'plain', path: left, global: fieldName(global) }
}

function date(content: string, global: string): MappedField {
  const [path = '', form = 'iso', ...more] = content.split(',').map((each) => each.trim())
  if (!isPath(path)) throw new Error(`“${path}” is no column`)
  if (more.length > 0 || !forms.includes(form)) {
    throw new Error(`a date is written as one of ${forms.join(', ')}`)
  }
  return { kind: 'date', path, global, form: form as DateForm }
}

function calculation(content: string, global: string): MappedField {
  try {
    return { kind: 'calculation', global, expression: parseExpression(content) }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw new Error(`this can’t be computed: ${problem}`)
  }
}

function fileName(content: string): ListPath {
  const path = listPath(content)
  if (path.item !== null) throw new Error('of files there is `path` or `path[]`')
  return path
}

/** `path`, `path[]` or `path[].id`. */
function listPath(content: string): ListPath {
  const [path = '', item, ...more] = content.split('[]')
  const isItem = item === undefined || item === '' || item.startsWith('.')
  const inside = item === undefined || item === '' ? null : item.slice(1)
  if (!isPath(path) || !isItem || more.length > 0 || (inside !== null && !isPath(inside))) {
    throw new Error(`“${content}” is none of path, path[], path[].id`)
  }
  return { path, isList: item !== undefined, item: inside }
}

function fieldName(text: string): string {
  if (!isPath(text) || text.includes('.')) throw new Error(`“${text}” is no name of a field`)
  return text
}
