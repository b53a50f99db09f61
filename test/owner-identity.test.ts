import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createKeyCustody, SigningRefused } from '../src/evault/index.ts'
import { signJwt } from '../src/w3id/jwt.ts'
import { openStored } from './support/storage.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

const identity = `{ ename keychainWeak
  keys { publicKey state isThisComputer isInLog device addedBy since until certifiedUntil }
  log { versionId versionTime operation updateKeys nextKeyHashes signedBy approvedBy } }`
const read = async (it: TestVault) => (await it.owner(`{ identity ${identity} }`)).data.identity
async function change(it: TestVault, mutation: string, variables?: object) {
  const name = /\{\s*(\w+Key)\b/.exec(mutation)?.[1] as string
  return (await it.owner(mutation, variables)).data[name]
}
const rotate = `mutation { rotateKey { identity ${identity} errors { code message } } }`

test('a new vault has a log with its key and a commitment to the next', async () => {
  await using it = await openTestVault()
  const { ename, keys, log } = await read(it)
  expect(ename).toBe(it.vault.ename)
  expect(keys).toEqual([
    expect.objectContaining({ state: 'current', isThisComputer: true, isInLog: true, until: null }),
  ])
  expect(log).toEqual([
    expect.objectContaining({
      operation: 'genesis',
      updateKeys: [keys[0].publicKey],
      signedBy: [keys[0].publicKey],
    }),
  ])
  expect(log[0].nextKeyHashes).toHaveLength(1)
})

test('rotating replaces the key everywhere, and survives a restart', async () => {
  await using directory = await temporaryDirectory()
  const secretStore = memorySecretStore()
  const open = () => openTestVault({ dataDirectory: directory.path, secretStore })
  const certified = async (it: TestVault) => {
    const { json } = await it.call('/whois', { headers: { 'x-ename': it.vault.ename } })
    return json.keyBindingCertificates.map(
      (jwt: string) =>
        JSON.parse(Buffer.from(jwt.split('.')[1] as string, 'base64url').toString()).publicKey,
    )
  }
  let newest = ''
  let first = ''
  {
    await using it = await open()
    first = (await read(it)).keys[0].publicKey
    await it.create()
    for (let n = 1; n <= 3; n += 1) {
      const { identity: after, errors } = await change(it, rotate)
      expect(errors).toEqual([])
      expect(after.log).toHaveLength(n + 1)
      newest = after.keys[0].publicKey
      expect(after.keys.map(({ state }: { state: string }) => state)).toEqual([
        'current',
        ...Array(n).fill('retired'),
      ])
      expect(await certified(it)).toEqual([newest])
      const { keys } = (await it.call('/.well-known/jwks.json')).json
      expect(keys.map(({ kid }: { kid: string }) => kid)).toEqual([`${it.vault.ename}#${n}`])
    }
    await it.create()
    expect((await it.owner('{ logIntegrity { whole reason } }')).data.logIntegrity.whole).toBe(true)
  }
  await using it = await open()
  expect((await read(it)).keys[0].publicKey).toBe(newest)
  expect(newest).not.toBe(first)
  expect(await certified(it)).toEqual([newest])
  const { logIntegrity } = (await it.owner('{ logIntegrity { whole signedSequence } }')).data
  expect(logIntegrity).toEqual({ whole: true, signedSequence: 2 })
})

const addKey = `mutation ($publicKey: String!) {
  addKey(publicKey: $publicKey, device: "Phone") { identity ${identity} errors { code message } } }`
const revokeKey = `mutation ($publicKey: String!) {
  revokeKey(publicKey: $publicKey) { identity ${identity} errors { code message } } }`

test('a revoked key of a device leaves /whois and ends with its next request', async () => {
  await using it = await openTestVault()
  const phone = createKeyCustody(memorySecretStore())
  const publicKey = await phone.createKey('phone')
  const { ename } = it.vault
  const token = await signJwt(
    { kid: `${ename}#phone`, payload: { iss: ename, aud: ename }, lifetimeSeconds: 300 },
    (bytes) => phone.sign('phone', bytes, 'identity-log'),
  )
  const asked = () =>
    it.graphql('{ metaEnvelopes { totalCount } }', undefined, {
      authorization: `Bearer ${token}`,
    })
  const whois = async () =>
    (await it.call('/whois', { headers: { 'x-ename': it.vault.ename } })).json
      .keyBindingCertificates.length
  expect((await asked()).status).toBe(401)

  const added = await change(it, addKey, { publicKey })
  expect(added.errors).toEqual([])
  expect(added.identity.keys[1]).toMatchObject({ device: 'Phone', state: 'current', publicKey })
  expect(added.identity.keys[1].certifiedUntil).not.toBeNull()
  expect(await whois()).toBe(2)
  expect((await asked()).data.metaEnvelopes.totalCount).toBe(0)

  const revoked = await change(it, revokeKey, { publicKey })
  expect(revoked.identity.keys[1]).toMatchObject({ state: 'revoked', certifiedUntil: null })
  expect((await asked()).status).toBe(401)
  expect(await whois()).toBe(1)
  // It can't come back, and can't be ended twice.
  expect((await change(it, addKey, { publicKey })).errors[0].code).toBe('INVALID_INPUT')
  expect((await change(it, revokeKey, { publicKey })).errors[0].code).toBe('NOT_FOUND')
})

test('a rotation that fails in the keychain changes nothing, and works the next time', async () => {
  const secretStore = memorySecretStore()
  let fails = false
  const set: typeof secretStore.set = (name, secret) =>
    fails ? Promise.reject(new Error('locked')) : secretStore.set(name, secret)
  await using it = await openTestVault({ secretStore: { ...secretStore, set } })
  const before = await read(it)
  fails = true
  const failed = await change(it, rotate)
  expect(failed).toMatchObject({ identity: null, errors: [{ code: 'UPDATE_FAILED' }] })
  expect(await read(it)).toEqual(before)
  fails = false
  expect((await change(it, rotate)).identity.log).toHaveLength(2)
})

test('rotations that are refused leave one key over, which the next one takes', async () => {
  const secretStore = memorySecretStore()
  const custody = createKeyCustody(secretStore)
  let refuses = true
  const sign: typeof custody.sign = (name, bytes, purpose) =>
    refuses && JSON.parse(`${purpose === 'identity-log' ? Buffer.from(bytes) : '{}'}`).previous
      ? Promise.reject(new SigningRefused('Nothing was signed: you did not confirm it.'))
      : custody.sign(name, bytes, purpose)
  await using it = await openTestVault({
    secretStore,
    means: { openCustody: async () => ({ ...custody, sign }) },
  })
  for (let n = 0; n < 3; n += 1) {
    const { errors } = await change(it, rotate)
    expect(errors).toEqual([
      { code: 'FORBIDDEN', message: 'Nothing was signed: you did not confirm it.' },
    ])
  }
  const ownerKeys = () => [...secretStore.secrets.keys()].filter((name) => name.includes('owner'))
  expect(ownerKeys()).toHaveLength(3)
  refuses = false
  expect((await change(it, rotate)).identity.log).toHaveLength(2)
  expect(ownerKeys()).toHaveLength(3)
  expect((await change(it, rotate)).identity.log).toHaveLength(3)
  expect(ownerKeys()).toHaveLength(4)
})

test('keys that come from another keychain are told, until the key is renewed there', async () => {
  await using directory = await temporaryDirectory()
  const secretStore = memorySecretStore()
  await (await openTestVault({ dataDirectory: directory.path, secretStore }))[Symbol.asyncDispose]()
  const keychain = { id: 'other', name: 'Another keychain', weak: false }
  const moved = { ...secretStore, keychain }
  const codes = async (it: TestVault) =>
    (await it.owner('{ vault { warnings { code } } }')).data.vault.warnings.map(
      ({ code }: { code: string }) => code,
    )
  {
    await using it = await openTestVault({ dataDirectory: directory.path, secretStore: moved })
    expect(await codes(it)).toEqual(['KEYCHAIN_CHANGED'])
    await change(it, rotate)
    expect(await codes(it)).toEqual([])
  }
  await using it = await openTestVault({ dataDirectory: directory.path, secretStore: moved })
  expect(await codes(it)).toEqual([])
})

test('a key that was lost before its turn is told, and nothing changes', async () => {
  await using directory = await temporaryDirectory()
  const secretStore = memorySecretStore()
  const open = () => openTestVault({ dataDirectory: directory.path, secretStore })
  await (await open())[Symbol.asyncDispose]()
  const names = [...secretStore.secrets.keys()]
  secretStore.secrets.delete(names.find((name) => name.endsWith('/owner/2')) as string)
  await using it = await open()
  const before = await read(it)
  const { errors } = await change(it, rotate)
  expect(errors).toEqual([
    { code: 'UNAVAILABLE', message: expect.stringContaining('recovery kit') },
  ])
  expect(await read(it)).toEqual(before)
})

test('rotations that are asked for at once follow each other', async () => {
  await using it = await openTestVault()
  const answers = await Promise.all([1, 2, 3].map(() => change(it, rotate)))
  expect(answers.flatMap(({ errors }) => errors)).toEqual([])
  const { log, keys } = await read(it)
  expect(log).toHaveLength(4)
  expect(new Set(keys.map(({ publicKey }: { publicKey: string }) => publicKey)).size).toBe(4)
})

test('a log with one changed byte does not open, and says which entry', async () => {
  await using directory = await temporaryDirectory()
  const secretStore = memorySecretStore()
  {
    await using it = await openTestVault({ dataDirectory: directory.path, secretStore })
    await change(it, rotate)
  }
  {
    await using database = await openStored(directory.path, secretStore)
    await database.db.execute(sql`UPDATE identity_log
      SET entry = replace(entry, '"operation":"rotate"', '"operation":"rotatf"')`)
  }
  await expect(openTestVault({ dataDirectory: directory.path, secretStore })).rejects.toMatchObject(
    { code: 'IDENTITY_LOG_DAMAGED', message: /entry 1/ },
  )
})

test('only the owner listener has the identity', async () => {
  await using it = await openTestVault()
  for (const query of ['{ identity { ename } }', 'mutation { rotateKey { errors { code } } }']) {
    const { errors } = await it.graphql(query)
    expect(errors[0]?.message).toMatch(/Cannot query field/)
  }
})
