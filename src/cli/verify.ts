import { createKeyCustody, VaultStartError, type VerifiedLog, verifyLogs } from '../evault/index.ts'
import { exitCodeOf, logNotWhole } from './exit-codes.ts'
import { type KeyArguments, readKeyMeans } from './key-means.ts'

/** The arguments of `evault verify`, as typed. */
export interface VerifyArguments extends KeyArguments {
  readonly json?: true
}

/**
 * `evault verify`: says for each vault of a data directory whether its operation log is whole.
 * @returns the exit code
 */
export async function verify({ json, ...args }: VerifyArguments): Promise<number> {
  try {
    const { dataDirectory, openStore, log } = await readKeyMeans(args)
    const openCustody = async () => createKeyCustody(await openStore(dataDirectory))
    const logs = await verifyLogs(dataDirectory, { openCustody, log })
    for (const found of logs) {
      process.stdout.write(`${json ? JSON.stringify(found) : describe(found)}\n`)
    }
    return logs.every(({ whole }) => whole) ? 0 : logNotWhole
  } catch (error) {
    const code = error instanceof VaultStartError ? error.code : 'UNEXPECTED'
    process.stderr.write(`evault: ${error instanceof Error ? error.message : String(error)}\n`)
    return exitCodeOf(code)
  }
}

function describe(log: VerifiedLog): string {
  const { ename, whole, entries, signedSequence, brokenSequence, reason } = log
  return whole
    ? `${ename}: whole, ${entries} entries, the owner's key vouches for ${signedSequence} of them`
    : `${ename}: BROKEN at entry ${brokenSequence}: ${reason}`
}
