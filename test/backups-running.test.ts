import { randomBytes } from 'node:crypto'
import { chmod, cp, mkdir, readdir, readFile, rename, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFolderPlace } from '../src/evault/backup/folder-place.ts'
import { restoreFromBackup } from '../src/evault/backup/restoration.ts'
import { collectKeys } from '../src/evault/keys/recovery-kit.ts'
import { changeBackups, emptyFolder, lookAt, settled, until } from './support/backups.ts'
import { s3Server } from './support/s3-server.ts'
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

test('written to all the while, a backup holds what was acknowledged before it began, and is proven', async () => {
  await using it = await open()
  const acknowledged: string[] = []
  let isEnded = false
  const writing = (async () => {
    for (let n = 0; !isEnded; n += 1) {
      await it.create({ content: `record ${n}` })
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
  // It was served meanwhile.
  expect(acknowledged.length - during).toBeGreaterThan(50)
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
