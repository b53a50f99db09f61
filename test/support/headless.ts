import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** Builds `out/main/cli.js` unless it is built from the sources as they are. */
export async function buildHeadless(): Promise<void> {
  await promisify(execFile)(process.execPath, ['scripts/build.mjs'], { cwd: project })
}

/** The one line that `serve --json` prints. */
export interface ReadyLine {
  readonly ready: true
  readonly version: string
  readonly ename: string
  readonly url: string
  readonly owner: { readonly url: string; readonly token: string }
  readonly registry: { readonly url: string; readonly secret: string }
  readonly pid: number
}

type Environment = Readonly<Record<string, string>>

/** A run of the built command line. Disposed, it is killed if it is still there. */
export class HeadlessRun implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #ended: Promise<number | NodeJS.Signals>
  #stdout = ''
  #stderr = ''

  /** @param input what it reads from standard input */
  constructor(args: readonly string[], environment: Environment = {}, input?: string) {
    this.#child = spawn(process.execPath, ['out/main/cli.js', ...args], {
      cwd: project,
      // Nothing of the developer's own settings.
      env: { PATH: process.env.PATH, HOME: '/nonexistent', ...environment },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      timeout: 300_000,
      killSignal: 'SIGKILL',
    })
    this.#child.stdin?.end(input)
    this.#child.stdout?.setEncoding('utf8').on('data', (text) => {
      this.#stdout += text
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#stderr += text
    })
    this.#ended = once(this.#child, 'close').then(([code, signal]) => code ?? signal)
  }

  get stdout(): string {
    return this.#stdout
  }

  get stderr(): string {
    return this.#stderr
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Resolves with the exit code, or with the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals> {
    return this.#ended
  }

  /** Resolves with the first line on stdout. */
  async ready(): Promise<ReadyLine> {
    let running = true
    void this.#ended.then(() => {
      running = false
    })
    while (!this.#stdout.includes('\n')) {
      if (!running) throw new Error(`ended before it was ready:\n${this.#stderr}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    return JSON.parse(this.#stdout.split('\n')[0] ?? '')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }
}

const development = ['--port', '0', '--registry-port', '0', '--insecure-dev-keys']

/** `evault serve --json` on free ports with unprotected keys, and more arguments. */
export function serveHeadless(
  dataDirectory: string,
  args: readonly string[] = [],
  environment?: Environment,
): HeadlessRun {
  const all = ['serve', '--json', '--data', dataDirectory, ...development, ...args]
  return new HeadlessRun(all, environment)
}
