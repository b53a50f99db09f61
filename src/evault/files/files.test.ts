import { createHash, randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestDatabase, testSeal } from '../../../test/support/storage.ts'
import { temporaryDirectory } from '../../../test/support/test-vault.ts'
import { authorise, type Operation } from '../access/authorise.ts'
import type { Caller } from '../access/caller.ts'
import type { Consent } from '../access/consents.ts'
import { policyPresets } from '../access/policy.ts'
import type { OpenDatabase } from '../db/open.ts'
import { files as fileRows, versions } from '../db/schema.ts'
import { createTransact, resumeIds, type Transact } from '../db/store.ts'
import { createChangeFeed } from '../envelopes/changes.ts'
import { createFinder } from '../envelopes/finder.ts'
import { prepareMetaEnvelope } from '../envelopes/prepare.ts'
import { createEnvelopeReader } from '../envelopes/reader.ts'
import { type BlobStore, createBlobStore } from './blob-store.ts'
import { createFiles, type Files } from './files.ts'

const quiet = { async searched() {}, rarestPart: (text: string) => text }
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let database: OpenDatabase
let transact: Transact
let blobs: BlobStore
let files: Files
let hoursPassed = 0
/** A vault of its own for each test, in one database. */
let ename: string

beforeAll(async () => {
  directory = await temporaryDirectory()
  database = await openTestDatabase(directory.path)
  const { db } = database
  transact = createTransact({
    ...{ db, ids: await resumeIds(db), feed: createChangeFeed() },
    signer: { grown() {} },
    indexer: { written() {} },
    standings: { refuseWrite() {} },
  })
  const now = () => Date.now() + hoursPassed * 3_600_000
  blobs = createBlobStore(join(directory.path, 'blobs'), testSeal, { now })
  const reader = createEnvelopeReader(db, { read() {} }, createFinder(db, quiet), {
    revision: () => 0,
  })
  files = createFiles({ db, blobs, reader, transact, limitBytes: 2_000_000 })
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})
beforeEach(() => {
  ename = `@${randomUUID()}`
  hoursPassed = 0
})

const may = <O extends Operation>(operation: O, caller: Caller = { kind: 'owner' }) =>
  authorise(caller, operation, ename, { policy: policyPresets.open, consent: null })
const anonymous: Caller = { kind: 'anonymous', thisComputer: true }
const person: Caller = { kind: 'person', ename: '@friend', thisComputer: true }
const base64 = (content: string | Uint8Array) => Buffer.from(content).toString('base64')
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex')
const input: Parameters<Files['store']>[1] = {
  ...{ filename: 'a.txt', contentType: 'text/plain', acl: [], content: base64('hello') },
}
const store = (changes: Partial<typeof input> = {}, caller?: Caller) =>
  files.store(may('create', caller), { ...input, ...changes }, (id) => `http://here/${id}`)
const createRecord = async (payload: object, ontology = 'w3ds-file-v1') => {
  const prepared = prepareMetaEnvelope({ ontology, payload, acl: ['*'] })
  const [record] = await transact(({ envelopes }) =>
    envelopes.create([{ grant: may('create'), prepared, id: null, announce: true }]),
  )
  return record?.id ?? ''
}
const remove = (id: string) => transact(({ envelopes }) => envelopes.remove(may('remove'), id))
const rows = () => database.db.select().from(fileRows).where(eq(fileRows.ename, ename))
const drafts = () => readdir(join(directory.path, 'blobs', 'drafts'))

