import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

const stepMs = 100

/** What a command has come to. */
export interface Typed {
  readonly stdout: string
  /** Whether each of its lines did. */
  readonly isGood: boolean
}

/** A shell that is typed into. Disposed, it ends with all that was started in it. */
export class Terminal implements AsyncDisposable {
  readonly #shell: ChildProcess
  #stdout = ''
  #stderr = ''
  #typed = 0

  constructor(cwd: string) {
    // A group of its own, so that all that is started in it can be ended.
    this.#shell = spawn('bash', ['--noprofile', '--norc'], {
      ...{ cwd, env: plainEnvironment(), detached: true, stdio: 'pipe' },
    })
    this.#shell.stdout?.setEncoding('utf8').on('data', (text) => {
      this.#stdout += text
    })
    this.#shell.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#stderr += text
    })
    this.#write("trap 'failed=1' ERR")
  }

  get stderr(): string {
    return this.#stderr
  }

  /** Types lines, and waits until they are done. */
  async type(lines: string): Promise<Typed> {
    this.#typed += 1
    const end = `— ${this.#typed} is done`
    const before = this.#stdout.length
    this.#write(`failed=0\n${lines}\necho "${end} $failed"`)
    await this.#until(() => this.#stdout.includes(end) && this.#stdout.endsWith('\n'), lines)
    const [stdout = '', failed = ''] = this.#stdout.slice(before).split(end)
    return { stdout, isGood: failed.trim() === '0' }
  }

  /** Types lines whose last one goes on, and waits until it says what is expected. */
  async start(lines: string, expected: RegExp): Promise<string> {
    const before = this.#stdout.length
    this.#write(lines)
    await this.#until(() => expected.test(this.#stdout.slice(before)), lines)
    return this.#stdout.slice(before)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { pid } = this.#shell
    if (pid === undefined || this.#hasEnded()) return
    // Closed is when nobody holds its output any more.
    const closed = once(this.#shell, 'close')
    process.kill(-pid, 'SIGTERM')
    const patience = setTimeout(() => process.kill(-pid, 'SIGKILL'), 15_000)
    await closed
    clearTimeout(patience)
  }

  #write(lines: string): void {
    this.#shell.stdin?.write(`${lines}\n`)
  }

  #hasEnded(): boolean {
    return this.#shell.exitCode !== null || this.#shell.signalCode !== null
  }

  /** For as long as the test has time. */
  async #until(condition: () => boolean, lines: string): Promise<void> {
    while (!condition()) {
      if (this.#hasEnded()) throw new Error(`The terminal ended at “${lines}”:\n${this.#stderr}`)
      await new Promise((resolve) => setTimeout(resolve, stepMs))
    }
  }
}

/** Nothing of npm, of the tests, and of settings of the developer's own. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_|VITEST|EVAULT_|MURMUR_|TEST$|PROD$|DEV$|MODE$)/.test(name),
  )
  return Object.fromEntries(own)
}
