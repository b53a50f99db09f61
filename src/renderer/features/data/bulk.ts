import type { ApolloClient } from '@apollo/client'
import { plural, t } from '@lingui/core/macro'
import { type Reasons, refusalError } from '../../components/refusal-error.ts'
import { vaultWords } from '../../components/vault-words.ts'
import {
  type MetaEnvelopeFilterInput,
  RecordIdsDocument,
  RemoveRecordsDocument,
  RestoreRecordDocument,
  SetRecordAclsDocument,
} from '../../graphql/documents.generated.ts'
import type { TaskResult, TaskWatch } from './tasks.ts'

/** The vault's limit for one request. */
const BATCH = 1_000
const PAGE = 100
/** How many single requests are on their way at once. */
const AT_ONCE = 8

/** What became of each record of a batch. */
interface BatchAnswer {
  readonly results: readonly {
    readonly id: string
    readonly success: boolean
    readonly code: string | null
    readonly message: string | null
  }[]
  readonly errors: Reasons
}

/** The ids of everything a filter lets through, newest first. */
export async function idsOf(
  client: ApolloClient,
  filter: MetaEnvelopeFilterInput,
  signal: AbortSignal,
): Promise<string[]> {
  const ids: string[] = []
  let before: string | null = null
  for (;;) {
    const variables: { filter: MetaEnvelopeFilterInput; last: number; before?: string } = {
      filter,
      last: PAGE,
      ...(before !== null && { before }),
    }
    const { data } = await client.query({
      query: RecordIdsDocument,
      fetchPolicy: 'no-cache',
      variables,
    })
    if (!data) throw new Error(t`The vault gave no answer.`)
    const { edges, pageInfo } = data.metaEnvelopes
    ids.push(...edges.map(({ node }) => node.id).reverse())
    before = pageInfo.startCursor
    if (!pageInfo.hasPreviousPage || signal.aborted) return ids
  }
}

/** Deletes records, a batch at a time; what was deleted is told. */
export function removeAll(client: ApolloClient, ids: readonly string[], watch: TaskWatch) {
  return inBatches(ids, watch, async (batch) => {
    const { data } = await client.mutate({
      mutation: RemoveRecordsDocument,
      variables: { ids: batch },
    })
    return data?.removeMetaEnvelopes
  })
}

/** Sets who may see records, a batch at a time. */
export function setAcls(
  client: ApolloClient,
  ids: readonly string[],
  acl: readonly string[],
  watch: TaskWatch,
) {
  return inBatches(ids, watch, async (batch) => {
    const { data } = await client.mutate({
      mutation: SetRecordAclsDocument,
      variables: { ids: batch, acl: [...acl] },
    })
    return data?.setAcls
  })
}

/** Takes deleted records back, one by one; those that stay deleted are told by these names. */
export async function restoreAll(
  client: ApolloClient,
  ids: readonly string[],
  { signal, progress }: TaskWatch,
  nameOf: (id: string) => string = (id) => id,
): Promise<TaskResult> {
  const problems: string[] = []
  let done = 0
  for (let at = 0; at < ids.length && !signal.aborted; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE)
    const answers = await Promise.all(
      some.map((id) =>
        client.mutate({ mutation: RestoreRecordDocument, variables: { id } }).catch(() => null),
      ),
    )
    for (const [index, answer] of answers.entries()) {
      const result = answer?.data?.restoreMetaEnvelope
      const reason = result ? refusalError(result.errors).message : t`no answer`
      if (result?.metaEnvelope) done++
      else problems.push(`${nameOf(some[index] ?? '')}: ${reason}`)
    }
    progress(at + some.length, ids.length)
  }
  const message = plural(done, { one: '# record restored.', other: '# records restored.' })
  return { message, problems }
}

async function inBatches(
  ids: readonly string[],
  { signal, progress }: TaskWatch,
  change: (batch: string[]) => Promise<BatchAnswer | undefined>,
): Promise<{ done: string[]; problems: string[] }> {
  const done: string[] = []
  const problems: string[] = []
  progress(0, ids.length)
  for (let at = 0; at < ids.length && !signal.aborted; at += BATCH) {
    const batch = ids.slice(at, at + BATCH)
    const answer = await change(batch)
    if (!answer || answer.errors?.length) throw refusalError(answer?.errors)
    for (const { id, success, code, message } of answer.results) {
      if (success) done.push(id)
      else problems.push(`${id}: ${message === null ? t`refused` : vaultWords({ code, message })}`)
    }
    progress(at + batch.length, ids.length)
  }
  return { done, problems }
}