describe('a stored file', () => {
  test('is a record with exactly what the protocol says, and its bytes', async () => {
    const { record, uri, publicUrl } = await store({ contentType: 'Text/Plain; Charset=UTF-8' })
    expect(record).toMatchObject({ ename, ontology: 'w3ds-file-v1', acl: [] })
    expect(record.payload).toEqual({
      filename: 'a.txt',
      contentType: 'text/plain; charset=utf-8',
      size: 5,
      blobKey: sha256('hello'),
      publicUrl: `http://here/${record.id}`,
      uploadedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    })
    expect(Object.keys(record.payload)).toHaveLength(6)
    expect({ uri, publicUrl }).toEqual({
      uri: `w3ds://file?id=${ename}/${record.id}`,
      publicUrl: `http://here/${record.id}`,
    })
    const file = await files.open(may('read'), record.id)
    expect(file).toEqual({
      ...{ kind: 'blob', key: sha256('hello'), size: 5, filename: 'a.txt' },
      contentType: 'text/plain; charset=utf-8',
    })
    const stream = await files.read(sha256('hello'), { start: 1, end: 3 })
    expect(String(await buffer(stream as NonNullable<typeof stream>))).toBe('ell')
  })

  test('is typed by its data: URI where nothing else says it', async () => {
    const content = `data:image/png;base64,${base64('x')}`
    for (const [contentType, expected] of [
      [' ', 'image/png'],
      ['image/gif', 'image/gif'],
      ['no type', 'application/octet-stream'],
    ]) {
      const { record } = await store({ content, contentType: contentType as string })
      expect(record.payload.contentType).toBe(expected)
    }
  })

  test('is read by whom the record’s ACL names, and in its own vault', async () => {
    const { record } = await store({ acl: ['@friend'] })
    expect(await files.open(may('read', person), record.id)).not.toBeNull()
    const other: Caller = { ...person, ename: '@other' }
    for (const caller of [anonymous, other]) {
      expect(await files.open(may('read', caller), record.id)).toBeNull()
    }
    ename = `@${randomUUID()}`
    expect(await files.open(may('read'), record.id)).toBeNull()
  })

  test('stays the same whatever its record is changed to; as another type it is no file', async () => {
    const { record } = await store()
    const change = (ontology: string, payload: object) => {
      const prepared = prepareMetaEnvelope({ ontology, payload, acl: [] })
      return transact(({ envelopes }) => envelopes.update(may('update'), record.id, prepared))
    }
    await change('w3ds-file-v1', { blobKey: '0'.repeat(64), publicUrl: 'https://other.example' })
    expect(await files.open(may('read'), record.id)).toMatchObject({ key: sha256('hello') })
    await change('another', {})
    expect(await files.open(may('read'), record.id)).toBeNull()
  })
})

