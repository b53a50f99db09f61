import { spawn } from 'node:child_process'
import { TunnelError } from './tunnel.ts'

/** More of one line is not kept. */
const longestLine = 65_536
/** For a program to end when it is asked to. */
const longestFarewellMs = 3_000
/** For the rest of what it wrote to arrive. */
const longestOutputMs = 500

export interface ProgramOptions {
  /** Its file. */
  readonly file: string
  readonly args: readonly string[]
  /** All it gets to know of ours. Secrets go here, because others can read arguments. */
  readonly environment: Readonly<Record<string, string>>
  /** Told each line that it writes, as it comes. */
  readonly onLine: (line: string) => void
}

/** A program of the owner’s that runs for us. */
export interface Program extends AsyncDisposable {
  /** Settles when it has ended, or could not be started (with `failure`); never rejects. */
  readonly ended: Promise<{ readonly failure?: TunnelError }>
}

/** Starts a program, without a shell. */
export function runProgram({ file, args, environment, onLine }: ProgramOptions): Program {
  const child = spawn(file, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<{ failure?: TunnelError }>((resolve) => {
    child.once('error', () => {
      resolve({ failure: new TunnelError('PROGRAM_MISSING', { program: file }) })
    })
    child.once('close', () => resolve({}))
    // Its output may be open for longer, where it left a process of its own behind.
    child.once('exit', () => setTimeout(resolve, longestOutputMs, {}))
  })
  for (const output of [child.stdout, child.stderr]) eachLine(output, onLine)
  return {
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), longestFarewellMs)
      await ended
      clearTimeout(timer)
    },
  }
}

function eachLine(output: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = ''
  output.setEncoding('utf8')
  output.on('error', () => {})
  output.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = (lines.pop() ?? '').slice(0, longestLine)
    for (const line of lines) onLine(line.slice(0, longestLine))
  })
}
