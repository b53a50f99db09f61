import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openArchive } from '../src/evault/archive/archive-file.ts'
import { bring, manifestOf, save } from './support/archives.ts'
import { memorySecretStore, openTestVault, temporaryDirectory } from './support/test-vault.ts'

const fields = `{ file state done total archive { records files signed problemCount problems { item reason } } failure { code message } }`
const start = `mutation ($file: String!) { startExport(file: $file) { run ${fields} errors { code field message } } }`
const cancel = `mutation { cancelExport { run ${fields} errors { message } } }`

let home: Awaited<ReturnType<typeof temporaryDirectory>>
let data: string
let file: string
let store: ReturnType<typeof memorySecretStore>
beforeEach(async () => {
  home = await temporaryDirectory()
  data = join(home.path, 'data')
  file = join(home.path, 'vault.zip')
  store = memorySecretStore()
})
afterEach(() => home[Symbol.asyncDispose]())

const open = (more: object = {}) =>
  openTestVault({ dataDirectory: data, secretStore: store, ...more })
type Vault = Awaited<ReturnType<typeof open>>

type Tables = Awaited<ReturnType<typeof manifestOf>>['tables']
const digests = ({ tables }: { readonly tables: Tables }) =>
  tables.map(({ name, rows, sha256 }) => ({ name, rows, sha256 }))

async function runOf(it: Vault) {
  return (await it.owner(`{ exportRun ${fields} }`)).data.exportRun
}

async function begin(it: Vault, to = file) {
  return (await it.owner(start, { file: to })).data.startExport
}

async function ended(it: Vault) {
  for (;;) {
    const run = await runOf(it)
    if (run.state !== 'running' && run.state !== 'signing') return run
    await delay(20)
  }
}

describe('the running vault', () => {
  test('is exported as it was when the export began, while it goes on being written', async () => {
    await using it = await open()
    expect(await runOf(it)).toBeNull()
    const before: string[] = []
    for (let n = 0; n < 40; n += 1) before.push(await it.create({ n }))
    let isOver = false
    const during: string[] = []
    const writing = (async () => {
      while (!isOver) during.push(await it.create({ during: true }))
    })()
    const { run, errors } = await begin(it)
    expect(errors).toEqual([])
    expect(run).toMatchObject({ file, state: 'running', archive: null })
    expect((await begin(it, join(home.path, 'other.zip'))).errors).toMatchObject([
      { code: 'UNAVAILABLE' },
    ])
    const done = await ended(it)
    isOver = true
    await writing
    expect(during.length).toBeGreaterThan(0)
    expect(done).toMatchObject({
      ...{ state: 'done', failure: null },
      archive: { signed: true, files: 0, problemCount: 0, problems: [] },
    })
    const { records } = done.archive
    expect(records).toBeGreaterThanOrEqual(before.length)
    expect(records).toBeLessThanOrEqual(before.length + during.length)
    expect((await readdir(data)).filter((name) => name.startsWith('snapshot'))).toEqual([])

    // It is the archive that an import takes, whole, and vouched for.
    const there = join(home.path, 'there')
    const other = memorySecretStore()
    const brought = await bring(there, file, other)
    expect(brought).toMatchObject({ unsigned: null, problems: [] })
    using archive = await openArchive(file)
    expect(digests(await manifestOf(there, other))).toEqual(digests(archive.manifest))
  })

  test('has the manifest that its export has when it does not run', async () => {
    let ename: string
    {
      // Closed once: what is written a moment after a change is there then.
      await using it = await open()
      ename = it.vault.ename
      for (let n = 0; n < 5; n += 1) await it.create({ n })
    }
    {
      await using it = await open()
      await begin(it)
      expect(await ended(it)).toMatchObject({ state: 'done' })
    }
    const later = join(home.path, 'later.zip')
    await save(data, later, store)
    using one = await openArchive(file)
    using other = await openArchive(later)
    // When a key was used is written when the vault is closed.
    const lasting = ({ manifest }: typeof one) =>
      digests(manifest).filter(({ name }) => name !== 'key_uses')
    expect(lasting(one)).toEqual(lasting(other))
    expect(one.manifest.files).toEqual(other.manifest.files)
    expect(one.manifest.vault.ename).toBe(ename)
  })

  test('leaves nothing where an export is cancelled, and can be exported again', async () => {
    await using it = await open()
    await it.create()
    await begin(it)
    const { data: answer } = await it.owner(cancel)
    expect(answer.cancelExport.run).toMatchObject({ state: 'cancelled', archive: null })
    expect((await readdir(home.path)).sort()).toEqual(['data'])
    expect((await readdir(data)).filter((name) => name.startsWith('snapshot'))).toEqual([])
    await begin(it)
    expect(await ended(it)).toMatchObject({ state: 'done' })
  })

  test('is not exported over a file, into itself, or nowhere', async () => {
    await using it = await open()
    await writeFile(file, 'of somebody')
    await mkdir(join(home.path, 'folder'))
    for (const [to, why] of [
      [file, 'is there already'],
      ['vault.zip', 'with all of its folders'],
      [join(data, 'blobs', 'vault.zip'), 'outside of the data folder'],
      [join(home.path, 'none', 'vault.zip'), 'There is no folder'],
    ] as const) {
      const { run, errors } = await begin(it, to)
      expect(run).toBeNull()
      expect(errors).toMatchObject([
        { code: 'INVALID_INPUT', field: 'file', message: expect.stringContaining(why) },
      ])
    }
    expect(await runOf(it)).toBeNull()
  })

  test('names what cannot be read, and exports the rest', async () => {
    await using it = await open()
    await it.create()
    const headers = { authorization: `Bearer ${await it.platformToken()}` }
    const input = {
      ...{ filename: 'a.bin', contentType: 'application/octet-stream', acl: ['*'] },
      content: Buffer.alloc(100_000, 1).toString('base64'),
    }
    await it.graphql(
      'mutation ($input: UploadFileInput!) { uploadFile(input: $input) { uri } }',
      { input },
      headers,
    )
    const blobs = join(data, 'blobs')
    for (const entry of await readdir(blobs, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) await writeFile(join(entry.parentPath, entry.name), 'damaged')
    }
    await begin(it)
    const { state, archive } = await ended(it)
    expect(state).toBe('done')
    expect(archive).toMatchObject({ records: 2, files: 0, problemCount: 1 })
    expect(archive.problems[0].item).toMatch(/^files\/[0-9a-f]{64}$/)
  })
})
