import { resolve } from 'node:path'
import { createKeyCustody, importVault } from '../evault/index.ts'
import { reportProblems, reportProgress } from './archive-report.ts'
import { somethingMissing } from './exit-codes.ts'
import { type KeyArguments, readKeyMeans } from './key-means.ts'
import { reporting } from './reporting.ts'

/** The arguments of `evault import`, as typed. */
export type ImportArguments = KeyArguments & { readonly from: string; readonly unsigned?: true }

const cancelledWords =
  'The import was cancelled. Run the same command again: it goes on where it was.'

/**
 * `evault import`: brings an archive into an empty data directory. What could not be taken is
 * named on stderr.
 * @returns the exit code
 */
export function importFromArchive(
  args: ImportArguments,
  templateDirectory: string,
): Promise<number> {
  return reporting(cancelledWords, async (signal) => {
    const { dataDirectory, openStore, log } = await readKeyMeans(args)
    const acceptUnsigned = args.unsigned ?? false
    const openCustody = async (directory: string) => createKeyCustody(await openStore(directory))
    const means = {
      ...{ openCustody, log, templateDirectory, acceptUnsigned, progress: reportProgress() },
      signal,
    }
    const result = await importVault(dataDirectory, resolve(args.from), means)
    const { ename, unsigned, missingBefore, problems, hasKeys } = result
    process.stderr.write(`The vault of ${ename} is in ${dataDirectory}.\n`)
    if (unsigned !== null) process.stderr.write(`Nobody vouches for it: ${unsigned}.\n`)
    if (!hasKeys) {
      process.stderr.write(
        'Its keys are not here: put them back with “evault kit restore”. Then save a new kit with “evault kit save”: the old one does not have the keys that open what was imported.\n',
      )
    }
    if (missingBefore > 0) {
      process.stderr.write(
        `${missingBefore} things were missing when it was exported: problems.ndjson in the archive names them.\n`,
      )
    }
    reportProblems(problems)
    return problems.length === 0 ? 0 : somethingMissing
  })
}
