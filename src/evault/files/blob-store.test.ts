import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canMount, mountDisk } from '../../../test/support/disk.ts'
import { testSeal } from '../../../test/support/storage.ts'
import { temporaryDirectory } from '../../../test/support/test-vault.ts'
import { type BlobStore, createBlobStore } from './blob-store.ts'
import { chunkBytes, createBlobCipher, infoPosition, nameOfBlob } from './sealed-blob.ts'

const hour = 60 * 60 * 1000
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const nobody = async () => new Set<string>()

let temporary: Awaited<ReturnType<typeof temporaryDirectory>>
let directory: string
let clock: number
let store: BlobStore
beforeEach(async () => {
  temporary = await temporaryDirectory()
  directory = join(temporary.path, 'vault', 'blobs')
  clock = Date.now()
  store = createBlobStore(directory, testSeal, { now: () => clock })
})
afterEach(() => temporary[Symbol.asyncDispose]())

const nameOf = (key: string) => nameOfBlob(testSeal.key('file-names'), key)
const fileOf = (key: string) => join(directory, nameOf(key).slice(0, 2), nameOf(key))
const drafts = () => readdir(join(directory, 'drafts'))

function swapChunks(sealed: Buffer): void {
  const [first, second] = [96, 96 + chunkBytes + 16]
  const kept = Buffer.from(sealed.subarray(first, second))
  sealed.copy(sealed, first, second, second + chunkBytes + 16)
  kept.copy(sealed, second)
}

/** A blob without bytes, as the store would keep it under this key. */
function emptyBlob(key: string): Buffer {
  const cipher = createBlobCipher(testSeal.key('files'))
  const header = Buffer.from(cipher.header)
  cipher.sealInfo({ key, size: 0 }).copy(header, infoPosition)
  return Buffer.concat([header, cipher.sealChunk(Buffer.alloc(0), { number: 0, isLast: true })])
}

async function keep(...chunks: readonly (Uint8Array | string)[]) {
  await using draft = await store.draft()
  for (const chunk of chunks) await draft.write(Buffer.from(chunk))
  return draft.finish()
}

async function read(key: string, range?: { start: number; end: number }) {
  const stream = await store.open(key, range)
  return stream && (await buffer(stream))
}

test('a blob is found by its hash, whole and in parts', async () => {
  const bytes = randomBytes(3_000_000)
  const { key, size } = await keep(
    bytes.subarray(0, 1),
    bytes.subarray(1, 70_000),
    bytes.subarray(70_000),
  )
  expect({ key, size }).toEqual({ key: sha256(bytes), size: 3_000_000 })
  expect((await read(key))?.equals(bytes)).toBe(true)
  expect(await store.size(key)).toBe(3_000_000)
  for (const [start, end] of [
    [0, 0],
    [5, 5],
    [100_000, 299_999],
    [2_999_999, 2_999_999],
  ] as const) {
    expect((await read(key, { start, end }))?.equals(bytes.subarray(start, end + 1))).toBe(true)
  }
  expect(await drafts()).toEqual([])
})

test('an empty blob is a blob', async () => {
  const { key } = await keep()
  expect(await store.size(key)).toBe(0)
  expect(await read(key)).toHaveLength(0)
})

test('only the owner of the vault may read them', async () => {
  const { key } = await keep('secret')
  const modes = [directory, join(directory, 'drafts'), dirname(fileOf(key)), fileOf(key)]
  const found = await Promise.all(modes.map(async (path) => (await stat(path)).mode & 0o777))
  expect(found).toEqual([0o700, 0o700, 0o700, 0o600])
})

test('the same bytes are kept once, also when many bring them at the same time', async () => {
  const blobs = await Promise.all(Array.from({ length: 20 }, () => keep('same', ' bytes')))
  const { key } = await keep('same bytes')
  expect(new Set(blobs.map((blob) => blob.key))).toEqual(new Set([key]))
  expect(await readdir(dirname(fileOf(key)))).toEqual([nameOf(key)])
  expect(await drafts()).toEqual([])
  expect(await read(key)).toEqual(Buffer.from('same bytes'))
})

test('a blob that lost its end is mended by the next upload', async () => {
  const { key } = await keep('whole')
  await truncate(fileOf(key), 2)
  await keep('whole')
  expect(await read(key)).toEqual(Buffer.from('whole'))
})

