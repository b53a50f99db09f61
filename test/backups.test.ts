import { randomBytes } from 'node:crypto'
import { cp, mkdir, readdir, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backUpVault, proveBackup } from '../src/evault/backup/backup-of-vault.ts'
import { createFolderPlace } from '../src/evault/backup/folder-place.ts'
import { restoreFromBackup } from '../src/evault/backup/restoration.ts'
import { keyNames } from '../src/evault/keys/identity.ts'
import { collectKeys, type RecoveryKit } from '../src/evault/keys/recovery-kit.ts'
import { restoreKit } from '../src/evault/kit-of-vault.ts'
import { findPlain } from './support/plain-search.ts'
import { memorySecretStore, openTestVault, temporaryDirectory } from './support/test-vault.ts'

const uploadOne = `mutation ($input: UploadFileInput!) {
  uploadFile(input: $input) { publicUrl errors { message } }
}`
const log = pino({ level: 'silent' })
const options = { begin: null, retention: 'thinned', version: '0.0.0-test' } as const
const marker = 'the sentence that nobody else may read'

let temporary: Awaited<ReturnType<typeof temporaryDirectory>>
let store: ReturnType<typeof memorySecretStore>
let data: string
let drive: string
beforeEach(async () => {
  temporary = await temporaryDirectory()
  store = memorySecretStore()
  data = join(temporary.path, 'vault')
  drive = join(temporary.path, 'drive')
  await mkdir(drive)
})
afterEach(() => temporary[Symbol.asyncDispose]())

const open = (dataDirectory = data, secretStore = store) =>
  openTestVault({ dataDirectory, secretStore })
const means = () => ({
  ...{ place: createFolderPlace(drive), openStore: async () => store, log },
  ...{ signal: new AbortController().signal, onProgress: () => undefined },
})
const begin = (passphrase: string | null = null) =>
  backUpVault(data, means(), { ...options, begin: { passphrase } })
const backUp = () => backUpVault(data, means(), options)

async function fill(count: number) {
  await using it = await open()
  const ids: string[] = []
  for (let n = 0; n < count; n += 1) ids.push(await it.create({ content: `${marker} ${n}` }))
  const content = randomBytes(200_000)
  const headers = { authorization: `Bearer ${await it.platformToken()}` }
  const input = {
    ...{ filename: 'a.bin', contentType: 'application/octet-stream', acl: ['*'] },
    content: content.toString('base64'),
  }
  const { data: answer } = await it.graphql(uploadOne, { input }, headers)
  const path = new URL(answer.uploadFile.publicUrl).pathname
  return { ids, content, path, ename: it.vault.ename }
}

async function kitOf(): Promise<RecoveryKit> {
  const [evaultId = ''] = (await store.names('')).map((name) => name.split('/')[0])
  const keys = await collectKeys(store, evaultId)
  return { evaultId, ename: 'unused', createdAt: '', log: [], keys }
}

test('a vault comes back on a new computer, with the kit alone', async () => {
  const { ids, content, path, ename } = await fill(30)
  const { size, added } = await begin()
  expect(size).toBeGreaterThan(5 * added)
  expect(await findPlain(drive, [marker, ename])).toEqual([])
  const kit = await kitOf()
  const there = join(temporary.path, 'new', 'vault')
  const newStore = memorySecretStore()
  const restored = await restoreFromBackup(
    there,
    createFolderPlace(drive),
    { kit },
    {
      ...{ ...means(), id: null, openStore: async () => newStore },
    },
  )
  expect(restored).toMatchObject({ ename, differences: [], damagedPieces: [] })
  expect(await findPlain(there, [marker])).toEqual([])
  await using it = await open(there, newStore)
  expect(it.vault.ename).toBe(ename)
  const { data: answer } = await it.graphql(
    '{ metaEnvelopes(first: 100) { edges { node { id parsed } } } }',
  )
  const found = answer.metaEnvelopes.edges.map(({ node }: { node: { id: string } }) => node.id)
  expect(found).toEqual(expect.arrayContaining(ids))
  expect(JSON.stringify(answer)).toContain(`${marker} 29`)
  const bytes = await (await fetch(`${it.vault.localUrl}${path}`)).arrayBuffer()
  expect(Buffer.from(bytes).equals(content)).toBe(true)
  await it.create({ content: 'it goes on' })
  // Never over a vault.
  await expect(
    restoreFromBackup(there, createFolderPlace(drive), { kit }, { ...means(), id: null }),
  ).rejects.toMatchObject({ code: 'INVALID_CONFIG' })
})

test('the passphrase alone brings the records back', async () => {
  await fill(3)
  const { id } = await begin('a passphrase of some length')
  const there = join(temporary.path, 'new')
  const by = { passphrase: 'a passphrase of some length' }
  const restored = await restoreFromBackup(there, createFolderPlace(drive), by, {
    ...{ ...means(), id, openStore: async () => memorySecretStore() },
  })
  expect(restored).toMatchObject({ id, differences: [] })
})

