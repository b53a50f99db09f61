import type { Picture, ReadingAsked, ReadingDone } from './code-worker.ts'

/** Reads QR codes on a thread of its own; nothing of a picture leaves the window. */
export interface CodeReader {
  /**
   * @param picture a frame of a camera is given away
   * @returns what its codes say; null where the file is no picture that can be read, and once the
   * reader is closed
   */
  read(picture: Picture): Promise<readonly string[] | null>
  close(): void
}

export function openCodeReader(): CodeReader {
  const worker = new Worker(new URL('./code-worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, (texts: ReadingDone['texts']) => void>()
  let asked = 0
  const finish = (id: number, texts: ReadingDone['texts']) => {
    waiting.get(id)?.(texts)
    waiting.delete(id)
  }
  const finishAll = () => {
    for (const id of waiting.keys()) finish(id, null)
  }
  worker.addEventListener('message', ({ data }: MessageEvent<ReadingDone>) => {
    finish(data.id, data.texts)
  })
  // A picture that takes more memory than there is.
  worker.addEventListener('error', finishAll)
  return {
    read(picture) {
      asked += 1
      const id = asked
      const given = picture instanceof ImageBitmap ? [picture] : []
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        worker.postMessage({ id, picture } satisfies ReadingAsked, given)
      })
    },
    close() {
      worker.terminate()
      finishAll()
    },
  }
}
