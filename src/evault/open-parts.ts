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

  /**
   * Keeps the place of a part that is opened when it is first asked for, and is the same one after
   * that. One that fails is tried again.
   * @returns how to ask for it; it throws what `open` throws, and once these parts are closing
   */
  later<T extends AsyncDisposable>(open: () => Promise<T>): () => Promise<T> {
    let opened: Promise<T> | null = null
    let isClosing = false
    this.#closers.push(async () => {
      isClosing = true
      const part = await opened?.catch(() => null)
      await part?.[Symbol.asyncDispose]()
    })
    return async () => {
      if (isClosing) throw new Error('it is closing')
      opened ??= open()
      try {
        return await opened
      } catch (error) {
        opened = null
        throw error
      }
    }
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
