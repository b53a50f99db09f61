import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { importTables, leftOut, listTables } from '../src/evault/archive/tables.ts'
import { vaultManifest } from '../src/evault/archive/vault-manifest.ts'
import { exportVault, importVault } from '../src/evault/archive-of-vault.ts'
import { ask } from '../src/evault/db/database.ts'
import { openDatabase } from '../src/evault/db/open.ts'
import { createBlobStore } from '../src/evault/files/blob-store.ts'
import { verifyLogs } from '../src/evault/index.ts'
import type { SecretStore } from '../src/evault/keys/custody.ts'
import { makeRichVault } from './support/rich-vault.ts'
import { memorySecretStore, openTestVault, temporaryDirectory } from './support/test-vault.ts'

const log = pino({ level: 'silent' })
const progress = () => {}

function save(data: string, file: string, store: SecretStore) {
  return exportVault(data, file, { openStore: async () => store, log, progress, version: '1.2.3' })
}

function bring(data: string, file: string, store: SecretStore, acceptUnsigned = false) {
  const templateDirectory = inject('templateDirectory')
  return importVault(data, file, {
    ...{ openStore: async () => store, progress, templateDirectory, acceptUnsigned },
  })
}

async function manifestOf(data: string) {
  await using open = await openDatabase(data, null)
  return vaultManifest(open.db, createBlobStore(join(data, 'files')))
}

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
    const empty = saved.manifest.tables.filter((table) => table.rows === 0)
    expect(empty).toEqual([])
    expect(saved.manifest.files.count).toBe(2)
  })

  test('becomes the same vault in an empty directory, and the same archive again', async () => {
    const result = await bring(there, file, memorySecretStore())
    expect(result).toMatchObject({
      ...{ ename: rich.ename, unsigned: null, problems: [], missingBefore: 0, hasKeys: false },
    })
    expect(await manifestOf(there)).toEqual(await manifestOf(data))
    const again = await save(there, join(home.path, 'again.zip'), rich.secretStore)
    const { exportedAt: _, ...manifest } = again.manifest
    expect(saved.manifest).toMatchObject(manifest)
    expect(await verifyLogs(there)).toEqual(await verifyLogs(data))
  })
})