test('restored by passphrase it has new keys for its storage: an older kit brings the owner’s, and no more', async () => {
  const { ename } = await fill(3)
  await begin('a passphrase of some length')
  const kit = { ...(await kitOf()), ename }
  const there = join(temporary.path, 'new')
  const by = { passphrase: 'a passphrase of some length' }
  const newStore = memorySecretStore()
  const openStore = async () => newStore
  await restoreFromBackup(there, createFolderPlace(drive), by, { ...means(), id: null, openStore })
  await expect(open(there, newStore)).rejects.toMatchObject({ code: 'KEY_MISSING' })
  const kitMeans = { openStore, log, templateDirectory: null }
  await restoreKit(there, kit, kitMeans)
  {
    await using it = await open(there, newStore)
    expect(it.vault.ename).toBe(ename)
    const { data: answer } = await it.graphql('{ metaEnvelopes { totalCount } }')
    expect(answer.metaEnvelopes.totalCount).toBe(4)
  }
  const newKit = { ...kit, keys: await collectKeys(newStore, kit.evaultId) }
  // The keychain is lost: what was saved since then opens the storage, what was saved before does not.
  newStore.secrets.clear()
  await expect(restoreKit(there, kit, kitMeans)).rejects.toMatchObject({ name: 'RecoveryKitError' })
  await restoreKit(there, newKit, kitMeans)
  await using it = await open(there, newStore)
  expect(it.vault.ename).toBe(ename)
}, 120_000)

test('after a restoration by passphrase the next backup opens with the new kit, and with the one before', async () => {
  const { ename } = await fill(3)
  await begin('a passphrase of some length')
  const oldKit = { ...(await kitOf()), ename }
  const there = join(temporary.path, 'new')
  const newStore = memorySecretStore()
  const ofNew = { ...means(), openStore: async () => newStore }
  const by = { passphrase: 'a passphrase of some length' }
  await restoreFromBackup(there, createFolderPlace(drive), by, { ...ofNew, id: null })
  // Before any kit is put back: the old place is gone on with.
  const { id } = await backUpVault(there, ofNew, options)
  await restoreKit(there, oldKit, { ...ofNew, templateDirectory: null })
  const newKit = { ...oldKit, keys: await collectKeys(newStore, oldKit.evaultId) }
  const recovery = keyNames.recovery(oldKit.evaultId)
  expect(newKit.keys[recovery]).not.toBe(oldKit.keys[recovery])
  expect(await readdir(join(drive, 'keys'))).toHaveLength(3)
  for (const [at, kit] of [newKit, oldKit].entries()) {
    const target = join(temporary.path, `again-${at}`)
    const store = memorySecretStore()
    const restored = await restoreFromBackup(
      target,
      createFolderPlace(drive),
      { kit },
      {
        ...{ ...means(), id, openStore: async () => store },
      },
    )
    expect(restored).toMatchObject({ ename, differences: [] })
    await using it = await open(target, store)
    expect(
      (await it.graphql('{ metaEnvelopes { totalCount } }')).data.metaEnvelopes.totalCount,
    ).toBe(4)
  }
  await backUpVault(there, ofNew, options)
  expect(await readdir(join(drive, 'keys'))).toHaveLength(3)
}, 120_000)

test('a second backup is small, and a drill proves it', async () => {
  await fill(20)
  const first = await begin()
  await fill(1)
  const second = await backUp()
  expect(second.added).toBeLessThan(first.added / 2)
  expect(await proveBackup(data, means())).toMatchObject({ id: second.id, differences: [] })
  expect(await readdir(join(drive, 'proofs'))).toEqual([`${second.id}.age`])
  expect((await readdir(data)).filter((name) => name.startsWith('drill'))).toEqual([])
})

test('a drill says what is damaged, and leaves no proof', async () => {
  await fill(5)
  await begin()
  const whole = join(temporary.path, 'whole')
  await cp(drive, whole, { recursive: true })
  const pieces = await readdir(join(drive, 'pieces'), { recursive: true, withFileTypes: true })
  let failures = 0
  for (const piece of pieces.filter((entry) => entry.isFile()).slice(0, 2)) {
    await truncate(join(piece.parentPath, piece.name), 300)
    const { differences, damagedPieces } = await proveBackup(data, means())
    expect(damagedPieces).toEqual([piece.name.slice(0, -4)])
    expect(differences.length).toBeGreaterThan(0)
    failures += 1
    if (failures === 2) break
    await rm(drive, { recursive: true })
    await cp(whole, drive, { recursive: true })
  }
  expect(failures).toBe(2)
  expect(await readdir(join(drive, 'proofs')).catch(() => [])).toEqual([])
  // The next backup puts it again.
  const { id } = await backUp()
  expect(await proveBackup(data, means())).toMatchObject({ id, differences: [] })
  expect(await readdir(join(drive, 'damaged'))).toEqual([])
})

test('an absent drive, and another vault’s, are told apart; nothing is made anew', async () => {
  await fill(1)
  await begin()
  await expect(begin()).rejects.toMatchObject({ code: 'PLACE_BUSY' })
  const hidden = join(temporary.path, 'hidden')
  await cp(drive, hidden, { recursive: true })
  await rm(drive, { recursive: true })
  await expect(backUp()).rejects.toMatchObject({ code: 'PLACE_ABSENT' })
  await mkdir(drive)
  await expect(backUp()).rejects.toMatchObject({ code: 'NO_BACKUPS' })
  expect(await readdir(drive)).toEqual([])
  await cp(hidden, drive, { recursive: true })
  const other = memorySecretStore()
  const there = join(temporary.path, 'other')
  await (await open(there, other))[Symbol.asyncDispose]()
  const ofOther = { ...means(), openStore: async () => other }
  await expect(backUpVault(there, ofOther, options)).rejects.toMatchObject({ code: 'WRONG_KEY' })
})

test('a vault that runs is not backed up from outside', async () => {
  await using it = await open()
  await it.create()
  await expect(begin()).rejects.toMatchObject({ code: 'DATA_DIRECTORY_IN_USE' })
})
