import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, rename, rm, truncate } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFolderPlace } from '../src/evault/backup/folder-place.ts'
import { restoreFromBackup } from '../src/evault/backup/restoration.ts'
import { backupPlans } from '../src/evault/db/backup-schema.ts'
import { collectKeys } from '../src/evault/keys/recovery-kit.ts'
import { changeBackups, emptyFolder, lookAt, settled, until } from './support/backups.ts'
import { canMount, mountDisk } from './support/disk.ts'
import { s3Server } from './support/s3-server.ts'
import { openStored } from './support/storage.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

const log = pino({ level: 'silent' })
const day = 24 * 60 * 60 * 1000

let temporary: Awaited<ReturnType<typeof temporaryDirectory>>
let store: ReturnType<typeof memorySecretStore>
let data: string
let drive: string
beforeEach(async () => {
  temporary = await temporaryDirectory()
  store = memorySecretStore()
  data = join(temporary.path, 'vault')
  drive = await emptyFolder(temporary.path)
})
afterEach(() => temporary[Symbol.asyncDispose]())

const open = (now?: () => number) =>
  openTestVault({ dataDirectory: data, secretStore: store, ...(now && { means: { now } }) })

const begin = (it: TestVault, input: object = {}) =>
  changeBackups(it, 'startBackups', { folder: drive, begin: true, ...input })

const leftovers = async () =>
  (await readdir(data)).filter((name) => /^(snapshot|drill)\./.test(name))

async function restore(place = createFolderPlace(drive)) {
  const [evaultId = ''] = (await store.names('')).map((name) => name.split('/')[0])
  const keys = await collectKeys(store, evaultId)
  const there = join(temporary.path, `restored-${randomBytes(4).toString('hex')}`)
  const newStore = memorySecretStore()
  const result = await restoreFromBackup(
    there,
    place,
    { kit: { evaultId, ename: 'unused', createdAt: '', log: [], keys } },
    {
      ...{ id: null, openStore: async () => newStore, log, onProgress: () => undefined },
      signal: new AbortController().signal,
    },
  )
  return { ...result, there, store: newStore }
}

