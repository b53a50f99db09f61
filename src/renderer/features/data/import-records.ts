import type { ApolloClient } from '@apollo/client'
import { plural, t } from '@lingui/core/macro'
import { refusalError } from '../../components/refusal-error.ts'
import { ImportRecordsDocument } from '../../graphql/documents.generated.ts'
import type { SourceFile } from './import-file.ts'
import { type ImportPlan, type Planned, planned } from './import-plan.ts'
import type { TaskResult, TaskWatch } from './tasks.ts'

const BATCH = 500
/** The vault takes 8 MiB at once. */
const BATCH_CHARACTERS = 2_000_000
/** What the vault says of an id it has. */
const EXISTS = 'A record with this id exists.'

type Ready = Extract<Planned, { readonly input: unknown }>

interface Tally {
  imported: number
  there: number
  readonly problems: string[]
}

/**
 * Imports a file batch by batch. Ids follow from what the records hold, so a second run goes on
 * where the first was stopped.
 */
export async function importRecords(
  client: ApolloClient,
  file: SourceFile,
  plan: ImportPlan,
  { signal, progress }: TaskWatch,
): Promise<TaskResult> {
  const tally: Tally = { imported: 0, there: 0, problems: [] }
  let batch: Ready[] = []
  let size = 0
  let done = 0
  const flush = async () => {
    if (batch.length > 0) await send(client, batch, tally)
    done += batch.length
    batch = []
    size = 0
    progress(done, file.rows.length)
  }
  for (const item of planned(file, plan)) {
    if (signal.aborted) break
    if ('problem' in item) {
      tally.problems.push(lineText(item.line, item.problem))
      done++
      continue
    }
    batch.push(item)
    size += JSON.stringify(item.input.payload).length
    if (batch.length === BATCH || size > BATCH_CHARACTERS) await flush()
  }
  if (!signal.aborted) await flush()
  return { message: messageOf(tally), problems: tally.problems }
}

async function send(client: ApolloClient, batch: readonly Ready[], tally: Tally): Promise<void> {
  const { data } = await client.mutate({
    mutation: ImportRecordsDocument,
    variables: { inputs: batch.map(({ input }) => input) },
  })
  const answer = data?.bulkCreateMetaEnvelopes
  if (!answer || answer.errors?.length) throw refusalError(answer?.errors)
  for (const [at, { success, error }] of answer.results.entries()) {
    if (success) tally.imported++
    else if (error === EXISTS) tally.there++
    else tally.problems.push(lineText(batch[at]?.line ?? 0, error ?? t`refused`))
  }
}

function lineText(line: number, problem: string): string {
  return t`Line ${line}: ${problem}`
}

function messageOf({ imported, there, problems }: Tally): string {
  const parts = [plural(imported, { one: '# record imported.', other: '# records imported.' })]
  if (there > 0) {
    parts.push(
      plural(there, {
        one: '# record was there already.',
        other: '# records were there already.',
      }),
    )
  }
  if (problems.length > 0) {
    parts.push(plural(problems.length, { one: '# not imported.', other: '# not imported.' }))
  }
  return parts.join(' ')
}
