/**
 * What the scripts say at the terminal. Everything goes to stderr: stdout belongs to the
 * program that is started.
 */

const QUIET_SECONDS = 5

/** A failure the person at the terminal can do something about: shown without a stack. */
export class Stop extends Error {
  /** @param {string} message what happened and the way out @param {number} exitCode */
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Writes one line. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** Seconds since `since` (milliseconds of `performance.now()`), for people. */
export function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}

/**
 * A piece of work that takes a while: one line that is rewritten on a terminal, a line every
 * few seconds in a log.
 */
export function progress(label) {
  const started = performance.now()
  let last = started
  const terminal = process.stderr.isTTY
  process.stderr.write(terminal ? `${label} …` : `${label} …\n`)
  return {
    /** Shows how far it got. */
    update(detail) {
      const now = performance.now()
      if (terminal) process.stderr.write(`\r\x1b[2K${label} … ${detail}`)
      else if (now - last > QUIET_SECONDS * 1000) say(`${label} … ${detail}`)
      else return
      last = now
    },
    /** Closes the line. */
    end(outcome = 'done') {
      const line = `${label}: ${outcome} (${seconds(started)})`
      process.stderr.write(terminal ? `\r\x1b[2K${line}\n` : `${line}\n`)
    },
  }
}

const SYSTEM_ERRORS = {
  ENOSPC: (path) => `The disk is full${path}. Free about 1 GB, then run the command again.`,
  EDQUOT: (path) => `The disk quota is used up${path}. Free about 1 GB, then run it again.`,
  EACCES: (path) => `No permission to write${path}. Check who owns it, then run it again.`,
  EROFS: (path) => `The file system is read-only${path}. Work in a copy that can be written to.`,
}

/** Runs a script: its result, if any, is the exit code, a foreseeable failure is one line. */
export async function runAsScript(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    const known = SYSTEM_ERRORS[error.code]
    if (!(error instanceof Stop || known)) throw error
    say(known ? known(error.path ? ` (${error.path})` : '') : error.message)
    process.exitCode = error.exitCode ?? 1
  }
}
