import type { ApolloClient } from '@apollo/client'
import { type Reasons, refusalError } from '../../components/refusal-error.ts'
import {
  type RecordContentFragment,
  RecordRevisionDocument,
  type RecordRevisionQuery,
  SetRecordAclDocument,
  UpdateRecordDocument,
} from '../../graphql/documents.generated.ts'
import { type Content, sameAcl, sameContent } from './merge.ts'
import { payloadOf, samePayload } from './payload.ts'
import type { RecordEdit } from './record-edits.ts'

/** How saving went. */
export type Saving =
  | { readonly kind: 'saved'; readonly record: RecordContentFragment }
  /** Somebody changed the record since it was loaded: this is what it holds now. */
  | { readonly kind: 'changed'; readonly theirs: Content }
  /** Somebody deleted it. */
  | { readonly kind: 'gone' }

/**
 * Saves an edit as one update, of a record that still is what the edit began with: the vault makes
 * sure that nobody changes it between a look at it and the update.
 * @throws Error with the vault's reason when it refuses
 */
export async function saveRecord(
  client: ApolloClient,
  id: string,
  edit: RecordEdit,
): Promise<Saving> {
  const { data } = await client.query({
    query: RecordRevisionDocument,
    variables: { id },
    fetchPolicy: 'no-cache',
  })
  const found = data?.metaEnvelope
  if (!found) return { kind: 'gone' }
  const theirs = { payload: payloadOf(found.parsed), acl: found.acl }
  if (!sameContent(theirs, edit.base)) return { kind: 'changed', theirs }
  const answer = samePayload(edit.payload, edit.base.payload)
    ? await setAcl(client, found, edit.acl)
    : await update(client, found, edit)
  const isOvertaken = answer?.errors?.some(({ code }) => code === 'CHANGED_MEANWHILE') === true
  if (isOvertaken) return saveRecord(client, id, edit)
  return { kind: 'saved', record: recordOrRefusal(answer) }
}

/** A record as it was just read. */
type Found = NonNullable<RecordRevisionQuery['metaEnvelope']>

async function update(client: ApolloClient, { id, ontology, revision }: Found, edit: RecordEdit) {
  // As the vault has it where it was not changed: it may have brought names into their form.
  const acl = sameAcl(edit.acl, edit.base.acl) ? edit.base.acl : edit.acl
  const { data } = await client.mutate({
    mutation: UpdateRecordDocument,
    variables: {
      id,
      input: { ontology, payload: edit.payload, acl: [...acl], ifRevision: revision },
    },
  })
  return data?.updateMetaEnvelope
}

async function setAcl(client: ApolloClient, { id, revision }: Found, acl: readonly string[]) {
  const { data } = await client.mutate({
    mutation: SetRecordAclDocument,
    variables: { id, acl: [...acl], ifRevision: revision },
  })
  return data?.setAcl
}

interface Answer<Record> {
  readonly metaEnvelope: Record | null
  readonly errors: Reasons
}

/**
 * The record of an answer.
 * @throws Error with the vault's reason when there is none
 */
export function recordOrRefusal<Record>(answer: Answer<Record> | undefined): Record {
  if (answer?.metaEnvelope) return answer.metaEnvelope
  throw refusalError(answer?.errors)
}
