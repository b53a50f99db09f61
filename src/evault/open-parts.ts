/**
 * The parts a thing was opened with. Disposed, it closes them in reverse order, each even if
 * another fails. (Node 20 has no AsyncDisposableStack.)
 */
export class OpenParts implements AsyncDisposable {
  readonly #closers: (() => void | PromiseLike<void>)[] = []

  /** Keeps a part to be closed, and hands it back. */
  add<T extends AsyncDisposable | Disposable>(part: T): T {
    this.#closers.push(() =>
      Symbol.asyncDispose in part ? part[Symbol.asyncDispose]() : part[Symbol.dispose](),
    )
    return part
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = []
    for (let close = this.#closers.pop(); close !== undefined; close = this.#closers.pop()) {
      try {
        await close()
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'some parts did not close')
  }
}
