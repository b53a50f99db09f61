import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canMount, mountDisk } from '../../../test/support/disk.ts'
import { temporaryDirectory } from '../../../test/support/test-vault.ts'
import { type BlobStore, createBlobStore } from './blob-store.ts'

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
  store = createBlobStore(directory, { now: () => clock })
})
afterEach(() => temporary[Symbol.asyncDispose]())

const fileOf = (key: string) => join(directory, key.slice(0, 2), key)
const drafts = () => readdir(join(directory, 'drafts'))

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
  const modes = [
    directory,
    join(directory, 'drafts'),
    join(directory, key.slice(0, 2)),
    fileOf(key),
  ]
  const found = await Promise.all(modes.map(async (path) => (await stat(path)).mode & 0o777))
  expect(found).toEqual([0o700, 0o700, 0o700, 0o600])
})

test('the same bytes are kept once, also when many bring them at the same time', async () => {
  const blobs = await Promise.all(Array.from({ length: 20 }, () => keep('same', ' bytes')))
  const { key } = await keep('same bytes')
  expect(new Set(blobs.map((blob) => blob.key))).toEqual(new Set([key]))
  expect(await readdir(join(directory, key.slice(0, 2)))).toEqual([key])
  expect(await drafts()).toEqual([])
  expect(await read(key)).toEqual(Buffer.from('same bytes'))
})

test('a blob that lost its end is mended by the next upload', async () => {
  const { key } = await keep('whole')
  await truncate(fileOf(key), 2)
  await keep('whole')
  expect(await read(key)).toEqual(Buffer.from('whole'))
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
    await mkdir(join(directory, key.slice(0, 2)), { recursive: true })
    await writeFile(fileOf(key), '')
    await utimes(fileOf(key), clock / 1000, clock / 1000)
  }
  await writeFile(join(directory, used.key.slice(0, 2), 'notes.txt'), 'not ours')
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
  expect(await readdir(join(directory, used.key.slice(0, 2)))).toContain('notes.txt')
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
    store = createBlobStore(directory)
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
    expect(await readFile(fileOf((await keep('x')).key), 'utf8')).toBe('x')
  })
})
