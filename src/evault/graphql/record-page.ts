import type { Grant } from '../access/authorise.ts'
import { type PageArguments, preparePage } from '../envelopes/page.ts'
import type { EnvelopeReader, RecordFilter } from '../envelopes/reader.ts'
import { connection } from './pages.ts'

/** A page of records, counted only when that is asked for. */
export async function recordPage(
  reader: EnvelopeReader,
  grant: Grant<'read'>,
  wanted: RecordFilter,
  pageArguments: PageArguments,
) {
  const page = await reader.page(grant, wanted, preparePage(pageArguments))
  return connection(page.records, page, () => reader.count(grant, wanted))
}
