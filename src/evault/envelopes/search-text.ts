import { RequestError } from '../errors.ts'
import { fieldHash } from './envelope-id.ts'
import type { Json, JsonObject } from './types.ts'

/**
 * A record's searchable texts in one column, so that one trigram index serves every search.
 *
 * Each string, number and boolean of the payload, at any depth, is a leaf and stands in one
 * frame: kind, field, START, text, END. The text is lower-cased; a leaf with capitals has a
 * second frame with the text as it is. The field's hash is written in control characters and
 * those of a text are escaped, so a search term can only ever match inside a text.
 */
const escapeMark = '\u0001'
const start = '\u0002'
const end = '\u0003'
/** Kinds of frames: lower-cased, as it is, and both at once where they are the same. */
const lowered = '\u0004'
const original = '\u0005'
const both = '\u0006'
/** Sixteen control characters, one for each value of half a byte. */
const halfBytes = Array.from({ length: 16 }, (_, value) => String.fromCharCode(0x10 + value))
const reserved = new RegExp(
  `[${escapeMark}-${both}${String.fromCharCode(0x10)}-${String.fromCharCode(0x1f)}]`,
  'g',
)

/** The longest term that can be searched for, in characters. */
const longestTerm = 1_000
const mostFields = 100

export type SearchMode = 'CONTAINS' | 'STARTS_WITH' | 'EXACT'

/** What is searched for. Source: eVault seed, "Filter Options". */
export interface Search {
  readonly term: string
  readonly mode: SearchMode
  readonly caseSensitive: boolean
  /** Names of the payload's fields to look into; null for all. */
  readonly fields: readonly string[] | null
}

/** The searchable text of a payload. */
export function searchText(payload: JsonObject): string {
  let text = ''
  for (const [key, value] of Object.entries(payload)) text += frames(fieldMark(key), value)
  return text
}

function frames(field: string, value: Json): string {
  if (value === null) return ''
  if (typeof value !== 'object') return frame(field, escaped(String(value)))
  let text = ''
  for (const inner of Object.values(value)) text += frames(field, inner)
  return text
}

function frame(field: string, text: string): string {
  const lower = text.toLowerCase()
  if (lower === text) return both + field + start + text + end
  return lowered + field + start + lower + end + original + field + start + text + end
}

/** A search as a caller asks for it. */
interface SearchInput {
  readonly term?: string | null | undefined
  readonly mode?: SearchMode | null | undefined
  readonly caseSensitive?: boolean | null | undefined
  readonly fields?: readonly string[] | null | undefined
}

/**
 * Fills in the seed's defaults; null where there is nothing to search for.
 * @throws RequestError `INVALID_INPUT`
 */
export function prepareSearch(input: SearchInput | null): Search | null {
  const { term, mode, caseSensitive, fields } = input ?? {}
  if (term == null || term === '') return null
  if ((fields?.length ?? 0) > mostFields) throw tooMuch('search')
  return {
    term: prepareTerm(term, 'search'),
    mode: mode ?? 'CONTAINS',
    caseSensitive: caseSensitive ?? false,
    fields: fields == null || fields.length === 0 ? null : fields,
  }
}

/**
 * A text to look for.
 * @throws RequestError `INVALID_INPUT`
 */
export function prepareTerm(term: string, field: string): string {
  if (term.length > longestTerm) throw tooMuch(field)
  if (term.includes('\0') || !term.isWellFormed()) {
    throw new RequestError('INVALID_INPUT', 'The term must be valid Unicode without NUL.', field)
  }
  return term
}

function tooMuch(field: string): RequestError {
  const limits = `${longestTerm} characters and ${mostFields} fields`
  return new RequestError('INVALID_INPUT', `A search has at most ${limits}.`, field)
}

/** Conditions on the search text. A row matches when all of them hold. */
export interface SearchPatterns {
  /** For LIKE: what the index is asked for. */
  readonly probe: string
  /** For LIKE: all that LIKE can tell. */
  readonly like: string
  /** A POSIX regular expression for what LIKE can't tell, or null when it tells all. */
  readonly regex: string | null
}

/**
 * The patterns a search means. The term is taken as plain characters.
 * @param rarestPart the part of a text that finds fewest records
 */
export function searchPatterns(
  { term, mode, caseSensitive, fields }: Search,
  rarestPart: (text: string) => string,
): SearchPatterns {
  // Not lower-cased where case matters: the small letter of Σ depends on what stands around it.
  const wanted = escaped(caseSensitive ? term : term.toLowerCase())
  const probe = `%${likeLiteral(rarestPart(wanted))}%`
  const like = `%${mode === 'CONTAINS' ? '' : start}${likeLiteral(wanted)}${mode === 'EXACT' ? end : ''}%`
  if (!caseSensitive && fields === null) return { probe, like, regex: null }
  const kind = caseSensitive ? `[${original}${both}]` : `[${lowered}${both}]`
  const names = (fields ?? []).map(fieldMark)
  const field = fields === null ? `[${halfBytes.join('')}]*` : `(?:${names.join('|')})`
  const text = regexLiteral(wanted)
  const before = mode === 'CONTAINS' ? `[^${end}]*` : ''
  return {
    probe,
    like,
    regex: `${kind}${field}${start}${before}${text}${mode === 'EXACT' ? end : ''}`,
  }
}

/** Field names repeat from record to record. */
const knownFields = new Map<string, string>()
const mostKnownFields = 2_000

function fieldMark(key: string): string {
  const known = knownFields.get(key)
  if (known !== undefined) return known
  const mark = [...fieldHash(key)].map((digit) => halfByte(Number.parseInt(digit, 16))).join('')
  if (knownFields.size < mostKnownFields) knownFields.set(key, mark)
  return mark
}

function halfByte(value: number): string {
  return halfBytes[value] as string
}

/** Reserved characters, which hardly any text has, become the escape and two half bytes. */
function escaped(text: string): string {
  return text.replace(reserved, (char) => {
    const code = char.charCodeAt(0)
    return escapeMark + halfByte(code >> 4) + halfByte(code & 15)
  })
}

function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

function regexLiteral(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&')
}
