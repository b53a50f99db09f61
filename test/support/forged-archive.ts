import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { openPromise } from 'yauzl'
import { ZipFile } from 'yazl'
import { type ArchiveManifest, signedBytes } from '../../src/evault/archive/archive-format.ts'
import { createKeyCustody, type SecretStore } from '../../src/evault/keys/custody.ts'

/** The entries of an archive, in its order. */
export async function unpack(file: string): Promise<Map<string, Buffer>> {
  const entries = new Map<string, Buffer>()
  const zip = await openPromise(file)
  for await (const entry of zip.eachEntry()) {
    entries.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  }
  return entries
}

/** Writes entries as they are. */
export async function pack(
  file: string,
  entries: Iterable<readonly [string, Buffer]>,
): Promise<void> {
  const zip = new ZipFile()
  for (const [name, content] of entries) zip.addBuffer(content, name)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(file))
}

/** Changes the manifest so that it is true of the tables again, then as it is told. */
export function settle(
  entries: Map<string, Buffer>,
  change: (manifest: ArchiveManifest) => void = () => {},
): void {
  const manifest = JSON.parse(String(entries.get('manifest.json'))) as ArchiveManifest
  for (const table of manifest.tables) {
    for (const chunk of table.chunks) Object.assign(chunk, digest(entries.get(chunk.file)))
    const parts = table.chunks.map(({ file }) => entries.get(file) ?? Buffer.alloc(0))
    Object.assign(table, digest(Buffer.concat(parts)))
  }
  change(manifest)
  entries.set('manifest.json', Buffer.from(JSON.stringify(manifest)))
}

/** Signs the manifest as it is with the key that signed it before. */
export async function signAgain(entries: Map<string, Buffer>, store: SecretStore): Promise<void> {
  const before = JSON.parse(String(entries.get('manifest.sig')))
  const custody = createKeyCustody(store)
  for (const name of await store.names('')) {
    if (!name.includes('/owner') || (await custody.publicKey(name)) !== before.publicKey) continue
    const bytes = signedBytes(entries.get('manifest.json') ?? Buffer.alloc(0))
    const raw = await custody.sign(name, bytes, 'archive')
    const signature = Buffer.from(raw).toString('base64')
    entries.set('manifest.sig', Buffer.from(JSON.stringify({ ...before, signature })))
    return
  }
  throw new Error('the key is not in this store')
}

function digest(content: Buffer = Buffer.alloc(0)) {
  return {
    rows: content.toString().split('\n').length - 1,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }
}
