import type { ApolloClient } from '@apollo/client'
import {
  RecordDocument,
  type RecordRowFragment,
  SetRecordAclDocument,
  UpdateRecordDocument,
} from '../../graphql/documents.generated.ts'
import { type Content, sameAcl, sameContent } from './merge.ts'
import { payloadOf, samePayload } from './payload.ts'
import type { RecordEdit } from './record-edits.ts'

/** How saving went. */
export type Saving =
  | { readonly kind: 'saved'; readonly record: RecordRowFragment }
  /** Somebody changed the record since it was loaded: this is what it holds now. */
  | { readonly kind: 'changed'; readonly theirs: Content }
  /** Somebody deleted it. */
  | { readonly kind: 'gone' }

/**
 * Saves an edit as one update, after a look whether the record still is what the edit began with.
 * The vault knows no precondition: a change in the milliseconds between that look and the update
 * is overwritten, and stays in the record's history.
 * @throws Error with the vault's reason when it refuses
 */
export async function saveRecord(
  client: ApolloClient,
  id: string,
  edit: RecordEdit,
): Promise<Saving> {
  const { data } = await client.query({
    query: RecordDocument,
    variables: { id },
    fetchPolicy: 'network-only',
  })
  const found = data?.metaEnvelope
  if (!found) return { kind: 'gone' }
  const theirs = { payload: payloadOf(found.parsed), acl: found.acl }
  if (!sameContent(theirs, edit.base)) return { kind: 'changed', theirs }
  const record = samePayload(edit.payload, edit.base.payload)
    ? await setAcl(client, id, edit.acl)
    : await update(client, id, found.ontology, edit)
  return { kind: 'saved', record }
}

async function update(client: ApolloClient, id: string, ontology: string, edit: RecordEdit) {
  // As the vault has it where it was not changed: it may have brought names into their form.
  const acl = sameAcl(edit.acl, edit.base.acl) ? edit.base.acl : edit.acl
  const { data } = await client.mutate({
    mutation: UpdateRecordDocument,
    variables: { id, input: { ontology, payload: edit.payload, acl: [...acl] } },
  })
  return recordOrRefusal(data?.updateMetaEnvelope)
}

async function setAcl(client: ApolloClient, id: string, acl: readonly string[]) {
  const { data } = await client.mutate({
    mutation: SetRecordAclDocument,
    variables: { id, acl: [...acl] },
  })
  return recordOrRefusal(data?.setAcl)
}

interface Answer {
  readonly metaEnvelope: RecordRowFragment | null
  readonly errors: readonly { readonly message: string }[] | null
}

/**
 * The record of an answer.
 * @throws Error with the vault's reason when there is none
 */
export function recordOrRefusal(answer: Answer | undefined): RecordRowFragment {
  if (answer?.metaEnvelope) return answer.metaEnvelope
  const reasons = answer?.errors?.map(({ message }) => message).join(' ')
  throw new Error(reasons || 'The vault refused.')
}
