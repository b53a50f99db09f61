import { errorCause } from '../../graphql/error-cause.ts'

/** Work that takes its time, as the window shows it. */
export interface Task {
  readonly title: string
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  readonly done: number
  /** Null while nobody knows. */
  readonly total: number | null
  /** What came of it. */
  readonly message: string
  /** What went wrong with single records. */
  readonly problems: readonly string[]
  /** Takes it back. */
  readonly undo: (() => void) | null
}

/** What work tells of itself, and how it hears that it is to stop. */
export interface TaskWatch {
  readonly signal: AbortSignal
  readonly progress: (done: number, total: number | null) => void
}

/** How work ended. */
export interface TaskResult {
  readonly message: string
  readonly problems?: readonly string[]
  readonly undo?: (() => void) | null
}

/** One piece of long work at a time; it goes on while other screens are looked at. */
export class Tasks {
  #task: Task | null = null
  #control: AbortController | null = null
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly current = (): Task | null => this.#task

  /** Starts work, unless some is running. Work that is to stop ends early, with its result. */
  run(title: string, work: (watch: TaskWatch) => Promise<TaskResult>): void {
    if (this.#task?.state === 'running') return
    const control = new AbortController()
    this.#control = control
    const { signal } = control
    const fresh = { title, done: 0, total: null, message: '', problems: [], undo: null }
    this.#set({ ...fresh, state: 'running' })
    const progress = (done: number, total: number | null) => this.#change({ done, total })
    work({ signal, progress }).then(
      ({ message, problems = [], undo = null }) =>
        this.#change({
          state: signal.aborted ? 'cancelled' : 'done',
          ...{ message, problems, undo },
        }),
      (error: unknown) => this.#change({ state: 'failed', message: errorCause(error) }),
    )
  }

  cancel(): void {
    this.#control?.abort()
  }

  /** Takes the result off the screen. */
  dismiss(): void {
    if (this.#task?.state !== 'running') this.#set(null)
  }

  #change(change: Partial<Task>): void {
    if (this.#task) this.#set({ ...this.#task, ...change })
  }

  #set(task: Task | null): void {
    this.#task = task
    for (const listener of this.#listeners) listener()
  }
}
