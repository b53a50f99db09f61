import type { ArchiveProgress, Problem } from '../evault/index.ts'

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

function inMegabytes(bytes: number): number {
  return Math.round(bytes / 1e6)
}
