import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { beforeAll, expect, test, vi } from 'vitest'
import { readProgress } from '../src/evault/archive/import-progress.ts'
import { openPlainKeyFile } from '../src/evault/index.ts'
import { findIdentity } from '../src/evault/keys/identity.ts'
import { readStorageRecord } from '../src/evault/seal/record.ts'
import { manifestOf } from './support/archives.ts'
import { canMount, mountDisk } from './support/disk.ts'
import { buildHeadless, HeadlessRun, serveHeadless } from './support/headless.ts'
import { enlarge } from './support/large-vault.ts'
import { openStored } from './support/storage.ts'
import { temporaryDirectory } from './support/test-vault.ts'

beforeAll(buildHeadless, 400_000)
vi.setConfig({ testTimeout: 600_000 })

const start = (args: readonly string[], environment = {}) =>
  new HeadlessRun([...args, '--insecure-dev-keys'], environment)

async function evault(args: readonly string[], environment = {}) {
  await using run = start(args, environment)
  return { code: await run.ended(), stderr: run.stderr }
}

/** A vault that was served once. */
async function makeVault(data: string): Promise<string> {
  await using run = serveHeadless(data)
  const { ename } = await run.ready()
  run.kill('SIGTERM')
  await run.ended()
  return ename
}

/** The keys of a vault with `--insecure-dev-keys`. */
const keysOf = openPlainKeyFile

const contentOf = async (data: string) => manifestOf(data, await keysOf(data))

test('an import that is killed again and again goes on, and ends with the same vault', async () => {
  await using home = await temporaryDirectory()
  const [data, there] = [join(home.path, 'data'), join(home.path, 'there')]
  const file = join(home.path, 'vault.zip')
  const ename = await makeVault(data)
  await enlarge(data, await keysOf(data), ename, { records: 24_000, files: 100, fileBytes: 50_000 })
  const saved = await evault(['export', '--data', data, '--to', file])
  expect(saved).toMatchObject({ code: 0, stderr: expect.stringContaining(ename) })
  expect((await evault(['export', '--data', data, '--to', file])).code).toBe(2)

  let [kills, served, before, milliseconds] = [0, false, -1, 400]
  for (;;) {
    await using run = start(['import', '--from', file, '--data', there])
    const ended = await Promise.race([run.ended(), sinceLocked(there, milliseconds)])
    if (ended !== null) {
      expect(run.stderr).toContain('put them back with “evault kit restore”')
      expect(ended).toBe(0)
      break
    }
    run.kill('SIGKILL')
    await run.ended()
    const done = await chunksTaken(there)
    // It was killed after it had ended, before it could say so.
    if (done === 'all') break
    expect(done).toBeGreaterThanOrEqual(before)
    if (done === before) milliseconds *= 1.3
    // So much that few more runs would end it.
    if (done > before + 5) milliseconds *= 0.8
    if (done > before && before > 0) kills += 1
    before = done
    if (done < 1 || served) continue
    // Half a vault is none, and no second one is made in its place.
    const refused = await evault(['serve', '--data', there, '--port', '0', '--registry-port', '0'])
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('has not ended') })
    served = true
  }
  // Each of them while something was taken.
  expect(kills).toBeGreaterThan(1)
  expect(served).toBe(true)
  expect(await contentOf(there)).toEqual(await contentOf(data))
  const again = await evault(['import', '--from', file, '--data', there])
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('a vault in this') })
})

/** Resolves so long after somebody has taken the directory's lock, which is none of those before. */
async function sinceLocked(dataDirectory: string, milliseconds: number): Promise<null> {
  const locks = async () => {
    const names = await readdir(dataDirectory).catch(() => [])
    return names.filter((name) => name.startsWith('lock.')).join()
  }
  const before = await locks()
  for (let tries = 0; tries < 2_000 && (await locks()) === before; tries += 1) await delay(20)
  return delay(milliseconds, null)
}

