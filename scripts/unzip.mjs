/** Unpacks the part of a zip archive that is wanted. */
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import yauzl from 'yauzl'

const open = promisify(yauzl.open)

/**
 * Writes the files of `archive` below `directory`, with their modes, under the names that
 * `nameOf` gives them; those it gives none are skipped.
 *
 * @param {string} archive
 * @param {string} directory
 * @param {(name: string) => string | undefined} nameOf
 */
export async function unzip(archive, directory, nameOf) {
  const zip = await open(archive, { lazyEntries: true })
  const openStream = promisify(zip.openReadStream.bind(zip))
  await new Promise((resolve, reject) => {
    zip.on('error', reject)
    zip.on('end', resolve)
    zip.on('entry', (entry) => {
      const name = entry.fileName.endsWith('/') ? undefined : nameOf(entry.fileName)
      if (name === undefined) {
        zip.readEntry()
        return
      }
      const mode = (entry.externalFileAttributes >>> 16) & 0o777
      write(entry, join(directory, name), mode).then(() => zip.readEntry(), reject)
    })
    zip.readEntry()
  }).finally(() => zip.close())

  /** Writes one file. */
  async function write(entry, path, mode) {
    await mkdir(dirname(path), { recursive: true })
    await pipeline(await openStream(entry), createWriteStream(path, { mode }))
  }
}
