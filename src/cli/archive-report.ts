import {
  ArchiveError,
  type ArchiveProgress,
  type Problem,
  VaultStartError,
} from '../evault/index.ts'
import { exitCodeOf } from './exit-codes.ts'

const everyMs = 2_000

/** Says on stderr how far it is, now and then. */
export function reportProgress(): ArchiveProgress {
  let lastAt = Date.now()
  return (done, total, part) => {
    if (Date.now() - lastAt < everyMs) return
    lastAt = Date.now()
    process.stderr.write(`${inMegabytes(done)} of about ${inMegabytes(total)} MB: ${part}\n`)
  }
}

/** A line for each thing that is missing. */
export function reportProblems(problems: readonly Problem[]): void {
  for (const { item, reason } of problems) process.stderr.write(`missing: ${item}: ${reason}\n`)
}

/** Runs a command: it gives the exit code, or throws why there is nothing to show. */
export async function reporting(work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    process.stderr.write(`evault: ${error instanceof Error ? error.message : String(error)}\n`)
    if (error instanceof ArchiveError) return exitCodeOf('INVALID_CONFIG')
    return exitCodeOf(error instanceof VaultStartError ? error.code : 'UNEXPECTED')
  }
}

function inMegabytes(bytes: number): number {
  return Math.round(bytes / 1e6)
}
