import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backUpVault } from '../src/evault/backup/backup-of-vault.ts'
import { createFolderPlace } from '../src/evault/backup/folder-place.ts'
import { unlockRepository } from '../src/evault/backup/repository.ts'
import { restoreFromBackup } from '../src/evault/backup/restoration.ts'
import { takePlace } from '../src/evault/backup/take-place.ts'
import { createKeyCustody } from '../src/evault/keys/custody.ts'
import { collectKeys, type RecoveryKit } from '../src/evault/keys/recovery-kit.ts'
import { openWithRecoveryKey } from '../src/evault/keys/storage-keys.ts'
import { memorySecretStore, openTestVault, temporaryDirectory } from './support/test-vault.ts'

const log = pino({ level: 'silent' })
const going = { log, signal: new AbortController().signal, onProgress: () => undefined }
const ofKeys = 'keys.json'

let home: Awaited<ReturnType<typeof temporaryDirectory>>
let drive: string
let there: string
let kit: RecoveryKit
let record: string
const store = memorySecretStore()

beforeEach(async () => {
  home = await temporaryDirectory()
  drive = join(home.path, 'drive')
  there = join(home.path, 'there')
  await mkdir(drive)
  const data = join(home.path, 'vault')
  const own = memorySecretStore()
  {
    await using it = await openTestVault({ dataDirectory: data, secretStore: own })
    record = await it.create({ content: 'kept' })
  }
  const means = { place: createFolderPlace(drive), openStore: async () => own, ...going }
  const begin = { passphrase: null }
  await backUpVault(data, means, { begin, retention: 'everything', version: '0.0.0-test' })
  const [evaultId = ''] = (await own.names('')).map((name) => name.split('/')[0])
  const keys = await collectKeys(own, evaultId)
  kit = { evaultId, ename: 'unused', createdAt: '', log: [], keys }
  // As where keys are kept in a file beside the vault.
  await mkdir(there)
  await writeFile(join(there, ofKeys), 'of the keys')
})
afterEach(() => home[Symbol.asyncDispose]())

const restore = () =>
  restoreFromBackup(
    there,
    createFolderPlace(drive),
    { kit },
    { ...going, id: null, openStore: async () => store },
  )

async function expectWhole(): Promise<void> {
  await using it = await openTestVault({ dataDirectory: there, secretStore: store })
  const { data } = await it.graphql('{ metaEnvelopes(first: 5) { edges { node { id } } } }')
  expect(data.metaEnvelopes.edges).toEqual([{ node: { id: record } }])
}

test('a restoration that was killed between its renames is finished when the vault is opened', async () => {
  expect(await restore()).toMatchObject({ differences: [], holds: { records: 1, files: 0 } })
  const isRecord = (name: string) => Number(name.startsWith('storage.'))
  const names = (await readdir(there))
    .filter((name) => name !== ofKeys)
    .sort((one, other) => isRecord(one) - isRecord(other))
  expect(names.slice(-2).sort()).toEqual(['storage.copy.json', 'storage.json'])
  const whole = join(home.path, 'whole')
  await cp(there, whole, { recursive: true })
  for (let moved = 0; moved <= names.length; moved += 1) {
    await rm(there, { recursive: true })
    await cp(whole, there, { recursive: true })
    await mkdir(`${there}.restored`)
    for (const name of names.slice(moved)) {
      await rename(join(there, name), join(`${there}.restored`, name))
    }
    // It counts as a vault already: nothing else is made or restored there.
    await expect(restore()).rejects.toMatchObject({ code: 'INVALID_CONFIG' })
    await expectWhole()
    expect(await readdir(there)).toEqual(expect.arrayContaining([...names, ofKeys]))
    expect(await readdir(home.path)).not.toContain('there.restored')
  }
}, 180_000)

test('one that was killed before it was whole is begun anew', async () => {
  await mkdir(join(`${there}.restoring`, 'pg'), { recursive: true })
  await writeFile(join(`${there}.restoring`, 'pg', 'half'), '')
  expect(await restore()).toMatchObject({ differences: [] })
  await expectWhole()
  expect(await readdir(home.path)).not.toContain('there.restoring')
})

test('cancelled, it leaves nothing but what was there', async () => {
  const cancelling = new AbortController()
  const cancelled = restoreFromBackup(
    there,
    createFolderPlace(drive),
    { kit },
    {
      ...{ ...going, signal: cancelling.signal, id: null, openStore: async () => store },
      onProgress: () => cancelling.abort(),
    },
  )
  await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' })
  expect(await readdir(there)).toEqual([ofKeys])
  expect((await readdir(home.path)).sort()).toEqual(['drive', 'there', 'vault'])
})

test('cancelled while it is compared, or at a place that is silent, it leaves nothing either', async () => {
  const place = createFolderPlace(drive)
  const means = { ...going, id: null, openStore: async () => store }
  const read = new AbortController()
  const compared = restoreFromBackup(
    there,
    place,
    { kit },
    {
      ...{ ...means, signal: read.signal },
      onProgress: ({ done, total }) => done === total && read.abort(),
    },
  )
  await expect(compared).rejects.toMatchObject({ code: 'CANCELLED' })

  const silent = new AbortController()
  let asked = 0
  const holding = {
    ...place,
    async get(name: string) {
      if (name.startsWith('pieces/')) asked += 1
      if (asked < 3) return place.get(name)
      setImmediate(() => silent.abort())
      return new Promise<null>(() => {})
    },
  }
  const waiting = restoreFromBackup(there, holding, { kit }, { ...means, signal: silent.signal })
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' })
  expect((await readdir(home.path)).sort()).toEqual(['drive', 'there', 'vault'])
  expect(await restore()).toMatchObject({ differences: [] })
  await expectWhole()
}, 60_000)

test('nothing is replaced: not a vault, nor a part of one', async () => {
  await mkdir(join(there, 'blobs'))
  await mkdir(join(`${there}.restoring`, 'blobs'), { recursive: true })
  await expect(takePlace(there)).rejects.toMatchObject({ code: 'INVALID_CONFIG' })
  expect(await readdir(`${there}.restoring`)).toEqual(['blobs'])

  // A vault that came meanwhile stays; so does what waits beside it.
  await rm(join(there, 'blobs'), { recursive: true })
  await rm(`${there}.restoring`, { recursive: true })
  await restore()
  await mkdir(join(`${there}.restored`, 'pg'), { recursive: true })
  await expectWhole()
  expect(await readdir(`${there}.restored`)).toEqual(['pg'])
})

test('the recovery key may stay with who holds it', async () => {
  // Only what it opens is given on.
  const name = `${kit.evaultId}/recovery`
  const opens = async (identity: string | undefined, sealed: Uint8Array) => {
    const opened = await openWithRecoveryKey({ get: async () => identity ?? null }, name, sealed)
    if (typeof opened === 'string') throw new Error(opened)
    return opened
  }
  const place = createFolderPlace(drive)
  const opened = await unlockRepository(place, {
    open: (sealed) => opens(kit.keys[name], sealed),
  })
  expect(await opened.backups()).toHaveLength(1)
  const other = memorySecretStore()
  await createKeyCustody(other).createRecoveryKey(name)
  const otherKey = (await other.get(name)) ?? undefined
  await expect(
    unlockRepository(place, { open: (sealed) => opens(otherKey, sealed) }),
  ).rejects.toMatchObject({ code: 'WRONG_KEY' })
})
