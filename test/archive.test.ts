import { execFileSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { importTables, leftOut, listTables } from '../src/evault/archive/tables.ts'
import { ask } from '../src/evault/db/database.ts'
import { openDatabase } from '../src/evault/db/open.ts'
import { readKit, restoreKit, verifyLogs } from '../src/evault/index.ts'
import { bring, manifestOf, save } from './support/archives.ts'
import { awkward, makeRichVault } from './support/rich-vault.ts'
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
    await using open = await openDatabase(data, null)
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
    expect(await manifestOf(there)).toEqual(await manifestOf(data))
    const again = await save(there, join(home.path, 'again.zip'), rich.secretStore)
    const { exportedAt: _, ...manifest } = again.manifest
    expect(saved.manifest).toMatchObject(manifest)
    expect(await verifyLogs(there)).toEqual(await verifyLogs(data))

    await expect(openTestVault({ dataDirectory: there, secretStore: store })).rejects.toMatchObject(
      {
        code: 'KEY_MISSING',
      },
    )
    const kit = await readKit(data, async () => rich.secretStore)
    await restoreKit(there, kit, async () => store, null)
    await emptyQueues(there)
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
  })

  test('comes into a directory that has the keys of the kit, and the newer identity log stays', async () => {
    const later = join(home.path, 'later')
    execFileSync('cp', ['-r', data, later])
    await emptyQueues(later)
    const secretStore = memorySecretStore()
    for (const [name, secret] of rich.secretStore.secrets) await secretStore.set(name, secret)
    {
      await using it = await openTestVault({ dataDirectory: later, secretStore })
      await it.owner('mutation { rotateKey { errors { message } } }')
    }
    const kit = await readKit(later, async () => secretStore)
    const store = memorySecretStore()
    const elsewhere = join(home.path, 'elsewhere')
    await restoreKit(elsewhere, kit, async () => store, null)
    expect(await bring(elsewhere, file, store)).toMatchObject({ problems: [], hasKeys: true })
    const [found, expected] = [await manifestOf(elsewhere), await manifestOf(data)]
    const different = found.tables.filter(
      (table, at) => table.sha256 !== expected.tables[at]?.sha256,
    )
    expect(different.map(({ name }) => name)).toEqual(['identity_log', 'owner_keys'])
    await emptyQueues(elsewhere)
    await using it = await openTestVault({ dataDirectory: elsewhere, secretStore: store })
    const { data: held } = await it.owner('{ vault { totalCount } identity { log { versionId } } }')
    expect(held).toMatchObject({ vault: { totalCount: 32 } })
    expect(held.identity.log).toHaveLength(kit.log.length)
  })

  test('is not imported over a vault, and not exported over a file', async () => {
    const before = await manifestOf(data)
    await expect(bring(data, file, rich.secretStore)).rejects.toThrow('a vault in this directory')
    expect(await manifestOf(data)).toEqual(before)
    await expect(save(data, file, rich.secretStore)).rejects.toThrow('is there already')
    const other = join(home.path, 'other')
    {
      await using _ = await openTestVault({ dataDirectory: other })
    }
    await expect(bring(other, file, memorySecretStore())).rejects.toThrow('not @')
    await expect(save(join(home.path, 'none'), 'x.zip', rich.secretStore)).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
    })
  })

  test('without the owner’s key it is not signed, and imported only when asked for', async () => {
    const unsigned = join(home.path, 'unsigned.zip')
    const empty = memorySecretStore()
    expect(await save(data, unsigned, empty)).toMatchObject({ signed: false, problems: [] })
    const target = join(home.path, 'target')
    await expect(bring(target, unsigned, empty)).rejects.toThrow('it is not signed')
    const result = await bring(target, unsigned, empty, true)
    expect(result).toMatchObject({ unsigned: 'it is not signed', problems: [] })
    expect(await manifestOf(target)).toEqual(await manifestOf(data))
  })

  test('names a file whose bytes are gone or changed, and holds all else', async () => {
    const copy = join(home.path, 'copy')
    execFileSync('cp', ['-r', data, copy])
    const keys = read(file, 'tables/files/*').trim().split('\n')
    const [gone, changed] = [...new Set(keys.map((line) => JSON.parse(line).blob_key))].sort()
    const pathOf = (key: string) => join(copy, 'files', key.slice(0, 2), key)
    await rm(pathOf(gone))
    await writeFile(pathOf(changed), 'else')
    const damaged = join(home.path, 'damaged.zip')
    const result = await save(copy, damaged, rich.secretStore)
    expect(result.problems).toEqual([
      { item: `files/${gone}`, reason: 'its bytes are not there' },
      { item: `files/${changed}`, reason: expect.stringContaining('not what they were') },
    ])
    expect(
      read(damaged, 'problems.ndjson')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(result.problems)
    expect(read(damaged, `files/${changed}`)).toBe('else')
    expect((await manifestOf(copy)).problems).toEqual(result.problems)
    expect(result.manifest.tables).toEqual(saved.manifest.tables)

    const target = join(home.path, 'with-less')
    const brought = await bring(target, damaged, memorySecretStore())
    expect(brought.missingBefore).toBe(2)
    expect(brought.problems).toEqual([
      { item: `files/${changed}`, reason: expect.stringContaining('bytes in the archive') },
    ])
  })
})

/** What is only made up would be sent to nowhere when the vault runs. */
async function emptyQueues(dataDirectory: string): Promise<void> {
  await using open = await openDatabase(dataDirectory, null)
  for (const table of [
    'deliveries',
    'delivery_platforms',
    'recoveries',
    'recovery_answers',
    'settings',
    'log_heads',
  ]) {
    await ask(open.db, `DELETE FROM ${table} WHERE $1 <> ''`, ['now'])
  }
}