async function contentsOf(it: TestVault): Promise<Set<string>> {
  const found = new Set<string>()
  let after: string | null = null
  do {
    const { data: answer } = await it.graphql(
      `query ($after: String) { metaEnvelopes(first: 100, after: $after) {
        edges { node { parsed } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    )
    const { edges, pageInfo } = answer.metaEnvelopes
    for (const { node } of edges) found.add(node.parsed.content)
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
  } while (after !== null)
  return found
}

function percentile95(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length * 0.95)] ?? 0
}

test('written to all the while, a backup holds what was acknowledged before it began, and is proven', async () => {
  await using it = await open()
  const acknowledged: string[] = []
  /** For each of them, in milliseconds. */
  const waits: number[] = []
  let isEnded = false
  const writing = (async () => {
    for (let n = 0; !isEnded; n += 1) {
      const began = performance.now()
      await it.create({ content: `record ${n}` })
      waits.push(performance.now() - began)
      acknowledged.push(`record ${n}`)
    }
  })()
  while (acknowledged.length < 50) await delay(10)
  const before = [...acknowledged]
  const { errors, backups } = await begin(it)
  expect(errors).toEqual([])
  expect(backups).toMatchObject({
    plan: { kind: 'folder', title: drive, schedule: 'daily', hasPassphrase: false },
    running: { work: 'backup' },
  })
  const during = acknowledged.length
  const after = await until(it, ({ latest }) => latest !== null)
  // It was served meanwhile, about as quickly as before.
  expect(acknowledged.length - during).toBeGreaterThan(50)
  const alone = percentile95(waits.slice(10, during))
  expect(percentile95(waits.slice(during))).toBeLessThan(Math.max(500, 10 * alone))
  isEnded = true
  await writing
  expect(after.latest).toMatchObject({ id: expect.any(String), bytes: expect.any(Number) })
  expect(await settled(it)).toMatchObject({
    ...{ failures: [], isStale: false, running: null, latest: after.latest },
    proven: { id: after.latest.id },
  })
  expect(await leftovers()).toEqual([])
  const restored = await restore()
  expect(restored.differences).toEqual([])
  await using other = await openTestVault({
    ...{ dataDirectory: restored.there, secretStore: restored.store },
  })
  const found = await contentsOf(other)
  expect(before.filter((content) => !found.has(content))).toEqual([])
  // And nothing that is no record: a beginning of what was acknowledged.
  const order = [...found].map((content) => Number(content.slice('record '.length)))
  expect(Math.max(...order)).toBe(found.size - 1)
}, 180_000)

describe('where they can’t be put', () => {
  test('is told by its code, and nothing is planned or begun', async () => {
    await using it = await open()
    const refused = async (input: object) => {
      const { errors, backups } = await changeBackups(it, 'startBackups', input)
      expect(backups.plan).toBeNull()
      return errors.map(({ code, field }) => field ?? code)
    }
    expect(await refused({ folder: join(temporary.path, 'gone'), begin: true })).toEqual([
      'PLACE_ABSENT',
    ])
    expect(await refused({ folder: drive })).toEqual(['NO_BACKUPS'])
    expect(await refused({ folder: 'drive', begin: true })).toEqual(['folder'])
    expect(await refused({ begin: true })).toEqual(['folder'])
    expect(await refused({ folder: drive, passphrase: 'x' })).toEqual(['passphrase'])
    expect(await readdir(drive)).toEqual([])
    for (const field of ['backUpNow', 'proveBackup']) {
      expect((await changeBackups(it, field)).errors).toMatchObject([{ code: 'NOT_FOUND' }])
    }
    // Those of another vault.
    await using other = await openTestVault()
    await begin(other)
    await settled(other)
    expect(await refused({ folder: drive, begin: true })).toEqual(['PLACE_BUSY'])
    expect(await refused({ folder: drive })).toEqual(['WRONG_KEY'])
  }, 120_000)

  test('a server that does not answer is given up when the owner cancels, and another place is taken', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    await using it = await open()
    const s3 = {
      ...{ endpoint: `http://127.0.0.1:${port}`, region: '', bucket: 'backups' },
      ...{ accessKeyId: 'id', secretAccessKey: 'secret' },
    }
    const asked = once(silent, 'connection')
    const beginning = changeBackups(it, 'startBackups', { s3, begin: true })
    await asked
    const meanwhile = await changeBackups(it, 'startBackups', { folder: drive, begin: true })
    expect(meanwhile.errors).toMatchObject([{ code: 'UNAVAILABLE' }])
    expect((await changeBackups(it, 'cancelBackupWork')).errors).toEqual([])
    const { backups, errors } = await beginning
    expect(errors).toMatchObject([{ code: 'CANCELLED' }])
    expect(backups.plan).toBeNull()
    expect((await begin(it)).errors).toEqual([])
    expect((await settled(it)).failures).toEqual([])
    // One that is under way when the vault is closed does not keep it open.
    const unheard = changeBackups(it, 'startBackups', { s3, begin: true }).catch(() => null)
    await once(silent, 'connection')
    const began = performance.now()
    await it[Symbol.asyncDispose]()
    expect(performance.now() - began).toBeLessThan(10_000)
    await unheard
    silent.close()
  }, 60_000)

  test('a drive that is away is waited for, and what was there goes on', async () => {
    await using it = await open()
    await begin(it)
    const first = await settled(it)
    const away = join(temporary.path, 'away')
    await rename(drive, away)
    await changeBackups(it, 'backUpNow')
    const failed = await settled(it)
    expect(failed).toMatchObject({
      ...{ latest: first.latest, isStale: false },
      failures: [{ work: 'backup', code: 'PLACE_ABSENT', message: expect.stringContaining(drive) }],
    })
    // It is an empty mount point, not the drive.
    await mkdir(drive)
    await changeBackups(it, 'backUpNow')
    expect((await settled(it)).failures).toMatchObject([{ code: 'NO_BACKUPS' }])
    expect(await readdir(drive)).toEqual([])
    await rm(drive, { recursive: true })
    await rename(away, drive)
    await changeBackups(it, 'backUpNow')
    const again = await settled(it)
    expect(again.failures).toEqual([])
    expect(again.latest.id).not.toBe(first.latest.id)
    expect(again.latest.added).toBeLessThan(first.latest.added / 2)
  }, 120_000)

  test.skipIf(!canMount)(
    'a full drive and a read-only one are told; what they held is whole',
    async () => {
      await using disk = await mountDisk(160)
      await using it = await open()
      await begin(it, { folder: disk.path })
      const first = await settled(it)
      await disk.fillUpTo(1024 * 1024)
      await changeBackups(it, 'backUpNow')
      expect((await settled(it)).failures).toMatchObject([
        { code: 'PLACE_FULL', message: expect.stringMatching(/ has \d+ MB left/) },
      ])
      await disk.clear()
      await disk.setReadOnly(true)
      await changeBackups(it, 'backUpNow')
      expect((await settled(it)).failures).toMatchObject([{ code: 'PLACE_REFUSED' }])
      await disk.setReadOnly(false)
      await changeBackups(it, 'proveBackup')
      expect(await settled(it)).toMatchObject({ proven: { id: first.latest.id } })
    },
    120_000,
  )

  test.skipIf(!canMount)(
    'a full disk of the vault itself: nothing is written, and it serves',
    async () => {
      await using disk = await mountDisk(300)
      const dataDirectory = join(disk.path, 'vault')
      await using it = await openTestVault({ dataDirectory, secretStore: store })
      await disk.fillUpTo(110 * 1024 * 1024)
      await begin(it)
      expect((await settled(it)).failures).toMatchObject([
        { code: 'DISK_FULL', message: expect.stringMatching(/has \d+ MB; this needs \d+ MB/) },
      ])
      expect((await readdir(dataDirectory)).filter((name) => name.startsWith('snap'))).toEqual([])
      await it.create({ content: 'goes on' })
      await disk.clear()
      await changeBackups(it, 'backUpNow')
      expect((await settled(it)).failures).toEqual([])
    },
    120_000,
  )
})

