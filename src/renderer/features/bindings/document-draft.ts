import { t } from '@lingui/core/macro'
import { normaliseEName } from '../../../w3id/ename.ts'
import type { BindingDocumentType } from '../../graphql/documents.generated.ts'
import { enameProblem } from './document-link.ts'
import { isSame } from './drawing.ts'
import { pictureOf } from './picture.ts'

/** The largest photograph, in bytes: with what surrounds it, it has to fit into one request. */
const LARGEST_PHOTO = 5 * 1024 * 1024

/** A field with a name of the owner's choosing. */
export interface NamedValue {
  readonly key: number
  readonly name: string
  readonly value: string
}

export interface Photo {
  /** Of the file. */
  readonly name: string
  readonly base64: string
}

/** What was typed for a new document; what the type does not need is kept all the same. */
export interface DocumentDraft {
  readonly type: BindingDocumentType
  readonly texts: Readonly<Record<string, string>>
  readonly values: readonly NamedValue[]
  readonly photo: Photo | null
}

/** What is wrong, by the field it is about; `value 3` is the named value with the key 3. */
export type DraftErrors = Readonly<Record<string, string>>

type Data = Readonly<Record<string, unknown>>
type Prepared = { readonly data: Data } | { readonly errors: DraftErrors }

interface TextField {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly missing?: string
}

/** The texts of each type; those that may stay empty say nothing when they are missing. */
export const textFields: Readonly<Record<BindingDocumentType, readonly TextField[]>> = {
  id_document: [
    {
      ...{ name: 'name', label: t`Name on the card` },
      missing: t`Enter the name as it is on the card.`,
    },
    {
      ...{ name: 'vendor', label: t`Who checked it`, missing: t`Enter who checked the card.` },
      hint: t`The office or company that looked at the card.`,
    },
    {
      ...{ name: 'reference', label: t`Reference`, missing: t`Enter the reference of the check.` },
      hint: t`The number they gave to the check.`,
    },
  ],
  photograph: [],
  social_connection: [
    { name: 'other', label: t`eName of the other person` },
    { name: 'relation_description', label: t`What relates you (optional)` },
  ],
  self: [{ name: 'name', label: t`Your name`, missing: t`Enter your name.` }],
  personal_parameters: [],
  security_question: [
    { name: 'question', label: t`Question`, missing: t`Enter the question.` },
    {
      ...{ name: 'answer', label: t`Answer (optional)` },
      hint: t`Whoever may read the document can read the answer.`,
    },
  ],
}

/** Whether a document of this type takes fields of the owner's own naming. */
export function takesValues(type: BindingDocumentType): boolean {
  return type === 'id_document' || type === 'personal_parameters'
}

/** What to sign, or what is wrong and where. `owner` is the eName that signs. */
export function prepareDocument(draft: DocumentDraft, owner: string): Prepared {
  const errors: Record<string, string> = {}
  for (const { name, missing } of textFields[draft.type]) {
    if (missing && textOf(draft, name) === '') errors[name] = missing
  }
  const data = dataOf[draft.type](draft, owner, errors)
  if (takesValues(draft.type)) Object.assign(errors, valueErrors(draft))
  return Object.keys(errors).length > 0 ? { errors } : { data }
}

type Write = (draft: DocumentDraft, owner: string, errors: Record<string, string>) => Data

const dataOf: Readonly<Record<BindingDocumentType, Write>> = {
  id_document: (draft) => ({
    vendor: textOf(draft, 'vendor'),
    reference: textOf(draft, 'reference'),
    name: textOf(draft, 'name'),
    ...named(draft),
  }),
  photograph: ({ photo }, _, errors) => {
    if (photo === null) errors.photo = t`Choose a picture.`
    return { photoBlob: photo?.base64 }
  },
  social_connection: (draft, owner, errors) => {
    const problem = otherProblem(textOf(draft, 'other'), owner)
    if (problem) errors.other = problem
    const description = textOf(draft, 'relation_description')
    return {
      kind: 'social_connection',
      parties: problem ? [] : [normaliseEName(owner), normaliseEName(textOf(draft, 'other'))],
      ...(description !== '' && { relation_description: description }),
    }
  },
  self: (draft) => ({ kind: 'self', name: textOf(draft, 'name') }),
  personal_parameters: (draft, _, errors) => {
    const data = named(draft)
    if (Object.keys(data).length === 0) errors.values = t`Add at least one.`
    return data
  },
  security_question: (draft) => {
    const answer = textOf(draft, 'answer')
    return { question: textOf(draft, 'question'), ...(answer !== '' && { answer }) }
  },
}

/** Checks a file that was chosen as a photograph, given as base64. */
export function photoProblem(bytes: number, base64: string | null): string | null {
  if (bytes > LARGEST_PHOTO) return t`The file is larger than 5 MB. Choose a smaller one.`
  if (base64 !== null && pictureOf(base64) === null) {
    return t`This is no picture that can be shown. Choose a PNG, JPEG, WebP or GIF file.`
  }
  return null
}

function otherProblem(other: string, owner: string): string | null {
  const problem = enameProblem(other)
  if (problem) return problem
  return isSame(other, owner) ? t`This is you. Enter the other person.` : null
}

/** The values that were given names; rows left empty are passed over. */
function named({ values }: DocumentDraft): Data {
  const filled = values.filter(({ name, value }) => name.trim() !== '' || value.trim() !== '')
  return Object.fromEntries(filled.map(({ name, value }) => [name.trim(), value.trim()]))
}

function valueErrors({ type, values }: DocumentDraft): DraftErrors {
  const taken = new Set(textFields[type].map(({ name }) => name))
  const errors: Record<string, string> = {}
  for (const { key, name, value } of values) {
    const trimmed = name.trim()
    if (trimmed === '' && value.trim() === '') continue
    if (trimmed === '') errors[`value ${key}`] = t`Give it a name.`
    else if (taken.has(trimmed)) errors[`value ${key}`] = t`“${trimmed}” is there already.`
    taken.add(trimmed)
  }
  return errors
}

function textOf({ texts }: DocumentDraft, name: string): string {
  return (texts[name] ?? '').trim()
}
