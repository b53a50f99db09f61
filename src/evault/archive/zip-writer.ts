import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** Fast: zlib's default takes twice the time for a few percent. */
const compressionLevel = 3

/** A zip archive that is written to a stream, one entry after the other. */
export class ZipWriter {
  readonly #zip = new ZipFile()
  /** Fails with what the stream fails with. */
  readonly #written: Promise<void>

  constructor(
    sink: Writable,
    readonly time: Date,
  ) {
    this.#written = pipeline(this.#zip.outputStream, sink)
    // Whoever adds the next entry, or ends, is told.
    this.#written.catch(() => {})
  }

  /**
   * Resolves when the whole content was taken.
   * @param compress not of what compresses no further, like pictures: it is stored as it is
   * @throws what the content or the stream throws
   */
  async add(
    name: string,
    content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    compress: boolean,
  ): Promise<void> {
    let source: Readable | null = Readable.from(content, { objectMode: false })
    const taken = new Promise<void>((resolve, reject) => {
      source?.once('end', resolve).once('error', reject)
    })
    const options = { mtime: this.time, compressionLevel: compress ? compressionLevel : 0 }
    this.#zip.addReadStreamLazy(name, options, (callback) => {
      const stream = source as Readable
      // The archive keeps this function to its end: not the content, too.
      source = null
      callback(null, stream)
    })
    await Promise.race([taken, this.#written])
  }

  /** Resolves when all of it has reached the stream, which is closed then. */
  async end(): Promise<void> {
    this.#zip.end()
    await this.#written
  }
}
