import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openRegistryStore, RegistryFileError } from './store.ts'

const ENTRY = { ename: '@a', uri: 'http://127.0.0.1:4000', evault: '@vault' }

let directory: string
let file: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'registry-store-'))
  file = join(directory, 'registry.json')
})
afterEach(() => rm(directory, { recursive: true, force: true }))

test('starts empty, makes its directory, and keeps what it is given', async () => {
  const nested = join(directory, 'not', 'there')
  const store = await openRegistryStore(nested)
  expect(store.find('@a')).toBeUndefined()
  await store.put(ENTRY)
  await store.put({ ...ENTRY, evault: '@other' })
  await store.listPlatform('https://p.example')

  const reopened = await openRegistryStore(nested)
  expect(reopened.find('@a')).toEqual({ ...ENTRY, evault: '@other' })
  expect(reopened.platforms()).toEqual([{ url: 'https://p.example', evidence: null }])
})

describe('a file that cannot be used', () => {
  test.each([
    ['empty', '', 'damaged'],
    ['cut in the middle', '{"version":1,"entries":[{"ename":"@a","ur', 'damaged'],
    ['zeros after a power cut', '\u0000'.repeat(64), 'damaged'],
    ['something else', '{"hello":"world"}', 'damaged'],
    [
      'an entry without a field',
      '{"version":1,"entries":[{"ename":"@a"}],"platforms":[]}',
      'damaged',
    ],
    ['from the future', '{"version":3,"names":{}}', 'newer version'],
  ])('%s: a clear error naming the file, which stays as it is', async (_what, text, problem) => {
    await writeFile(file, text)
    const error = await openRegistryStore(directory).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RegistryFileError)
    expect(error).toMatchObject({ file, message: expect.stringContaining(file) })
    expect(error).toMatchObject({ message: expect.stringContaining(problem) })
    expect(await readFile(file, 'utf8')).toBe(text)
    expect(await readdir(directory)).toEqual(['registry.json'])
  })

  test('a directory in its place is named too', async () => {
    await mkdir(file)
    await expect(openRegistryStore(directory)).rejects.toThrow(`${file} cannot be read (EISDIR)`)
  })
})

test('what a killed process left half-written is not read, and is overwritten', async () => {
  await (await openRegistryStore(directory)).put(ENTRY)
  await writeFile(`${file}.tmp`, '{"version":1,"entries":[{"ena')

  const store = await openRegistryStore(directory)
  expect(store.find('@a')).toEqual(ENTRY)
  await store.put({ ...ENTRY, ename: '@b' })
  expect(await readdir(directory)).toEqual(['registry.json'])
  expect((await openRegistryStore(directory)).find('@b')).toBeDefined()
})

test('a change that cannot be saved is reported, not kept, and does not block the next', async () => {
  const store = await openRegistryStore(directory)
  await store.put(ENTRY)
  const before = await readFile(file, 'utf8')

  // A directory in the way of the temporary file fails for root as well, unlike permissions.
  await mkdir(`${file}.tmp`)
  const failed = store.put({ ...ENTRY, ename: '@b' })
  const alsoFailed = store.patch('@a', { evault: '@moved' })
  await expect(failed).rejects.toThrow('EISDIR')
  await expect(alsoFailed).rejects.toThrow('EISDIR')
  expect(store.find('@b')).toBeUndefined()
  expect(store.find('@a')).toEqual(ENTRY)
  expect(await readFile(file, 'utf8')).toBe(before)

  await rm(`${file}.tmp`, { recursive: true })
  await store.put({ ...ENTRY, ename: '@c' })
  await store.settled()
  const reopened = await openRegistryStore(directory)
  expect([reopened.find('@b'), reopened.find('@c')?.ename]).toEqual([undefined, '@c'])
})

test('a file of the first format opens, and is brought up to date by the next change', async () => {
  const platforms = ['https://P.example/', 'https://p.example', 'https://q.example']
  const first = JSON.stringify({ version: 1, entries: [ENTRY], platforms })
  await writeFile(file, first)
  const store = await openRegistryStore(directory)
  expect(store.find('@a')).toEqual(ENTRY)
  expect(store.platforms().map(({ url }) => url)).toEqual([
    'https://p.example',
    'https://q.example',
  ])
  expect(await readFile(file, 'utf8')).toBe(first)

  await store.patch('@a', { evault: '@moved' })
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: 2 })
  expect((await openRegistryStore(directory)).find('@vault')).toMatchObject({ evault: '@moved' })
})
