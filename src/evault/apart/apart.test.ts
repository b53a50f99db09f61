import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { emptyRepository } from '../../../test/support/backup-room.ts'
import { openTestDatabase, testDatabaseKey, testSeal } from '../../../test/support/storage.ts'
import { temporaryDirectory } from '../../../test/support/test-vault.ts'
import type { BackupJob } from '../backup/jobs.ts'
import { BackupError } from '../backup/place.ts'
import { ask } from '../db/database.ts'
import { openApart } from './apart.ts'

const log = pino({ level: 'silent' })
const going = () => ({ signal: new AbortController().signal })

let temporary: Awaited<ReturnType<typeof temporaryDirectory>>
let data: string
beforeEach(async () => {
  temporary = await temporaryDirectory()
  data = join(temporary.path, 'data')
  await mkdir(data)
})
afterEach(() => temporary[Symbol.asyncDispose]())

async function openRoom() {
  const opened = await openTestDatabase(data)
  const apart = await openApart({
    ...{ dataDirectory: data, workerEntry: inject('workerEntry'), snapshot: opened.snapshot, log },
    seal: { ...testSeal, databaseKey: () => testDatabaseKey },
    files: { keeping: (work) => work() },
  })
  return { ...opened, apart }
}

const snapshots = async () => (await readdir(data)).filter((name) => name.startsWith('snapshot'))

test('a job reads a snapshot in a thread of its own, which is removed afterwards', async () => {
  const { folder, repository } = await emptyRepository(temporary.path)
  await using room = await openRoom()
  await ask(room.db, 'CREATE TABLE things (n int)', [])
  const progress: number[] = []
  const made = await room.apart.onSnapshot(async (source) => {
    expect(await snapshots()).toHaveLength(1)
    const job: BackupJob = {
      ...{ source, evaultId: 'test', version: '0', at: Date.now(), retention: 'everything' },
      repository: { place: { kind: 'folder', folder }, identity: repository.key.identity },
    }
    const { keys } = source
    const done = await room.apart.run('backup', job, {
      ...going(),
      onProgress: ({ done, total }) => progress.push(done / total),
    })
    // They went to the thread.
    expect(keys.database.length).toBe(0)
    return done
  }, going().signal)
  expect(made.size).toBeGreaterThan(10_000_000)
  expect(progress.at(-1)).toBe(1)
  expect((await repository.backups()).map(({ id }) => id)).toEqual([made.id])
  expect(await snapshots()).toEqual([])
}, 60_000)

test('an error keeps its class, code and words', async () => {
  const { repository } = await emptyRepository(temporary.path)
  await using room = await openRoom()
  const { identity } = repository.key
  const gone = { kind: 'folder', folder: join(temporary.path, 'gone') } as const
  const job = { directory: data, now: new Date().toISOString() }
  const failed = room.apart.run('drill', { ...job, repository: { place: gone, identity } }, going())
  await expect(failed).rejects.toBeInstanceOf(BackupError)
  await expect(failed).rejects.toMatchObject({
    code: 'PLACE_ABSENT',
    message: expect.stringContaining('is not there'),
  })
})

test('cancelled, it ends at once, and takes its snapshot along', async () => {
  const { folder, repository } = await emptyRepository(temporary.path)
  await using room = await openRoom()
  const cancelling = new AbortController()
  const reason = new BackupError('CANCELLED', 'It was cancelled.')
  const { signal } = cancelling
  const failed = room.apart.onSnapshot((source) => {
    const job: BackupJob = {
      ...{ source, evaultId: 'test', version: '0', at: Date.now(), retention: 'everything' },
      repository: { place: { kind: 'folder', folder }, identity: repository.key.identity },
    }
    return room.apart.run('backup', job, { signal, onProgress: () => cancelling.abort(reason) })
  }, signal)
  await expect(failed).rejects.toMatchObject({ name: 'BackupError', code: 'CANCELLED' })
  expect(await snapshots()).toEqual([])
  expect(await repository.backups()).toEqual([])
})

test('one that does not end in order is ended, with what it was cancelled for', async () => {
  const { repository } = await emptyRepository(temporary.path)
  await using room = await openRoom()
  // It answers nothing, for as long as one waits.
  const silent = createServer()
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const place = {
    ...{ kind: 's3' as const, endpoint: `http://127.0.0.1:${port}`, region: 'x', bucket: 'x' },
    ...{ prefix: '', accessKeyId: 'x', secretAccessKey: 'x' },
  }
  const cancelling = new AbortController()
  const reason = new BackupError('CANCELLED', 'It was cancelled.')
  silent.once('connection', () => cancelling.abort(reason))
  const { identity } = repository.key
  const job = { directory: data, now: new Date().toISOString(), repository: { place, identity } }
  await expect(room.apart.run('drill', job, { signal: cancelling.signal })).rejects.toBe(reason)
  silent.close()
})

test('what killed processes left is removed at the start', async () => {
  const left = join(data, `snapshot.${randomUUID()}`)
  await mkdir(left)
  await writeFile(join(left, 'x'), 'x')
  await using _room = await openRoom()
  expect(await snapshots()).toEqual([])
})
