import { jsonLanguage } from '@codemirror/lang-json'
import { t } from '@lingui/core/macro'

/** Why a text is no payload, and where. */
export interface JsonProblem {
  readonly message: string
  readonly offset: number
}

const EXAMPLE = '{ "field": value, … }'
const NOT_AN_OBJECT = t`A payload is an object: ${EXAMPLE}`

/** Checks a record's payload: JSON, and an object. Null when there is nothing to mend. */
export function jsonProblem(text: string): JsonProblem | null {
  if (text.trim() === '') return { message: NOT_AN_OBJECT, offset: 0 }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return null
    const offset = text.search(/\S/)
    return { message: NOT_AN_OBJECT, offset }
  } catch (error) {
    const offset = syntaxErrorOffset(text)
    const before = text.slice(0, offset).split('\n')
    const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1]
    const reason = reasonOf(error)
    return { message: t`Line ${line}, column ${column}: ${reason}.`, offset }
  }
}

/** The engine's reason without its positions and quotations, which we show better. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message
    .replace(/( in JSON)? at position.*$/s, '')
    .replace(/, ("|\.\.\.).* is not valid JSON$/s, '')
    .replace(/ of JSON input$/, '')
}

/** Engines do not always tell where, so the editor's own grammar does. */
function syntaxErrorOffset(text: string): number {
  let offset = text.length
  jsonLanguage.parser.parse(text).iterate({
    enter({ type, from }) {
      if (type.isError) offset = Math.min(offset, from)
    },
  })
  return offset
}
