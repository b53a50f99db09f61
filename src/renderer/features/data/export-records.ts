import type { ApolloClient } from '@apollo/client'
import { plural, t } from '@lingui/core/macro'
import { saveFile } from '../../components/save-file.ts'
import {
  ExportPageDocument,
  type MetaEnvelopeFilterInput,
  RecordDocument,
} from '../../graphql/documents.generated.ts'
import { type ExportFormat, ExportWriter, mediaTypes } from './export-format.ts'
import type { TaskResult, TaskWatch } from './tasks.ts'

const PAGE = 100
const AT_ONCE = 8

/** What is exported: chosen records, or all that a filter lets through. */
export type ExportSource =
  | { readonly ids: readonly string[] }
  | { readonly filter: MetaEnvelopeFilterInput; readonly total: number | null }

/** Reads records page by page into a file, and saves it. What was cancelled is not saved. */
export async function exportRecords(
  client: ApolloClient,
  source: ExportSource,
  format: ExportFormat,
  name: string,
  watch: TaskWatch,
): Promise<TaskResult> {
  const writer = new ExportWriter(format)
  const count =
    'ids' in source
      ? await readChosen(client, source.ids, writer, watch)
      : await readPages(client, source.filter, source.total, writer, watch)
  if (watch.signal.aborted) return { message: t`Nothing was saved.` }
  saveFile(`${name}.${format}`, writer.finish(), mediaTypes[format])
  return { message: plural(count, { one: '# record exported.', other: '# records exported.' }) }
}

async function readPages(
  client: ApolloClient,
  filter: MetaEnvelopeFilterInput,
  total: number | null,
  writer: ExportWriter,
  { signal, progress }: TaskWatch,
): Promise<number> {
  let count = 0
  let before: string | null = null
  do {
    const variables: { filter: MetaEnvelopeFilterInput; last: number; before?: string } = {
      filter,
      last: PAGE,
      ...(before !== null && { before }),
    }
    const { data } = await client.query({
      query: ExportPageDocument,
      fetchPolicy: 'no-cache',
      variables,
    })
    if (!data) throw new Error(t`The vault gave no answer.`)
    const { edges, pageInfo } = data.metaEnvelopes
    for (const { node } of edges.toReversed()) writer.add(node)
    count += edges.length
    progress(count, total)
    before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null
  } while (before !== null && !signal.aborted)
  return count
}

async function readChosen(
  client: ApolloClient,
  ids: readonly string[],
  writer: ExportWriter,
  { signal, progress }: TaskWatch,
): Promise<number> {
  let count = 0
  for (let at = 0; at < ids.length && !signal.aborted; at += AT_ONCE) {
    const answers = await Promise.all(
      ids
        .slice(at, at + AT_ONCE)
        .map((id) =>
          client.query({ query: RecordDocument, variables: { id }, fetchPolicy: 'no-cache' }),
        ),
    )
    for (const { data } of answers) {
      // Deleted since it was selected.
      if (!data?.metaEnvelope) continue
      writer.add(data.metaEnvelope)
      count++
    }
    progress(at + answers.length, ids.length)
  }
  return count
}
