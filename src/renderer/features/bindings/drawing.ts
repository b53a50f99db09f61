import { t } from '@lingui/core/macro'
import { normaliseEName, sameEName } from '../../../w3id/ename.ts'
import { shortenId } from '../../components/shorten-id.ts'
import type { BindingDocumentType } from '../../graphql/documents.generated.ts'
import { type Picture, pictureOf } from './picture.ts'

/** What a binding document says. */
export interface Statement {
  readonly subject: string
  readonly type: BindingDocumentType
  readonly data: unknown
}

/** A field that has no place of its own in the drawing. */
export type Field = readonly [name: string, value: unknown]

/** A binding document as what it is; null stands for what it should say and does not. */
export type Drawing = { readonly rest: readonly Field[] } & (
  | {
      readonly type: 'id_document'
      readonly vendor: string | null
      readonly reference: string | null
      readonly name: string | null
    }
  | { readonly type: 'photograph'; readonly picture: Picture | null; readonly characters: number }
  | {
      readonly type: 'social_connection'
      readonly parties: readonly string[]
      readonly description: string | null
    }
  | { readonly type: 'self'; readonly name: string | null }
  | { readonly type: 'personal_parameters' }
  | {
      readonly type: 'security_question'
      readonly question: string | null
      readonly answer: string | null
    }
)

/** Sorts what a document says into the places of its drawing; nothing is left out. */
export function drawingOf({ type, data }: Statement): Drawing {
  const fields = new Map(Object.entries(isObject(data) ? data : { data }))
  const text = (name: string) => take(fields, name, isText)
  // Says again what the type says.
  if (fields.get('kind') === type) fields.delete('kind')
  switch (type) {
    case 'id_document': {
      const drawn = { vendor: text('vendor'), reference: text('reference'), name: text('name') }
      return { type, ...drawn, rest: [...fields] }
    }
    case 'photograph': {
      const blob = text('photoBlob') ?? ''
      return { type, picture: pictureOf(blob), characters: blob.length, rest: [...fields] }
    }
    case 'social_connection': {
      const parties = (take(fields, 'parties', isPair) ?? []).map(normaliseEName)
      return { type, parties, description: text('relation_description'), rest: [...fields] }
    }
    case 'self':
      return { type, name: text('name'), rest: [...fields] }
    case 'personal_parameters':
      return { type, rest: [...fields] }
    case 'security_question':
      return { type, question: text('question'), answer: text('answer'), rest: [...fields] }
  }
}

/** One line that tells a document from others of its type. Never the answer to a question. */
export function summaryOf(statement: Statement, owner: string): string {
  const drawing = drawingOf(statement)
  switch (drawing.type) {
    case 'id_document':
    case 'self':
      return drawing.name ?? about(statement, owner)
    case 'photograph':
      return about(statement, owner)
    case 'social_connection': {
      const other = drawing.parties.find((name) => !isSame(name, statement.subject))
      const { description } = drawing
      if (!other) return description ?? about(statement, owner)
      const name = shortenId(other)
      return description ? `${description} · ${name}` : t`With ${name}`
    }
    case 'personal_parameters':
      return drawing.rest.map(([name]) => name).join(', ') || t`Nothing in it`
    case 'security_question':
      return drawing.question ?? about(statement, owner)
  }
}

/** The line of a document whose content is not known, or too long to be asked for. */
export function about({ subject }: Pick<Statement, 'subject'>, owner: string): string {
  if (isSame(subject, owner)) return t`About you`
  const name = shortenId(subject)
  return t`About ${name}`
}

/** Whether two texts are one signer: eNames by their normal form, all else letter by letter. */
export function isSame(a: string, b: string): boolean {
  try {
    return a === b || sameEName(a, b)
  } catch {
    return false
  }
}

/** The parties of a relation that have not signed it. */
export function missingOf(parties: readonly string[], signers: readonly string[]): string[] {
  return parties.filter((party) => !signers.some((signer) => isSame(signer, party)))
}

function take<T>(
  fields: Map<string, unknown>,
  name: string,
  isGood: (value: unknown) => value is T,
): T | null {
  const value = fields.get(name)
  if (!isGood(value)) return null
  fields.delete(name)
  return value
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function isPair(value: unknown): value is string[] {
  return Array.isArray(value) && value.length === 2 && value.every(isEName)
}

function isEName(value: unknown): boolean {
  try {
    return typeof value === 'string' && normaliseEName(value) !== ''
  } catch {
    return false
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