test('a bucket: backed up, proven, and its secret is in the keychain alone', async () => {
  const { settings, ...server } = await s3Server(temporary.path)
  await using _server = server
  const secret = settings.secretAccessKey
  await using it = await open()
  const wrong = { ...settings, secretAccessKey: 'not the secret of it' }
  const refused = await changeBackups(it, 'startBackups', { s3: wrong, begin: true })
  expect(refused).toMatchObject({ backups: { plan: null }, errors: [{ code: 'PLACE_REFUSED' }] })
  await changeBackups(it, 'startBackups', {
    ...{ s3: { ...settings, prefix: '/mine/' }, begin: true, passphrase: 'a very long passphrase' },
  })
  const made = await settled(it)
  expect(made).toMatchObject({
    plan: {
      kind: 's3',
      hasPassphrase: true,
      title: expect.stringMatching(/^s3:\/\/backups\/mine at /),
    },
    ...{ failures: [], proven: { id: made.latest.id } },
  })
  const kept = [...store.secrets].filter(([name]) => name.endsWith('/backup-place'))
  expect(kept.map(([, value]) => value)).toEqual([secret])
  const logs = it.logged.join('\n')
  const keys = [...store.secrets].filter(([name]) => /\/backup$/.test(name)).map(([, key]) => key)
  expect(keys).toHaveLength(1)
  for (const hidden of ['not the secret of it', 'a very long passphrase', ...keys]) {
    expect(logs).not.toContain(hidden)
  }
  // Where the keychain has lost it, it waits, and says so.
  store.secrets.delete(kept[0]?.[0] ?? '')
  await changeBackups(it, 'backUpNow')
  expect((await settled(it)).failures).toMatchObject([
    { code: 'WRONG_KEY', message: expect.stringContaining('Memory') },
  ])
  const { backups } = await changeBackups(it, 'stopBackups')
  expect(backups).toMatchObject({ plan: null, latest: null, failures: [], dueAt: null })
  expect([...store.secrets.keys()].filter((name) => name.endsWith('/backup-place'))).toEqual([])
}, 120_000)

test('the database has no secret of a place, and no passphrase', async () => {
  const { settings, ...server } = await s3Server(temporary.path)
  await using _server = server
  const secretAccessKey = settings.secretAccessKey
  {
    await using it = await open()
    const input = { s3: settings, begin: true, passphrase: 'a very long passphrase' }
    await changeBackups(it, 'startBackups', input)
    await settled(it)
  }
  await using stored = await openStored(data, store)
  const [plan] = await stored.db.select().from(backupPlans)
  const { accessKeyId, ...place } = (plan?.place ?? {}) as Record<string, string>
  expect(place).toMatchObject({ kind: 's3', bucket: 'backups' })
  expect(accessKeyId).toBe(settings.accessKeyId)
  expect(JSON.stringify(place)).not.toContain(secretAccessKey)
  expect(JSON.stringify(plan)).not.toContain('a very long passphrase')
}, 120_000)

test('cancelled, it says so, leaves nothing behind, and the next one is made', async () => {
  await using it = await open()
  await begin(it)
  await until(it, ({ running }) => running?.work === 'backup')
  const busy = await changeBackups(it, 'backUpNow')
  expect(busy.errors).toMatchObject([{ code: 'UNAVAILABLE' }])
  const { backups } = await changeBackups(it, 'cancelBackupWork')
  expect(backups).toMatchObject({
    ...{ running: null, latest: null, failures: [{ work: 'backup', code: 'CANCELLED' }] },
  })
  expect(await leftovers()).toEqual([])
  expect(Date.parse(backups.dueAt)).toBeGreaterThan(Date.now() + day / 2)
  await changeBackups(it, 'backUpNow')
  expect((await settled(it)).failures).toEqual([])
}, 120_000)

