import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { memorySecretStore, temporaryDirectory } from '../../../test/support/test-vault.ts'
import { createKeyCustody } from '../keys/custody.ts'
import { putKitBack } from '../kit-of-vault.ts'
import { readStorageRecord, type StorageRecord, writeStorageRecord } from './record.ts'
import { createSeal, openSeal } from './seal.ts'

const evaultId = '@vault'
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let store: ReturnType<typeof memorySecretStore>
beforeEach(async () => {
  directory = await temporaryDirectory()
  store = memorySecretStore()
})
afterEach(() => directory[Symbol.asyncDispose]())

const make = () => createSeal(directory.path, { evaultId, state: 'new' }, createKeyCustody(store))
const record = async () => (await readStorageRecord(directory.path)) as StorageRecord
const open = async () => openSeal(directory.path, await record(), createKeyCustody(store))
const kitWith = (keys: Record<string, string>) => ({
  ...{ ename: '@a', evaultId, createdAt: '', log: [], keys },
})

test('it opens with the storage key, to the same keys for each purpose', async () => {
  const made = await make()
  const opened = await open()
  expect(opened.key('files')).toEqual(made.key('files'))
  expect(opened.databaseKey()).toEqual(made.databaseKey())
  expect(opened.databaseKey()).toHaveLength(64)
  expect(opened.key('files')).not.toEqual(opened.key('registry'))
  expect(opened.recoveryRecipient).toMatch(/^age1/)
  await opened.settle()
  expect((await open()).state).toBe('ready')
  const text = await readFile(join(directory.path, 'storage.json'), 'utf8')
  for (const secret of store.secrets.values()) expect(text).not.toContain(secret)
})

test('without the storage key, or with another, it does not open, and nothing else is tried', async () => {
  await make()
  const held = new Map(store.secrets)
  for (const other of [null, randomBytes(32).toString('base64'), 'no key']) {
    store.secrets.delete('@vault/storage')
    if (other !== null) store.secrets.set('@vault/storage', other)
    const before = new Map(store.secrets)
    await expect(open()).rejects.toMatchObject({ code: 'STORAGE_KEY_MISSING' })
    expect(store.secrets).toEqual(before)
  }
  store.secrets.set('@vault/storage', held.get('@vault/storage') as string)
  await open()
})

test.each([
  ['whose the storage is', (json: StorageRecord) => ({ ...json, keychain: 'Mine' })],
  ['how far it is', (json: StorageRecord) => ({ ...json, state: 'converting' })],
  [
    'who can recover it',
    (json: StorageRecord) => ({
      ...json,
      recovery: { ...json.recovery, recipient: 'age1somebodyelse' },
    }),
  ],
])('a record that somebody changed in %s is damaged', async (_what, change) => {
  await make()
  await writeStorageRecord(directory.path, change(await record()) as StorageRecord)
  await expect(open()).rejects.toMatchObject({ code: 'DATA_DAMAGED' })
})

test.each(['storage.json', 'storage.copy.json'])(
  'whatever the disk does to %s, the other one opens it, and both are whole again',
  async (name) => {
    const made = await make()
    await made.settle()
    const file = join(directory.path, name)
    const whole = await readFile(file)
    // A bit anywhere; half of it; all of it.
    const flipped = [0, 40, 150, 400, whole.length - 3].map((at) => {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] as number) ^ 1
      return bytes
    })
    for (const harmed of [...flipped, whole.subarray(0, whole.length / 2), Buffer.alloc(0), null]) {
      await rm(file)
      if (harmed !== null) await writeFile(file, harmed)
      const opened = await open()
      expect(opened.databaseKey()).toEqual(made.databaseKey())
      await opened.settle()
      expect(await readFile(file)).toEqual(whole)
    }
  },
)

test('with both harmed it is damaged, and nothing is made in their place', async () => {
  await make()
  for (const name of ['storage.json', 'storage.copy.json']) {
    await writeFile(join(directory.path, name), '{')
  }
  await expect(open()).rejects.toMatchObject({ code: 'DATA_DAMAGED' })
})

test('a kit takes the place of other keys, which are kept, and only where it opens the storage', async () => {
  const made = await make()
  const keys = Object.fromEntries(store.secrets)
  for (const name of store.secrets.keys()) store.secrets.set(name, 'another')
  const others = new Map(store.secrets)
  const old = putKitBack(directory.path, kitWith({ '@vault/owner': 'one' }), store)
  await expect(old).rejects.toThrow('before your vault was encrypted')
  const strange = putKitBack(directory.path, { ...kitWith(keys), evaultId: '@other' }, store)
  await expect(strange).rejects.toMatchObject({ code: 'KEY_MISMATCH' })
  expect(store.secrets).toEqual(others)

  await putKitBack(directory.path, kitWith(keys), store)
  expect((await open()).databaseKey()).toEqual(made.databaseKey())
  const aside = [...store.secrets].filter(([name]) => name.startsWith('set-aside/'))
  expect(aside.map(([, secret]) => secret)).toEqual(['another', 'another'])
})

test('the recovery key alone brings a storage key back', async () => {
  const made = await make()
  const recovery = store.secrets.get('@vault/recovery') as string
  store.secrets.clear()
  await putKitBack(directory.path, kitWith({ '@vault/recovery': recovery }), store)
  expect((await open()).databaseKey()).toEqual(made.databaseKey())
})
