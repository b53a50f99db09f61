import { VaultStartError, type VerifiedLog, verifyLogs } from '../evault/index.ts'
import { exitCodeOf, logNotWhole } from './exit-codes.ts'

/** The arguments of `evault verify`, as typed. */
export interface VerifyArguments {
  readonly data: string
  readonly json?: true
}

/**
 * `evault verify`: says for each vault of a data directory whether its operation log is whole.
 * @returns the exit code
 */
export async function verify({ data, json }: VerifyArguments): Promise<number> {
  try {
    const logs = await verifyLogs(data)
    for (const log of logs) {
      process.stdout.write(`${json ? JSON.stringify(log) : describe(log)}\n`)
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