test('closed in the middle of a backup, it ends at once; the next start makes one', async () => {
  {
    await using it = await open()
    await begin(it)
    await until(it, ({ running }) => running?.total != null)
    const before = performance.now()
    await it.vault[Symbol.asyncDispose]()
    expect(performance.now() - before).toBeLessThan(4_500)
  }
  expect(await leftovers()).toEqual([])
  await using it = await open()
  expect(await until(it, ({ latest }) => latest !== null)).toMatchObject({ failures: [] })
}, 120_000)

test('locked, the vault goes on with it', async () => {
  await using it = await open()
  await begin(it)
  await it.vault.gate.lock()
  while (!it.logged.some((line) => line.includes('proven by a trial'))) await delay(50)
  await it.vault.gate.unlock()
  expect(await settled(it)).toMatchObject({ failures: [], latest: { id: expect.any(String) } })
}, 120_000)

test('by the clock: due after the app was off, stale while it could not be made', async () => {
  let moment = Date.now()
  const now = () => moment
  {
    await using it = await open(now)
    await begin(it)
    await until(it, ({ proven, running }) => proven !== null && running === null)
  }
  await rename(drive, `${drive}.away`)
  moment += 2 * day + 1
  await using it = await open(now)
  expect(await lookAt(it)).toMatchObject({ isStale: true })
  const failed = await until(it, ({ failures }) => failures.length > 0)
  expect(failed).toMatchObject({ isStale: true, failures: [{ code: 'PLACE_ABSENT' }] })
  expect(Date.parse(failed.dueAt) - moment).toBe(10 * 60_000)
  const { backups } = await changeBackups(it, 'changeBackups', { schedule: 'weekly' })
  expect(backups).toMatchObject({ isStale: false, plan: { schedule: 'weekly' } })
  await rename(`${drive}.away`, drive)
  moment += 5 * day
  await changeBackups(it, 'changeBackups', { keepsEverything: true })
  const again = await until(it, ({ latest, running }) => latest.at !== failed.latest.at && !running)
  expect(again).toMatchObject({ isStale: false, plan: { keepsEverything: true } })
}, 120_000)

test('a trial finds what is damaged; the next backup, made at once, puts it again', async () => {
  await using it = await open()
  await begin(it)
  const first = await settled(it)
  const pieces = await readdir(join(drive, 'pieces'), { recursive: true, withFileTypes: true })
  const [piece] = pieces.filter((entry) => entry.isFile())
  await truncate(join(piece?.parentPath ?? '', piece?.name ?? ''), 300)
  await changeBackups(it, 'proveBackup')
  const failed = await until(it, ({ failures }) => failures.length > 0)
  expect(failed.failures).toMatchObject([
    {
      work: 'drill',
      code: 'BACKUP_DAMAGED',
      differences: expect.arrayContaining([
        {
          part: expect.stringMatching(/^(database|files|registry)$/),
          ...{ expected: expect.any(Number), found: expect.any(Number) },
        },
      ]),
    },
  ])
  const mended = await settled(it)
  expect(mended).toMatchObject({ failures: [], proven: { id: mended.latest.id } })
  expect(mended.latest.id).not.toBe(first.latest.id)
  expect(await leftovers()).toEqual([])
}, 120_000)

test('taken up again after a restoration, with the recovery key', async () => {
  {
    await using it = await open()
    await begin(it)
    await settled(it)
  }
  const restored = await restore()
  await using it = await openTestVault({
    ...{ dataDirectory: restored.there, secretStore: restored.store },
  })
  // As another computer would have it: the keys of a kit from before.
  for (const name of restored.store.secrets.keys()) {
    if (name.endsWith('/backup')) restored.store.secrets.delete(name)
  }
  const { errors } = await changeBackups(it, 'startBackups', { folder: drive })
  expect(errors).toEqual([])
  expect(await settled(it)).toMatchObject({ failures: [] })
}, 120_000)

test('nobody but the owner can ask for them', async () => {
  await using it = await open()
  const query = '{ backups { plan { title } } }'
  const headers = { authorization: `Bearer ${await it.platformToken()}` }
  for (const answer of [await it.graphql(query), await it.graphql(query, {}, headers)]) {
    expect(answer.errors[0]?.message).toContain('Cannot query field')
  }
}, 60_000)
