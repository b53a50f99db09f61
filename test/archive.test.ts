import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { importTables, leftOut, listTables } from '../src/evault/archive/tables.ts'
import { ask } from '../src/evault/db/database.ts'
import { nameOfBlob } from '../src/evault/files/sealed-blob.ts'
import {
  createKeyCustody,
  type RecoveryKit,
  readKit,
  restoreKit,
  type SecretStore,
  verifyLogs,
} from '../src/evault/index.ts'
import { bring, manifestOf, save } from './support/archives.ts'
import { unpack } from './support/forged-archive.ts'
import { enlarge } from './support/large-vault.ts'
import { unpackReleased } from './support/released.ts'
import { awkward, makeRichVault } from './support/rich-vault.ts'
import { snapshot } from './support/snapshot.ts'
import { openStored, storeOf } from './support/storage.ts'
import { memorySecretStore, openTestVault, temporaryDirectory } from './support/test-vault.ts'

const read = (file: string, part: string) =>
  execFileSync('unzip', ['-p', file, part], { maxBuffer: 1e8 }).toString()

describe('an archive of a vault with something in each table', async () => {
  const home = await temporaryDirectory()
  const [data, there] = [join(home.path, 'data'), join(home.path, 'there')]
  const file = join(home.path, 'vault.zip')
  let rich: Awaited<ReturnType<typeof makeRichVault>>
  let saved: Awaited<ReturnType<typeof save>>
  beforeAll(async () => {
    rich = await makeRichVault(data)
    saved = await save(data, file, rich.secretStore)
    return () => home[Symbol.asyncDispose]()
  })

  test('holds each table, or it is said why not', async () => {
    await using open = await openStored(data, rich.secretStore)
    const rows = await ask<{ name: string }>(
      open.db,
      `SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'`,
      [],
    )
    const tables = await listTables(open.db)
    const known = [...tables.map(({ name }) => name), ...Object.keys(leftOut), ...importTables]
    expect(rows.filter(({ name }) => !known.includes(name))).toEqual([])
    expect(saved).toMatchObject({ signed: true, problems: [] })
    expect(saved.manifest.tables.map(({ name }) => name)).toEqual(tables.map(({ name }) => name))
    expect(saved.manifest.tables.filter((table) => table.rows === 0)).toEqual([])
    expect(saved.manifest.files.count).toBe(2)
    const page = await readFile('docs/export.md', 'utf8')
    expect(tables.filter(({ name }) => !page.includes(`\`${name}\``))).toEqual([])
  })

  test('is read by a stranger with unzip, and has no private key in it', async () => {
    execFileSync('unzip', ['-tqq', file])
    const records = read(file, 'tables/meta_envelopes/*').trim().split('\n')
    expect(records).toHaveLength(
      saved.manifest.tables.find((it) => it.name === 'meta_envelopes')?.rows ?? 0,
    )
    const unicorn = records.find((line) => JSON.parse(line).payload.content === 'Unicorn 7')
    const payload = `{"2":${JSON.stringify([awkward])},"10":1,"content":"Unicorn 7"}`
    expect(unicorn).toContain(`"payload":${payload}`)
    // What no parser of JavaScript keeps.
    expect(read(file, 'tables/consents/*')).toContain('{"z":1.50,"10":[1e400, "\\u00e9"],')
    expect(read(file, 'tables/vaults/*')).toContain('"created_at":"2026-01-02T03:04:05.123456Z"')
    expect(read(file, 'tables/deliveries/*')).toContain('"sequence":9223372036854775806,')
    const [row] = read(file, 'tables/files/*').split('\n')
    expect(['one file', 'another']).toContain(read(file, `files/${JSON.parse(row ?? '').blob_key}`))
    const everything = execFileSync('unzip', ['-p', file], { maxBuffer: 1e8 })
    for (const secret of rich.secretStore.secrets.values()) {
      expect(everything.includes(secret)).toBe(false)
    }
  })

  test('becomes the same vault in an empty directory, and the same archive again', async () => {
    const store = memorySecretStore()
    const result = await bring(there, file, store)
    expect(result).toMatchObject({
      ...{ ename: rich.ename, unsigned: null, problems: [], missingBefore: 0, hasKeys: false },
    })
    expect(await manifestOf(there, store)).toEqual(await manifestOf(data, rich.secretStore))
    expect(await logsOf(there, store)).toEqual(await logsOf(data, rich.secretStore))

    await expect(openTestVault({ dataDirectory: there, secretStore: store })).rejects.toMatchObject(
      {
        code: 'KEY_MISSING',
      },
    )
    const kit = await kitOf(data, rich.secretStore)
    const ownKeys = new Map(store.secrets)
    await putBack(there, kit, store)
    // Those of the storage there are its own: the kit has others of the same names.
    for (const [name, secret] of ownKeys) {
      expect(store.secrets.get(name)).toBe(secret)
      expect(kit.keys[name]).not.toBe(secret)
    }
    expect([...store.secrets.keys()].sort()).toEqual(Object.keys(kit.keys).sort())
    const again = await save(there, join(home.path, 'again.zip'), store)
    const { exportedAt: _, ...manifest } = again.manifest
    expect(again.signed).toBe(true)
    expect(saved.manifest).toMatchObject(manifest)
    await emptyQueues(there, store)
    await using it = await openTestVault({ dataDirectory: there, secretStore: store })
    expect(it.vault.ename).toBe(rich.ename)
    const { data: found } = await it.owner(
      '{ metaEnvelopes(first: 5, filter: { search: { term: "unicorn 1" } }) { totalCount } vault { totalCount } logIntegrity { whole } }',
    )
    expect(found.metaEnvelopes.totalCount).toBe(10)
    expect(found.vault.totalCount).toBe(29 + 3)
    expect(found.logIntegrity.whole).toBe(true)
    expect(
      (await it.owner('mutation { rotateKey { errors { message } } }')).data.rotateKey,
    ).toEqual({
      errors: [],
    })
    await it.create({ content: 'goes on' })
    const files = await Promise.all(
      rich.fileIds.map((id) => it.call(`/files/${encodeURIComponent(rich.ename)}/${id}`)),
    )
    expect(files).toMatchObject(
      ['one file', 'another', 'one file'].map((text) => ({ status: 200, text })),
    )
  })

  test('comes into a directory that has the keys of the kit, and the newer identity log stays', async () => {
    const later = join(home.path, 'later')
    execFileSync('cp', ['-r', data, later])
    const secretStore = copyOf(rich.secretStore)
    await emptyQueues(later, secretStore)
    {
      await using it = await openTestVault({ dataDirectory: later, secretStore })
      await it.owner('mutation { rotateKey { errors { message } } }')
    }
    const kit = await kitOf(later, secretStore)
    const store = memorySecretStore()
    const elsewhere = join(home.path, 'elsewhere')
    await putBack(elsewhere, kit, store)
    expect(await bring(elsewhere, file, store)).toMatchObject({ problems: [], hasKeys: true })
    const found = await manifestOf(elsewhere, store)
    const expected = await manifestOf(data, rich.secretStore)
    const different = found.tables.filter(
      (table, at) => table.sha256 !== expected.tables[at]?.sha256,
    )
    expect(different.map(({ name }) => name)).toEqual(['identity_log', 'owner_keys'])
    await emptyQueues(elsewhere, store)
    await using it = await openTestVault({ dataDirectory: elsewhere, secretStore: store })
    const { data: held } = await it.owner('{ vault { totalCount } identity { log { versionId } } }')
    expect(held).toMatchObject({ vault: { totalCount: 32 } })
    expect(held.identity.log).toHaveLength(kit.log.length)
  })

  test('is not imported over a vault, and not exported over a file', async () => {
    const before = await manifestOf(data, rich.secretStore)
    await expect(bring(data, file, rich.secretStore)).rejects.toThrow('a vault in this directory')
    expect(await manifestOf(data, rich.secretStore)).toEqual(before)
    await expect(save(data, file, rich.secretStore)).rejects.toThrow('is there already')
    const other = join(home.path, 'other')
    const others = memorySecretStore()
    {
      await using it = await openTestVault({ dataDirectory: other, secretStore: others })
      await it.create()
    }
    const [inOther, keysOfOther] = [await manifestOf(other, others), new Map(others.secrets)]
    const record = await readFile(join(other, 'storage.json'), 'utf8')
    for (const store of [others, memorySecretStore()]) {
      await expect(bring(other, file, store)).rejects.toMatchObject({
        ...{ code: 'KEY_MISMATCH', message: expect.stringContaining('another vault') },
      })
      expect(store.secrets).toEqual(store === others ? keysOfOther : new Map())
    }
    expect(await readFile(join(other, 'storage.json'), 'utf8')).toBe(record)
    expect(await manifestOf(other, others)).toEqual(inOther)
    await expect(save(join(home.path, 'none'), 'x.zip', rich.secretStore)).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
    })
  })

  test('is not imported over a vault that is not encrypted yet, which stays as it was', async () => {
    const plain = join(home.path, 'plain')
    const store = storeOf(await unpackReleased('0.1.0', plain))
    // Postgres writes a checkpoint whenever it is asked something, here whose vault it is.
    const notes = /^(lock\.|pg\/(global\/pg_control|pg_wal\/))/
    const content = async () =>
      Object.entries(await snapshot(plain)).filter(([name]) => !notes.test(name))
    const [before, keys] = [await content(), new Map(store.secrets)]
    await expect(bring(plain, file, store)).rejects.toMatchObject({ code: 'KEY_MISMATCH' })
    expect(await content()).toEqual(before)
    expect(store.secrets).toEqual(keys)
  })

  test('without the owner’s key it is not signed, and imported only when asked for', async () => {
    const unsigned = join(home.path, 'unsigned.zip')
    const empty = memorySecretStore()
    await expect(save(data, unsigned, empty)).rejects.toMatchObject({ code: 'STORAGE_KEY_MISSING' })
    expect(existsSync(unsigned)).toBe(false)
    const ownerless = copyOf(rich.secretStore, (name) => !name.includes('/owner'))
    expect(await save(data, unsigned, ownerless)).toMatchObject({ signed: false, problems: [] })
    const target = join(home.path, 'target')
    await expect(bring(target, unsigned, empty)).rejects.toThrow('it is not signed')
    const result = await bring(target, unsigned, empty, true)
    expect(result).toMatchObject({ unsigned: 'it is not signed', problems: [] })
    expect(await manifestOf(target, empty)).toEqual(await manifestOf(data, rich.secretStore))
  })

  test('names a file whose bytes are gone or changed, and holds all else', async () => {
    const copy = join(home.path, 'copy')
    execFileSync('cp', ['-r', data, copy])
    const keys = read(file, 'tables/files/*').trim().split('\n')
    const [gone, changed] = [...new Set(keys.map((line) => JSON.parse(line).blob_key))].sort()
    const paths = await blobPaths(copy, [gone, changed], rich.secretStore)
    await rm(paths[0] as string)
    await changeByte(paths[1] as string, -20)
    const damaged = join(home.path, 'damaged.zip')
    const result = await save(copy, damaged, rich.secretStore)
    expect(result.problems).toEqual([
      { item: `files/${gone}`, reason: 'its bytes are not there' },
      {
        item: `files/${changed}`,
        reason: 'it can be read up to byte 0: what follows is not what was written',
      },
    ])
    expect(
      read(damaged, 'problems.ndjson')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(result.problems)
    expect(read(damaged, `files/${changed}`)).toBe('')
    expect((await manifestOf(copy, rich.secretStore)).problems).toEqual(result.problems)
    expect(result.manifest.tables).toEqual(saved.manifest.tables)

    const target = join(home.path, 'with-less')
    const brought = await bring(target, damaged, memorySecretStore())
    expect(brought.missingBefore).toBe(2)
    expect(brought.problems).toEqual([
      { item: `files/${changed}`, reason: expect.stringContaining('bytes in the archive') },
    ])
  })
})