test('nothing of a blob is readable on the disk, neither of a draft', async () => {
  const bytes = Buffer.from('a phrase nobody should find '.repeat(10_000))
  const { key } = await keep(bytes)
  await using draft = await store.draft()
  await draft.write(bytes)
  const [name] = await drafts()
  for (const file of [fileOf(key), join(directory, 'drafts', name as string)]) {
    const kept = await readFile(file)
    expect(kept.length).toBeGreaterThan(bytes.length - 70_000)
    expect(kept.includes('a phrase')).toBe(false)
    expect(kept.includes(Buffer.from(key, 'hex'))).toBe(false)
  }
  expect((await readdir(directory, { recursive: true })).join()).not.toContain(key)
})

test.each([
  ['one byte is another', (bytes: Buffer) => (bytes[200_000] = (bytes[200_000] ?? 0) ^ 1)],
  ['two chunks have changed places', swapChunks],
  ['it is of another blob', (bytes: Buffer) => randomBytes(40).copy(bytes, 8)],
])('a blob is not given out where %s', async (_what, damage) => {
  const bytes = randomBytes(300_000)
  const { key } = await keep(bytes)
  const sealed = await readFile(fileOf(key))
  damage(sealed)
  await writeFile(fileOf(key), sealed)
  await expect(read(key)).rejects.toThrow(`the stored bytes ${key} are damaged`)
  // It may be unreadable today only.
  clock += 2 * hour
  expect(await store.collect(async () => new Set([key]))).toBe(0)
  expect((await readFile(fileOf(key))).equals(sealed)).toBe(true)
})

test('a blob whose end is missing is not taken for a shorter one', async () => {
  const { key } = await keep(randomBytes(3 * chunkBytes))
  const { size } = await stat(fileOf(key))
  await truncate(fileOf(key), size - chunkBytes - 16)
  await expect(read(key)).rejects.toThrow('damaged')
})

test('any part of any length is what was written, however it was written', async () => {
  const most = 3 * chunkBytes + 10
  const near = fc.oneof(
    fc.integer({ min: 0, max: most }),
    fc.constantFrom(chunkBytes - 1, chunkBytes, chunkBytes + 1, 2 * chunkBytes),
  )
  await fc.assert(
    fc.asyncProperty(
      near,
      fc.array(near, { maxLength: 4 }),
      near,
      near,
      async (size, cuts, a, b) => {
        const bytes = randomBytes(size)
        const ends = [...cuts.map((cut) => Math.min(cut, size)).sort((x, y) => x - y), size]
        const { key } = await keep(...ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end)))
        expect(await store.size(key)).toBe(size)
        expect((await read(key))?.equals(bytes)).toBe(true)
        const [start, end] = [Math.min(a, b), Math.max(a, b)]
        expect((await read(key, { start, end }))?.equals(bytes.subarray(start, end + 1))).toBe(true)
      },
    ),
    { numRuns: 60 },
  )
})

test('what is no key, or leads out of the store, is no blob', async () => {
  const { key } = await keep('x')
  await writeFile(join(temporary.path, 'outside'), 'secret')
  const wrong = ['', key.toUpperCase(), key.slice(1), `${key}0`, `${key}\n`, '../../outside']
  for (const text of [...wrong, `../${key.slice(3)}`, sha256(Buffer.from('y')), '0'.repeat(64)]) {
    expect(await store.open(text)).toBeNull()
    expect(await store.size(text)).toBeNull()
  }
})

