import { chmod, mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canMount, mountDisk } from '../../../test/support/disk.ts'
import { s3Server } from '../../../test/support/s3-server.ts'
import { temporaryDirectory } from '../../../test/support/test-vault.ts'
import { createFolderPlace } from './folder-place.ts'
import { type BackupPlace, isObjectName } from './place.ts'
import { createS3Place } from './s3-place.ts'

let temporary: Awaited<ReturnType<typeof temporaryDirectory>>
beforeEach(async () => {
  temporary = await temporaryDirectory()
})
afterEach(() => temporary[Symbol.asyncDispose]())

const bytes = (text: string) => new TextEncoder().encode(text)
const names = async (place: BackupPlace, prefix: string) =>
  (await place.list(prefix)).map(({ name }) => name).sort()

async function openFolder() {
  const folder = join(temporary.path, 'drive')
  await mkdir(folder)
  return { place: createFolderPlace(folder), async [Symbol.asyncDispose]() {} }
}

async function openBucket(prefix = 'laptop/evault') {
  const server = await s3Server(temporary.path)
  return {
    place: createS3Place({ ...server.settings, prefix }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

describe.each([
  ['a folder', openFolder],
  ['a bucket', openBucket],
  ['a whole bucket', () => openBucket('')],
])('%s', (_, open) => {
  test('keeps objects, replaces and removes them', async () => {
    await using opened = await open()
    const { place } = opened
    const long = Buffer.alloc(1_500_000, 'content ')
    await place.put('pieces/ab/one.age', long)
    await place.put('pieces/ab/two.age', bytes('two'))
    await place.put('repository.json', bytes('{}'))
    expect(Buffer.from((await place.get('pieces/ab/one.age')) ?? []).equals(long)).toBe(true)
    await place.put('pieces/ab/one.age', bytes('other'))
    expect(Buffer.from((await place.get('pieces/ab/one.age')) ?? []).toString()).toBe('other')
    expect(await place.get('pieces/ab/three.age')).toBeNull()
    expect(await names(place, 'pieces/')).toEqual(['pieces/ab/one.age', 'pieces/ab/two.age'])
    expect(await names(place, 'pieces/ab/t')).toEqual(['pieces/ab/two.age'])
    expect(await names(place, '')).toContain('repository.json')
    await place.remove('pieces/ab/one.age')
    await place.remove('pieces/ab/one.age')
    expect(await names(place, 'pieces/')).toEqual(['pieces/ab/two.age'])
    const [two] = await place.list('pieces/')
    expect(two?.size).toBe(3)
    expect(Math.abs((two?.putAt ?? 0) - Date.now())).toBeLessThan(30_000)
  })

  test('lists more objects than fit in one answer', async () => {
    await using opened = await open()
    const { place } = opened
    const wanted = Array.from({ length: 1_050 }, (_, at) => `pieces/p${at}`).sort()
    for (let at = 0; at < wanted.length; at += 50) {
      await Promise.all(wanted.slice(at, at + 50).map((name) => place.put(name, bytes('x'))))
    }
    expect(await names(place, 'pieces/')).toEqual(wanted)
  })

  test('is asked for our own names only', async () => {
    await using opened = await open()
    const { place } = opened
    for (const name of ['../out', '/etc/passwd', 'a//b', '.hidden', 'a/../b', 'a\\b', '']) {
      expect(isObjectName(name)).toBe(false)
      await expect(async () => place.put(name, bytes('x'))).rejects.toThrow('not a name')
    }
  })
})

describe('a folder', () => {
  test('that is not there is no drive, and is not made', async () => {
    const folder = join(temporary.path, 'absent')
    const place = createFolderPlace(folder)
    const works = [
      () => place.put('a/b', bytes('x')),
      () => place.get('a'),
      () => place.list(''),
      () => place.remove('a'),
      () => place.freeBytes(),
    ]
    for (const work of works) await expect(work()).rejects.toMatchObject({ code: 'PLACE_ABSENT' })
    expect(await readdir(temporary.path)).toEqual([])
    // The drive comes back.
    await mkdir(folder)
    await place.put('a/b', bytes('x'))
    expect(await names(place, '')).toEqual(['a/b'])
  })

  test('drafts of a killed process go after a day', async () => {
    const folder = join(temporary.path, 'drive')
    await mkdir(join(folder, 'drafts'), { recursive: true })
    await writeFile(join(folder, 'drafts', 'old'), 'x')
    await writeFile(join(folder, 'drafts', 'young'), 'x')
    const twoDaysAgo = Date.now() / 1000 - 2 * 24 * 3600
    await utimes(join(folder, 'drafts', 'old'), twoDaysAgo, twoDaysAgo)
    const place = createFolderPlace(folder)
    await place.put('a', bytes('x'))
    expect(await readdir(join(folder, 'drafts'))).toEqual(['young'])
    expect(await names(place, '')).toEqual(['a'])
  })

  test.skipIf(!canMount)('a full drive is told, and keeps what it had', async () => {
    await using disk = await mountDisk(2)
    const place = createFolderPlace(disk.path)
    await place.put('a', bytes('x'))
    const long = Buffer.alloc(4 * 1024 * 1024, 1)
    await expect(place.put('a', long)).rejects.toMatchObject({ code: 'PLACE_FULL' })
    expect(await place.get('a')).toEqual(Buffer.from('x'))
    expect(await readdir(join(disk.path, 'drafts'))).toEqual([])
    expect(await place.freeBytes()).toBeLessThan(2 * 1024 * 1024)
  })

  test.skipIf(process.getuid?.() === 0)('one that may not be written says so', async () => {
    const folder = join(temporary.path, 'drive')
    await mkdir(folder)
    await chmod(folder, 0o500)
    const place = createFolderPlace(folder)
    await expect(place.put('a', bytes('x'))).rejects.toMatchObject({ code: 'PLACE_REFUSED' })
  })
})

describe('a bucket', () => {
  test('a wrong secret, a missing bucket and a silent server are told apart', async () => {
    await using server = await s3Server(temporary.path)
    const settings = { ...server.settings, prefix: '' }
    const wrong = createS3Place({ ...settings, secretAccessKey: 'other' })
    await expect(wrong.put('a', bytes('x'))).rejects.toMatchObject({ code: 'PLACE_REFUSED' })
    await expect(wrong.list('')).rejects.toMatchObject({ code: 'PLACE_REFUSED' })
    const missing = createS3Place({ ...settings, bucket: 'nowhere' })
    await expect(missing.list('')).rejects.toMatchObject({ code: 'PLACE_ABSENT' })
    await expect(missing.get('a')).rejects.toMatchObject({ code: 'PLACE_ABSENT' })
    const silent = createS3Place({ ...settings, endpoint: 'http://127.0.0.1:9' })
    const failure = await silent.get('a').catch((error) => error)
    expect(failure).toMatchObject({ code: 'PLACE_ABSENT' })
    expect(failure.message).not.toContain(settings.secretAccessKey)
    expect(await createS3Place(settings).freeBytes()).toBeNull()
  })

  test('what another prefix holds is not ours', async () => {
    await using server = await s3Server(temporary.path)
    const one = createS3Place({ ...server.settings, prefix: 'one' })
    const other = createS3Place({ ...server.settings, prefix: 'other' })
    await one.put('a', bytes('x'))
    expect(await other.list('')).toEqual([])
    expect(await other.get('a')).toBeNull()
    await rm(temporary.path, { recursive: true, force: true })
  })
})