test('of a large file that is damaged, what is before the damage is in the archive', async () => {
  await using home = await temporaryDirectory()
  const [data, file] = [join(home.path, 'data'), join(home.path, 'vault.zip')]
  const store = memorySecretStore()
  let ename: string
  {
    await using it = await openTestVault({ dataDirectory: data, secretStore: store })
    ename = it.vault.ename
  }
  // Four of them are damaged in as many ways.
  await enlarge(data, store, ename, { records: 0, files: 5, fileBytes: 200_000 })
  const whole = await save(data, join(home.path, 'whole.zip'), store)
  const before = await unpack(join(home.path, 'whole.zip'))
  const names = [...before.keys()].filter((name) => name.startsWith('files/'))
  const keys = names.map((name) => name.slice('files/'.length))
  const paths = await blobPaths(data, keys, store)
  const [begin = '', middle = '', cut = '', other = '', intact = ''] = paths
  await changeByte(begin, 50)
  await changeByte(middle, 100_000)
  await truncate(cut, 150_000)
  await copyFile(intact, other)

  const { problems, manifest } = await save(data, file, store)
  const read = 'what follows is not what was written'
  expect(problems).toEqual([
    { item: names[0], reason: `the stored bytes ${keys[0]} are damaged` },
    { item: names[1], reason: `it can be read up to byte 65536: ${read}` },
    { item: names[2], reason: `it can be read up to byte 131072: ${read}` },
    { item: names[3], reason: `the stored bytes ${keys[3]} are damaged` },
  ])
  expect(manifest.files.count).toBe(1)
  expect(manifest.tables).toEqual(whole.manifest.tables)
  const parts = await unpack(file)
  expect(names.map((name) => parts.get(name)?.length)).toEqual([
    ...[undefined, 65_536, 131_072, undefined, 200_000],
  ])
  for (const name of names) {
    const { length } = parts.get(name) ?? []
    if (length) expect(parts.get(name)).toEqual(before.get(name)?.subarray(0, length))
  }
})