/** How far an import has come that was killed; -1 where it had not begun. */
async function chunksTaken(dataDirectory: string): Promise<number | 'all'> {
  const record = await readStorageRecord(dataDirectory)
  if (record?.state !== 'ready') return -1
  await using open = await openStored(dataDirectory, await keysOf(dataDirectory))
  const progress = await readProgress(open.db)
  if (progress !== null) return progress.chunks
  return (await findIdentity(open.db)) === null ? -1 : 'all'
}

test('an export that is cancelled leaves nothing; what a killed one left goes with the next', async () => {
  await using home = await temporaryDirectory()
  const [data, out] = [join(home.path, 'data'), join(home.path, 'out')]
  const file = join(out, 'vault.zip')
  await mkdir(out)
  const ename = await makeVault(data)
  const bytes = { records: 1_000, files: 10, fileBytes: 20_000_000 }
  await enlarge(data, await keysOf(data), ename, bytes)
  // Of somebody else, who calls it so.
  await writeFile(`${file}.draft`, 'of somebody')
  const drafts = async () => (await readdir(out)).filter((name) => name !== 'vault.zip.draft')
  const cutOff = async (signal: NodeJS.Signals) => {
    await using run = start(['export', '--data', data, '--to', file])
    while ((await drafts()).length === 0) await delay(5)
    run.kill(signal)
    return { code: await run.ended(), stderr: run.stderr }
  }
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const stderr = expect.stringContaining('The export was cancelled. Nothing of it is left.')
    expect(await cutOff(signal)).toMatchObject({ code, stderr })
    expect(await drafts()).toEqual([])
  }
  expect((await cutOff('SIGKILL')).code).toBe('SIGKILL')
  expect(await drafts()).toEqual([expect.stringMatching(/^vault\.zip\..+\.draft$/)])
  expect((await evault(['export', '--data', data, '--to', file])).code).toBe(0)
  expect((await readdir(out)).sort()).toEqual(['vault.zip', 'vault.zip.draft'])
  expect(await readFile(`${file}.draft`, 'utf8')).toBe('of somebody')
})

test('memory stays small, however large the vault is', async () => {
  await using home = await temporaryDirectory()
  const [data, file] = [join(home.path, 'data'), join(home.path, 'vault.zip')]
  const ename = await makeVault(data)
  await enlarge(data, await keysOf(data), ename, {
    records: 15_000,
    files: 3,
    fileBytes: 40_000_000,
  })
  // The vault has 150 MB; PGlite's own memory is none of this heap.
  const environment = { NODE_OPTIONS: '--max-old-space-size=80' }
  const saved = await evault(['export', '--data', data, '--to', file], environment)
  expect(saved.code).toBe(0)
  const there = join(home.path, 'there')
  const brought = await evault(['import', '--from', file, '--data', there], environment)
  expect(brought.code).toBe(0)
})

test.skipIf(!canMount)(
  'a full disk is told of, before or on the way, and nothing is lost',
  async () => {
    await using home = await temporaryDirectory()
    await using disk = await mountDisk(400)
    const [data, file] = [join(home.path, 'data'), join(home.path, 'vault.zip')]
    const ename = await makeVault(data)
    await enlarge(data, await keysOf(data), ename, {
      records: 100,
      files: 12,
      fileBytes: 10_000_000,
    })
    expect((await evault(['export', '--data', data, '--to', file])).code).toBe(0)

    const there = join(disk.path, 'there')
    {
      await using run = start(['import', '--from', file, '--data', there])
      while (!existsSync(join(there, 'blobs', 'drafts'))) await delay(10)
      await disk.fillUpTo(40_000_000)
      expect({ code: await run.ended(), stderr: run.stderr }).toMatchObject({
        ...{ code: 3, stderr: expect.stringContaining(`The disk of ${there} is full`) },
      })
    }
    const onFull = await evault(['export', '--data', data, '--to', join(disk.path, 'vault.zip')])
    expect(onFull).toMatchObject({ code: 3, stderr: expect.stringContaining('no room for about') })
    await disk.clear()
    expect((await evault(['import', '--from', file, '--data', there])).code).toBe(0)
    expect(await contentOf(there)).toEqual(await contentOf(data))
  },
)
