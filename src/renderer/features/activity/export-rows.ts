import type { ApolloClient } from '@apollo/client'
import type { ActivityPlace } from './activity-address.ts'
import type { ExportRow } from './export-log.ts'
import { readPage } from './log-pages.ts'
import type { Trace } from './traces.ts'

/** More than a spreadsheet is good for. */
export const MOST_EXPORTED = 20_000

/** Reads all that is shown, newest first; `isCut` where there is more. Rejects with the cause. */
export async function exportRows(
  client: ApolloClient,
  place: ActivityPlace,
): Promise<{ readonly rows: readonly ExportRow[]; readonly isCut: boolean }> {
  const traces: Trace[] = []
  let next: string | null = null
  do {
    const page = await readPage(client, place, next)
    traces.push(...page.traces)
    next = page.next
  } while (next !== null && traces.length < MOST_EXPORTED)
  const row = place.log === 'changes' ? changeRow : accessRow
  return { rows: traces.map(row), isCut: next !== null }
}

function changeRow({
  sequence,
  timestamp,
  caller,
  operation,
  ontologies,
  records,
}: Trace): ExportRow {
  return {
    sequence,
    timestamp,
    caller,
    operation,
    type: ontologies[0] ?? '',
    record: records[0] ?? '',
  }
}

function accessRow(trace: Trace): ExportRow {
  const { timestamp, caller, operation, refusal, times, ontologies, records } = trace
  return {
    ...{ timestamp, caller, operation, allowed: refusal === null, reason: refusal, times },
    types: ontologies.join(' '),
    records: records.join(' '),
  }
}
