import { t } from '@lingui/core/macro'
import { vaultWords } from '../../components/vault-words.ts'
import type { CreateRecordMutation, MetaEnvelopeInput } from '../../graphql/documents.generated.ts'
import { jsonProblem } from '../records/json-problem.ts'
import { aclOf, withAt } from './access.ts'
import { OWN_ID, type RecordDraft } from './record-draft.ts'

type DraftField = 'type' | 'payload' | 'people'

/** What is wrong with a draft, at the field at fault; `form` where no field is. */
export type DraftErrors = Partial<Record<DraftField | 'form', string>>

type UserError = NonNullable<CreateRecordMutation['createMetaEnvelope']['errors']>[number]

/** What would be sent for a draft, or what keeps it from being sent. */
export function prepareInput(
  draft: RecordDraft,
  owner: string,
): { input: MetaEnvelopeInput } | { errors: DraftErrors } {
  const errors: DraftErrors = {}
  const ontology = draft.type === OWN_ID ? draft.ownId.trim() : draft.type
  if (!ontology) errors.type = draft.type ? t`Type the ontology’s id.` : t`Choose a type.`
  const problem = jsonProblem(draft.payload)
  if (problem) errors.payload = problem.message
  if (draft.access === 'people' && draft.people.length === 0) {
    errors.people = t`Name at least one person, or choose another access.`
  }
  if (!ontology || problem || errors.people) return { errors }
  const people = draft.people.map(withAt)
  const acl = aclOf(
    draft.access === 'people' ? { kind: 'people', people } : { kind: draft.access },
    owner,
  )
  return { input: { ontology, payload: JSON.parse(draft.payload) as unknown, acl } }
}

const fieldOf: Readonly<Record<string, DraftField>> = {
  ontology: 'type',
  payload: 'payload',
  acl: 'people',
}

/** The server's errors, each at the field it names. */
export function draftErrorsOf(userErrors: readonly UserError[]): DraftErrors {
  const errors: DraftErrors = {}
  for (const { field, code, message } of userErrors) {
    const names = field?.split('.') ?? []
    const at = names.map((name) => fieldOf[name]).find((found) => found) ?? 'form'
    const words = vaultWords({ code, message })
    errors[at] = errors[at] ? `${errors[at]} ${words}` : words
  }
  return errors
}
