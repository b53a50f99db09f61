import { randomUUID } from 'node:crypto'
import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../src/evault/db/database.ts'
import { openEncryptedKeyFile } from '../src/evault/keys/key-file.ts'
import { call } from './support/call.ts'
import { buildHeadless, HeadlessRun, serveHeadless } from './support/headless.ts'
import { snapshot } from './support/snapshot.ts'
import { openStored } from './support/storage.ts'
import { openTestVault, temporaryDirectory } from './support/test-vault.ts'

const records = 4
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
/** The vaults of one directory: its owner's, and one that was made for somebody. */
let owner: string
let tenant: string

beforeAll(async () => {
  await buildHeadless()
  directory = await temporaryDirectory()
  const secretStore = await keysOf(directory.path)
  await using it = await openTestVault({ dataDirectory: directory.path, secretStore })
  owner = it.vault.ename
  const registryEntropy = (await call(`${it.vault.registry.url}/entropy`)).json.token
  const body = { registryEntropy, namespace: randomUUID(), verificationId: randomUUID() }
  tenant = (await it.call('/provision', { body })).json.w3id
  for (let n = 0; n < records; n += 1) await it.create({ n }, [])
}, 200_000)
afterAll(() => directory[Symbol.asyncDispose]())

const passphrase = 'of a vault that is verified'
const keysOf = (data: string) => openEncryptedKeyFile(data, passphrase)

/** Runs `evault verify` to its end; settings are nowhere to be found. */
async function verify(data: string, ...more: string[]) {
  const environment = more.includes('--insecure-dev-keys') ? {} : { EVAULT_PASSPHRASE: passphrase }
  await using run = new HeadlessRun(['verify', '--data', data, ...more], environment)
  return { code: await run.ended(), stdout: run.stdout, stderr: run.stderr }
}
const lines = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

/** Changes the database as somebody with a tool for it could. */
async function tamper(statement: string): Promise<void> {
  await using database = await openStored(directory.path, await keysOf(directory.path))
  await ask(database.db, statement, [])
}

/** Every row of every table, and every file that is not the database's own. */
async function contents() {
  const files = Object.entries(await snapshot(directory.path)).filter(
    ([name]) => !/^(pg|pg[/\\].*|lock\.\d+)$/.test(name),
  )
  await using database = await openStored(directory.path, await keysOf(directory.path))
  const { db } = database
  const tables = await ask<{ name: string }>(
    db,
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
    [],
  )
  const rows: Record<string, unknown> = {}
  for (const { name } of tables) {
    rows[name] = await ask(db, `SELECT t::text AS row FROM "${name}" AS t ORDER BY 1`, [])
  }
  return { files: Object.fromEntries(files), rows }
}

const whole = (ename: string, entries: number) => ({
  ...{ ename, whole: true, entries, signedSequence: entries, brokenSequence: null, reason: null },
})

describe('a directory nobody has open', () => {
  test('is whole: one line for each vault, exit code 0, and nothing is changed', async () => {
    const before = await contents()
    expect(Object.keys(before.rows)).toContain('operation_log')
    expect(before.rows.operation_log).toHaveLength(records)
    const { code, stdout, stderr } = await verify(directory.path, '--json')
    expect([code, stderr]).toEqual([0, ''])
    expect(lines(stdout)).toEqual([whole(owner, records), whole(tenant, 0)])

    expect(await contents()).toEqual(before)
    const locks = Object.keys(await snapshot(directory.path)).filter((name) => /lock/.test(name))
    expect(locks).toEqual([expect.stringMatching(/^lock\.\d+$/)])
  })

  test('with an entry that was changed is not (exit code 5): the entry is named', async () => {
    const change = (caller: string) =>
      tamper(
        `UPDATE operation_log SET caller = '${caller}' WHERE ename = '${owner}' AND sequence = 2`,
      )
    await change('platform https://a.example')
    const { code, stdout, stderr } = await verify(directory.path)
    expect([code, stderr]).toEqual([5, ''])
    const fine = `${tenant}: whole, 0 entries, the owner's key vouches for 0 of them`
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(`^${owner}: BROKEN at entry 2: .*not what was written`),
      ...[fine, ''],
    ])
    // It was only looked at: what is put back is whole again.
    await change('anonymous')
    const restored = await verify(directory.path)
    expect(restored.code).toBe(0)
    expect(restored.stdout.split('\n')).toEqual([
      `${owner}: whole, ${records} entries, the owner's key vouches for ${records} of them`,
      ...[fine, ''],
    ])
  })
})

test('a vault that runs is left alone (exit code 3); one that was killed can be verified', async () => {
  await using own = await temporaryDirectory()
  const data = join(own.path, 'data')
  await using run = serveHeadless(data)
  const { ename, url, pid } = await run.ready()
  const query = `mutation { createMetaEnvelope(input: { ontology: "o", payload: {}, acl: [] }) {
    errors { code } } }`
  const create = () => call(`${url}/graphql`, { body: { query }, headers: { 'x-ename': ename } })
  await create()
  const files = Object.keys(await snapshot(data)).filter((name) => !name.startsWith('pg'))
  const open = ['--json', '--insecure-dev-keys']
  const refused = await verify(data, ...open)
  expect([refused.code, refused.stdout]).toEqual([3, ''])
  expect(refused.stderr).toMatch(new RegExp(`^evault: Another eVault process .*${pid}.*\\n$`, 'm'))
  expect(Object.keys(await snapshot(data)).filter((name) => !name.startsWith('pg'))).toEqual(files)
  expect((await create()).json.data.createMetaEnvelope.errors).toEqual([])

  run.kill('SIGKILL')
  await run.ended()
  const { code, stdout } = await verify(data, ...open)
  expect(code).toBe(0)
  expect(lines(stdout)).toMatchObject([{ ename, whole: true, entries: 2 }])
})

test('without the keys nothing can be read (exit code 4), and nothing is changed', async () => {
  const before = await snapshot(directory.path)
  await using run = new HeadlessRun(['verify', '--data', directory.path], {
    EVAULT_PASSPHRASE: 'of somebody else',
  })
  expect([await run.ended(), run.stdout]).toEqual([4, ''])
  expect(run.stderr).toContain('passphrase')
  const open = await verify(directory.path, '--insecure-dev-keys')
  expect([open.code, open.stdout]).toEqual([4, ''])
  expect(open.stderr).toContain('recovery kit')
  const files = (all: Record<string, string>) =>
    Object.entries(all).filter(([name]) => !name.startsWith('lock'))
  expect(files(await snapshot(directory.path))).toEqual(files(before))
})

test('where there is no vault it says so (exit code 2), and makes none', async () => {
  await using own = await temporaryDirectory()
  const [missing, empty] = [join(own.path, 'missing'), join(own.path, 'empty')]
  await mkdir(empty)
  const tried = async (data: string) => {
    const stderr = `evault: There is no vault in ${data}.\n`
    expect(await verify(data)).toEqual({ code: 2, stdout: '', stderr })
  }
  await Promise.all([tried(missing), tried(empty)])
  await expect(access(missing)).rejects.toThrow('ENOENT')
  expect(await snapshot(empty)).toEqual({})
})