test('before the first upload there is nothing, not even a directory', async () => {
  expect(await store.open('0'.repeat(64))).toBeNull()
  expect(await store.collect(nobody)).toBe(0)
  await expect(readdir(directory)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('an unfinished draft leaves nothing, a finished one stays', async () => {
  {
    await using draft = await store.draft()
    await draft.write(Buffer.from('half'))
    expect(await drafts()).toHaveLength(1)
  }
  expect(await drafts()).toEqual([])
  const draft = await store.draft()
  const { key } = await draft.finish()
  await draft[Symbol.asyncDispose]()
  expect(await store.size(key)).toBe(0)
  await expect(draft.write(Buffer.from('more'))).rejects.toThrow('this draft is finished')
  await expect(draft.finish()).rejects.toThrow('this draft is finished')
})

test('a draft disposed while it is finished is finished first', async () => {
  const draft = await store.draft()
  await draft.write(Buffer.from('kept'))
  const finished = draft.finish()
  await draft[Symbol.asyncDispose]()
  expect(await read((await finished).key)).toEqual(Buffer.from('kept'))
})

test('a draft that missed bytes can not be finished', async () => {
  await using draft = await store.draft()
  const first = draft.write(randomBytes(100_000))
  await expect(draft.write(Buffer.from('too early'))).rejects.toThrow()
  await first
  await draft.write(Buffer.from('fine'))
  await (draft as unknown as { handle: { close(): Promise<void> } }).handle.close()
  await expect(draft.write(Buffer.from('lost'))).rejects.toMatchObject({ code: 'EBADF' })
  await expect(draft.finish()).rejects.toThrow('this draft is refused')
})

test('old blobs that nobody refers to are collected, in batches', async () => {
  const used = await keep('used')
  const keys = Array.from({ length: 1100 }, (_, n) => sha256(Buffer.from(`${n}`)))
  for (const key of keys) {
    await mkdir(dirname(fileOf(key)), { recursive: true })
    await writeFile(fileOf(key), emptyBlob(key))
    await utimes(fileOf(key), clock / 1000, clock / 1000)
  }
  await writeFile(join(dirname(fileOf(used.key)), 'notes.txt'), 'not ours')
  await writeFile(join(directory, 'README'), 'not ours')
  const asked: number[] = []
  const isReferenced = async (batch: readonly string[]) => {
    asked.push(batch.length)
    return new Set(batch.filter((key) => key === used.key))
  }
  clock += hour - 1000
  expect(await store.collect(isReferenced)).toBe(0)
  expect(asked).toEqual([])
  clock += 2000
  expect(await store.collect(isReferenced)).toBe(1100)
  expect(asked).toEqual([500, 500, 101])
  expect(await read(used.key)).toEqual(Buffer.from('used'))
  expect(await readdir(dirname(fileOf(used.key)))).toContain('notes.txt')
  expect(await store.collect(isReferenced)).toBe(0)
})

test('an orphan that is uploaded again outlives the collection, whenever that is', async () => {
  const { key } = await keep('orphan')
  clock += 2 * hour
  await keep('orphan')
  expect(await store.collect(nobody)).toBe(0)
  clock += 2 * hour
  const during = async () => {
    await keep('orphan')
    return new Set<string>()
  }
  expect(await store.collect(during)).toBe(0)
  for (let round = 0; round < 30; round += 1) {
    clock += 2 * hour
    await Promise.all([store.collect(nobody), keep('orphan'), store.collect(nobody)])
    expect(await read(key)).toEqual(Buffer.from('orphan'))
  }
})

test('drafts of a killed process go after a day', async () => {
  await using _draft = await store.draft()
  clock += 23 * hour
  await store.collect(nobody)
  expect(await drafts()).toHaveLength(1)
  clock += 2 * hour
  expect(await store.collect(nobody)).toBe(0)
  expect(await drafts()).toEqual([])
})

describe.skipIf(!canMount)('a small disk (skipped where mounting is refused)', () => {
  test('is not filled up: the draft is refused and leaves nothing', async () => {
    await using disk = await mountDisk(64)
    directory = join(disk.path, 'blobs')
    store = createBlobStore(directory, testSeal)
    const chunk = Buffer.alloc(64 * 1024)
    let written = 0
    const fill = async () => {
      await using draft = await store.draft()
      for (;;) {
        await draft.write(chunk)
        written += chunk.length
      }
    }
    await expect(fill()).rejects.toMatchObject({ name: 'RequestError', code: 'DISK_FULL' })
    const megabytes = written / 1024 / 1024
    expect(megabytes).toBeGreaterThan(13)
    expect(megabytes).toBeLessThanOrEqual(16)
    expect(await drafts()).toEqual([])
    await disk.fillUpTo(10_000_000)
    await expect(keep('x')).rejects.toMatchObject({ code: 'DISK_FULL' })
    await disk.clear()
    expect(await read((await keep('x')).key)).toEqual(Buffer.from('x'))
  })
})
