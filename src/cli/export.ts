import { resolve } from 'node:path'
import { createKeyCustody, exportVault } from '../evault/index.ts'
import { reportProblems, reportProgress } from './archive-report.ts'
import { somethingMissing } from './exit-codes.ts'
import { type KeyArguments, readKeyMeans } from './key-means.ts'
import { reporting } from './reporting.ts'

/** The arguments of `evault export`, as typed. */
export type ExportArguments = KeyArguments & { readonly to: string }

/**
 * `evault export`: writes a vault that is not running to an archive. What could not be read is
 * named on stderr.
 * @returns the exit code
 */
export function exportArchive(args: ExportArguments, version: string): Promise<number> {
  return reporting('The export was cancelled. Nothing of it is left.', async (signal) => {
    const { dataDirectory, openStore, log } = await readKeyMeans(args)
    const file = resolve(args.to)
    const openCustody = async (directory: string) => createKeyCustody(await openStore(directory))
    const means = { openCustody, log, version, signal, progress: reportProgress() }
    const { manifest, signed, problems } = await exportVault(dataDirectory, file, means)
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    process.stderr.write(
      `${file} holds ${rows} rows and ${manifest.files.count} files of ${manifest.vault.ename}. It is not encrypted, and has no private keys in it: save the recovery kit, too.\n`,
    )
    if (!signed) {
      process.stderr.write('It is not signed, because the key of the owner is not here.\n')
    }
    reportProblems(problems)
    return problems.length === 0 ? 0 : somethingMissing
  })
}