describe('what is refused leaves nothing behind', () => {
  test.each<[string, object, object]>([
    ['no name', { filename: '' }, { code: 'INVALID_INPUT', field: 'filename' }],
    ['blanks', { filename: '  ' }, { code: 'INVALID_INPUT', field: 'filename' }],
    ['a long name', { filename: 'é'.repeat(256) }, { code: 'INVALID_INPUT', field: 'filename' }],
    ['a folder', { filename: 'a/b' }, { code: 'INVALID_INPUT', field: 'filename' }],
    ['a Windows folder', { filename: 'a\\b' }, { code: 'INVALID_INPUT', field: 'filename' }],
    ['a line break', { filename: 'a\nb' }, { code: 'INVALID_INPUT', field: 'filename' }],
    ['half a pair', { filename: 'a\ud800' }, { code: 'INVALID_INPUT', field: 'filename' }],
    ['a bad ACL', { acl: [''] }, { code: 'INVALID_INPUT', field: 'acl' }],
    ['no content', { content: '' }, { code: 'INVALID_CONTENT', field: 'content' }],
    ['an empty URI', { content: 'data:;base64,' }, { code: 'INVALID_CONTENT', field: 'content' }],
    ['no base64', { content: 'aGk*' }, { code: 'INVALID_CONTENT', field: 'content' }],
    ['letters beyond ASCII', { content: 'é' }, { code: 'INVALID_CONTENT', field: 'content' }],
    [
      'too much',
      { content: base64(Buffer.alloc(2_000_001)) },
      { code: 'FILE_TOO_LARGE', field: 'content' },
    ],
  ])('%s', async (_what, changes, refusal) => {
    await expect(store(changes)).rejects.toMatchObject(refusal)
    expect(await rows()).toEqual([])
    expect(await drafts().catch(() => [])).toEqual([])
  })

  test('exactly the limit, and the longest name, are taken', async () => {
    const content = base64(Buffer.alloc(2_000_000))
    const { record } = await store({ content, filename: '😀'.repeat(255) })
    expect(record.payload.size).toBe(2_000_000)
  })

  test('callers without a token', async () => {
    await expect(store({}, anonymous)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(await rows()).toEqual([])
  })

  test('platforms that may write other types only', async () => {
    const platform = 'https://p.example'
    const consent: Consent = {
      ...{
        ename,
        platform,
        migrator: false,
        refusedWhileLocked: false,
        verified: true,
        askedAt: new Date(),
        decidedAt: null,
      },
      decision: 'ontologies',
      ontologies: [{ ontology: 'o', write: true }],
    }
    const caller: Caller = { kind: 'platform', platform, verified: true, thisComputer: true }
    const grant = authorise(caller, 'create', ename, { policy: policyPresets.open, consent })
    const stored = files.store(grant, input, (id) => id)
    await expect(stored).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('a draft', () => {
  test('takes text in pieces, and tells the same when it is asked again', async () => {
    await using draft = await files.draft()
    for (const piece of ['data:image/', 'png;base6', '4,aGVs', 'bG8']) {
      await draft.write(Buffer.from(piece))
    }
    const blob = { key: sha256('hello'), size: 5, mediaType: 'image/png' }
    expect(await Promise.all([draft.finish(), draft.finish()])).toEqual([blob, blob])
    const { record } = await store({ content: draft })
    expect(record.payload).toMatchObject({ size: 5, blobKey: blob.key })
  })

  test.each([['aGk', '*', 'more'], ['a']])(
    'with wrong text %s says so at the end, and keeps nothing',
    async (...pieces) => {
      await using draft = await files.draft()
      for (const piece of pieces) await draft.write(Buffer.from(piece))
      await expect(draft.finish()).rejects.toMatchObject({ code: 'INVALID_CONTENT' })
      await draft[Symbol.asyncDispose]()
      expect(await drafts()).toEqual([])
    },
  )

  test('of more than the limit frees the disk at once, and takes the rest in silence', async () => {
    await using draft = await files.draft()
    const piece = Buffer.alloc(400_000, 'A')
    for (let round = 0; round < 30; round += 1) await draft.write(piece)
    expect(await drafts()).toEqual([])
    await expect(draft.finish()).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' })
  })

  test('that ended is no file', async () => {
    const draft = await files.draft()
    await draft.write(Buffer.from('aGVsbG8='))
    await draft[Symbol.asyncDispose]()
    await draft.write(Buffer.from('more'))
    await expect(draft.finish()).rejects.toMatchObject({ code: 'INVALID_CONTENT' })
  })
})

describe('a record that was not made by an upload', () => {
  test('gives no bytes, whichever it names', async () => {
    await store()
    const id = await createRecord({ blobKey: sha256('hello'), size: 5, filename: 'a.txt' })
    expect(await files.open(may('read'), id)).toBeNull()
    const other = await createRecord({ publicUrl: 'https://x.example/a' }, 'another')
    expect(await files.open(may('read'), other)).toBeNull()
  })

  test.each([
    ['https://x.example/a b?c=d', 'https://x.example/a%20b?c=d'],
    ['HTTP://x.example', 'http://x.example/'],
    ['https://x.example/\r\nset-cookie: a', 'https://x.example/set-cookie:%20a'],
  ])('leads to %j', async (publicUrl, url) => {
    const id = await createRecord({ publicUrl })
    expect(await files.open(may('read'), id)).toEqual({ kind: 'elsewhere', url })
  })

  test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'w3ds://file?id=x'])(
    'with the address %s is refused',
    async (publicUrl) => {
      const id = await createRecord({ publicUrl })
      await expect(files.open(may('read'), id)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    },
  )

  test.each([[undefined], [5], [''], ['/files/x'], ['//x.example']])(
    'with the address %j has no file',
    async (publicUrl) => {
      const id = await createRecord({ publicUrl })
      expect(await files.open(may('read'), id)).toBeNull()
    },
  )
})

test('no bytes go while somebody needs them to stay', async () => {
  const forgotten = await store({ content: base64('forgotten') })
  await remove(forgotten.record.id)
  await database.db.delete(versions)
  hoursPassed = 2
  await files.keeping(async () => {
    expect(await files.collectOrphans()).toBe(0)
    expect(await blobs.size(sha256('forgotten'))).toBe(9)
  })
  expect(await files.collectOrphans()).toBe(1)
  // One that is under way is waited for, or removes nothing: what is there then stays.
  for (let ms = 0; ms < 10; ms += 1) {
    const { record } = await store({ content: base64('again') })
    await remove(record.id)
    await database.db.delete(versions)
    hoursPassed += 2
    const collecting = files.collectOrphans()
    await delay(ms)
    await files.keeping(async () => {
      const before = await blobs.size(sha256('again'))
      await delay(20)
      expect(await blobs.size(sha256('again'))).toBe(before)
    })
    await collecting
  }
})

test('bytes go when nothing can bring their record back, an hour later', async () => {
  const [kept, trashed, forgotten] = [
    await store({ content: base64('kept') }),
    await store({ content: base64('trashed') }),
    await store({ content: base64('forgotten') }),
  ]
  const twin = await store({ content: base64('kept') })
  for (const { record } of [trashed, forgotten, twin]) await remove(record.id)
  for (const { record } of [forgotten, twin]) {
    await database.db.delete(versions).where(eq(versions.id, record.id))
  }
  expect(await files.collectOrphans()).toBe(0)
  expect((await rows()).map(({ id }) => id).sort()).toEqual(
    [kept.record.id, trashed.record.id].sort(),
  )
  hoursPassed = 2
  await files.collectOrphans()
  expect(await blobs.size(sha256('forgotten'))).toBeNull()
  expect(await blobs.size(sha256('kept'))).toBe(4)
  await transact(({ envelopes }) => envelopes.restore(may('administer'), trashed.record.id))
  expect(await files.open(may('read'), trashed.record.id)).toMatchObject({ kind: 'blob' })
  expect(await blobs.size(sha256('trashed'))).toBe(7)
})
