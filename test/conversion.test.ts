import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ConversionProgress } from '../src/evault/index.ts'
import { canMount, mountDisk } from './support/disk.ts'
import { type Released, unpackReleased } from './support/released.ts'
import { snapshot } from './support/snapshot.ts'
import { storeOf } from './support/storage.ts'
import { openTestVault, type TestVault, temporaryDirectory } from './support/test-vault.ts'

/** A vault of a version without encryption is encrypted at its first start. */
let temporary: Awaited<ReturnType<typeof temporaryDirectory>>
let released: Released
let plain: string
let dataDirectory: string
let secretStore: ReturnType<typeof storeOf>

beforeAll(async () => {
  temporary = await temporaryDirectory()
  plain = join(temporary.path, 'plain')
  released = await unpackReleased('0.1.0', plain)
})
afterAll(() => temporary[Symbol.asyncDispose]())
beforeEach(async () => {
  dataDirectory = join(temporary.path, 'vault')
  await rm(dataDirectory, { recursive: true, force: true })
  await cp(plain, dataDirectory, { recursive: true })
  secretStore = storeOf(released)
})

const open = (onConversion?: (progress: ConversionProgress) => void) =>
  openTestVault({ dataDirectory, secretStore, ...(onConversion && { means: { onConversion } }) })

async function expectEverything(it: TestVault): Promise<void> {
  for (const { query, answer } of released.answers) {
    expect((await it.owner(query)).data, query).toEqual(answer)
  }
  const file = await fetch(new URL(released.facts.filePath, it.vault.owner.url), {
    headers: { authorization: `Bearer ${it.vault.owner.token}` },
  })
  const bytes = Buffer.from(await file.arrayBuffer()).toString('base64')
  expect(bytes).toBe(released.facts.fileBase64)
}

/** What is in the data directory, beside its lock. */
const names = async () =>
  (await readdir(dataDirectory)).filter((name) => !name.startsWith('lock.')).sort()
/** With the encrypted copy from before the schema was brought to the newest. */
const encrypted = [
  'blobs',
  'pg',
  'pg-before-13',
  'registry.json',
  'storage.copy.json',
  'storage.json',
]

test('it tells how far it is, and nothing unencrypted stays', async () => {
  const told: ConversionProgress[] = []
  {
    await using it = await open((progress) => void told.push(progress))
    await expectEverything(it)
  }
  expect(await names()).toEqual(encrypted)
  const steps = [...new Set(told.map(({ step }) => step))]
  expect(steps).toEqual(['database', 'checking', 'files', 'registry', 'finishing'])
  const shares = told.map(({ done, total }) => done / total)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(shares.at(-1)).toBe(1)
  const again: unknown[] = []
  await using it = await open((progress) => void again.push(progress))
  expect(again).toEqual([])
  await expectEverything(it)
})

test('cut off anywhere, the next start goes on, and has everything', async () => {
  let calls = 0
  {
    await using _it = await open(() => {
      calls += 1
    })
  }
  expect(calls).toBeGreaterThan(20)
  // Each tenth, and all of the last ones, where folders are moved.
  const cuts = Array.from({ length: calls }, (_, at) => at + 1).filter(
    (at) => at % Math.ceil(calls / 10) === 0 || at > calls - 5,
  )
  for (const cut of cuts) {
    await rm(dataDirectory, { recursive: true })
    await cp(plain, dataDirectory, { recursive: true })
    secretStore = storeOf(released)
    let count = 0
    const stop = () => {
      count += 1
      if (count === cut) throw new Error('cut off')
    }
    await expect(open(stop)).rejects.toThrow('cut off')
    // The unencrypted one is there until the end, under one name or the other.
    expect(await names()).toEqual(expect.arrayContaining(['files']))
    await using it = await open()
    await expectEverything(it)
    expect(await names()).toEqual(encrypted)
  }
}, 240_000)

test('a copy that is not what was encrypted is found, and the vault stays as it was', async () => {
  const before = await snapshot(join(dataDirectory, 'pg'))
  let done = false
  const damage = async ({ step }: ConversionProgress) => {
    if (done || step !== 'checking') return
    done = true
    const file = join(dataDirectory, 'pg-sealing', 'global', 'pg_control')
    const bytes = await readFile(file)
    bytes[4200] = (bytes[4200] ?? 0) ^ 1
    await writeFile(file, bytes)
  }
  await expect(open((progress) => void damage(progress))).rejects.toThrow('not what was written')
  expect(done).toBe(true)
  expect(Object.keys(await snapshot(join(dataDirectory, 'pg')))).toEqual(Object.keys(before))
  await using it = await open()
  await expectEverything(it)
})

test('with a keychain that has none of its keys nothing is encrypted', async () => {
  secretStore.secrets.clear()
  await expect(open()).rejects.toMatchObject({ code: 'KEY_MISSING' })
  expect(secretStore.secrets.size).toBe(0)
  expect(await names()).toEqual(['files', 'pg', 'registry.json'])
  secretStore = storeOf(released)
  await using it = await open()
  await expectEverything(it)
})

test('a file whose bytes were damaged before is put aside, and told', async () => {
  const [folder = ''] = (await readdir(join(dataDirectory, 'files'))).filter((n) => n !== 'drafts')
  const [key = ''] = await readdir(join(dataDirectory, 'files', folder))
  await writeFile(join(dataDirectory, 'files', folder, key), 'bit rot')
  await using it = await open()
  expect(it.logged.some((line) => line.includes('files-damaged'))).toBe(true)
  expect(await readFile(join(dataDirectory, 'files-damaged', key), 'utf8')).toBe('bit rot')
})

test('once it is encrypted, nothing unencrypted is taken for the vault’s own', async () => {
  {
    await using it = await open()
    await expectEverything(it)
  }
  const registry = join(dataDirectory, 'registry.json')
  const sealed = await readFile(registry)
  await cp(join(plain, 'registry.json'), registry)
  await expect(open()).rejects.toMatchObject({ code: 'REGISTRY_DATA_DAMAGED' })
  await writeFile(registry, sealed)
  await rm(join(dataDirectory, 'pg'), { recursive: true })
  await cp(join(plain, 'pg'), join(dataDirectory, 'pg'), { recursive: true })
  await expect(open()).rejects.toMatchObject({ code: 'DATA_DAMAGED' })
  await rm(join(dataDirectory, 'pg'), { recursive: true })
  await expect(open()).rejects.toMatchObject({ code: 'DATA_DAMAGED' })
  await rm(join(dataDirectory, 'storage.json'))
  await rm(join(dataDirectory, 'storage.copy.json'))
  await expect(open()).rejects.toMatchObject({ code: 'DATA_DAMAGED' })
})

describe.skipIf(!canMount)('a small disk (skipped where mounting is refused)', () => {
  test('has no room for the copy: the figures are told, and nothing is changed', async () => {
    await using disk = await mountDisk(120)
    dataDirectory = join(disk.path, 'vault')
    await mkdir(dataDirectory)
    await cp(plain, dataDirectory, { recursive: true })
    await disk.fillUpTo(50_000_000)
    const refused = { code: 'DISK_FULL', message: expect.stringMatching(/\d+ MB.* has \d+ MB/) }
    await expect(open()).rejects.toMatchObject(refused)
    expect(await names()).toEqual(['files', 'pg', 'registry.json'])
    expect([...secretStore.secrets.keys()].filter((n) => n.endsWith('/storage'))).toEqual([])
  })
})