const log = pino({ level: 'silent' })

function logsOf(dataDirectory: string, store: SecretStore) {
  return verifyLogs(dataDirectory, { openCustody: async () => createKeyCustody(store), log })
}

function kitOf(dataDirectory: string, store: SecretStore): Promise<RecoveryKit> {
  return readKit(dataDirectory, { openStore: async () => store, log })
}

function putBack(dataDirectory: string, kit: RecoveryKit, store: SecretStore): Promise<void> {
  const templateDirectory = inject('templateDirectory')
  return restoreKit(dataDirectory, kit, { openStore: async () => store, log, templateDirectory })
}

/** A keychain with the same secrets, or some of them. */
function copyOf(
  { secrets }: ReturnType<typeof memorySecretStore>,
  isKept: (name: string) => boolean = () => true,
) {
  const copy = memorySecretStore()
  for (const [name, secret] of secrets) if (isKept(name)) copy.secrets.set(name, secret)
  return copy
}

/** Where the bytes of files are, which only who opens the storage can tell. */
async function blobPaths(dataDirectory: string, keys: readonly string[], store: SecretStore) {
  await using stored = await openStored(dataDirectory, store)
  const namesKey = stored.seal.key('file-names')
  const names = keys.map((key) => nameOfBlob(namesKey, key))
  return names.map((name) => join(dataDirectory, 'blobs', name.slice(0, 2), name))
}

/** @param position from the end where it is negative */
async function changeByte(path: string, position: number): Promise<void> {
  const bytes = await readFile(path)
  const at = position < 0 ? bytes.length + position : position
  bytes[at] = (bytes[at] as number) ^ 1
  await writeFile(path, bytes)
}

/** What is only made up would be sent to nowhere when the vault runs. */
async function emptyQueues(dataDirectory: string, store: SecretStore): Promise<void> {
  await using open = await openStored(dataDirectory, store)
  for (const table of [
    'deliveries',
    'delivery_platforms',
    'vault_standings',
    'moves',
    'move_steps',
    'move_items',
    'recoveries',
    'recovery_answers',
    'settings',
    'log_heads',
  ]) {
    await ask(open.db, `DELETE FROM ${table} WHERE $1 <> ''`, ['now'])
  }
}
