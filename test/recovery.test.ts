import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyCustody } from '../src/evault/index.ts'
import { createRegistryClient } from '../src/registry/client.ts'
import { keysAt, validateLogChain } from '../src/w3id/identity-log/validate.ts'
import { verifySignature } from '../src/w3id/signatures.ts'
import {
  addDevice,
  change,
  decide,
  forgetOwnersKeys,
  type Household,
  identityLog,
  openTown,
  ownerToken,
  progress,
  received,
  setTrust,
  startRecovery,
  type Town,
  until,
  veto,
} from './support/friends.ts'
import { openStored } from './support/storage.ts'
import { memorySecretStore, type TestVault } from './support/test-vault.ts'

let town: Town
let b: TestVault
let c: Household
let d: Household
beforeAll(async () => {
  town = await openTown()
  b = town.host
  ;[c, d] = [await town.household(), await town.household()]
})
afterAll(() => town[Symbol.asyncDispose]())

/** A vault that trusts B, C and D with a recovery, any two of them. */
async function owner(more = {}): Promise<Household> {
  const a = await town.household()
  const { errors } = await setTrust(a.it, [b, c.it, d.it], more)
  expect(errors).toEqual([])
  return a
}
const keysOf = async (it: TestVault) => (await identityLog(it)).entries.at(-1)?.updateKeys ?? []
const stateOf = async (it: TestVault) => (await progress(it)).state
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const warningsOf = async (it: TestVault) =>
  (await it.owner('{ vault { warnings { code message } } }')).data.vault.warnings

test('two of three friends give an owner without keys new ones, after the wait', async () => {
  const a = await owner()
  const { ename } = a.it.vault
  const [oldKey = ''] = await keysOf(a.it)
  // What the old key signs in its time.
  const document = Buffer.from('{"a":1}')
  const oldSecrets = memorySecretStore()
  for (const [name, secret] of a.secrets) oldSecrets.secrets.set(name, secret)
  const old = createKeyCustody(oldSecrets)
  const oldName = [...oldSecrets.secrets.keys()].find((name) => name.endsWith('/owner/2')) ?? ''
  expect(await old.publicKey(oldName)).toBe(oldKey)
  const signature = Buffer.from(await old.sign(oldName, document, 'identity-log'))
  const signedAt = new Date()
  const askAsOwner = async () => {
    const authorization = `Bearer ${await ownerToken(ename, old, oldName)}`
    return (await a.it.graphql('{ metaEnvelopes { totalCount } }', undefined, { authorization }))
      .status
  }
  expect(await askAsOwner()).toBe(200)

  await a.loseKeys()
  expect((await a.it.owner('{ identity { keyless } }')).data.identity.keyless).toBe(true)
  const { fingerprints, until: earliest } = await startRecovery(a.it)
  const approved = await Promise.all([decide(b, a.it), decide(c.it, a.it)])
  expect(approved.map(({ errors }) => errors)).toEqual([[], []])
  expect((await received(b))[0]).toMatchObject({ asker: ename, fingerprints, status: 'approved' })
  await until(
    () => stateOf(a.it),
    (state) => state === 'done',
  )

  const { entries, pendingRecovery } = await identityLog(a.it)
  expect(pendingRecovery).toBeNull()
  const recovered = entries.at(-1)
  expect(recovered).toMatchObject({ operation: 'recover', trust: { threshold: 2 } })
  expect(recovered?.recovery?.approvals.map(({ ename }) => ename).sort()).toEqual(
    [b.vault.ename, c.it.vault.ename].sort(),
  )
  expect(Date.parse(recovered?.versionTime ?? '')).toBeGreaterThanOrEqual(Date.parse(earliest))
  const registry = createRegistryClient({ url: b.vault.registry.url })
  const state = await validateLogChain(entries, {
    id: ename,
    verifyApproval: async (approval) =>
      (await registry.verifyCertificate(approval.certificate, approval.ename)).publicKey ===
      approval.publicKey,
  })
  const [newKey = ''] = state.updateKeys
  expect(newKey).not.toBe(oldKey)

  // The registry vouches for the new key only, and only it speaks for the eName.
  const { json } = await a.it.call('/whois', { headers: { 'x-ename': ename } })
  const certified = await Promise.all(
    json.keyBindingCertificates.map((jwt: string) => registry.verifyCertificate(jwt, ename)),
  )
  expect(certified.map(({ publicKey }) => publicKey)).toEqual([newKey])
  expect(await askAsOwner()).toBe(401)
  // What the old key signed in its time stays valid.
  expect(keysAt(entries, signedAt)).toEqual([oldKey])
  expect(await verifySignature(oldKey, document, signature.toString('base64'))).toBe(true)

  // It goes on with keys, renews them, and opens as any other vault.
  const { errors } = await change(a.it, '{ rotateKey { errors { code message } } }')
  expect(errors).toEqual([])
  await a.open()
  const { identity } = (await a.it.owner('{ identity { keyless log { operation } } }')).data
  expect(identity.keyless).toBe(false)
  expect(identity.log.map(({ operation }: { operation: string }) => operation)).toEqual([
    ...['genesis', 'rotate', 'recover', 'rotate'],
  ])
})

test('without keys a vault answers as before, but signs nothing; without the flag it does not open', async () => {
  const a = await owner()
  await a.it.create()
  const certificates = async () =>
    (await a.it.call('/whois', { headers: { 'x-ename': a.it.vault.ename } })).json
      .keyBindingCertificates.length
  await a.loseKeys()
  expect(await certificates()).toBe(1)
  const id = await a.it.create({ content: 'later' })
  const { metaEnvelope } = (await a.it.owner(`{ metaEnvelope(id: "${id}") { parsed } }`)).data
  expect(metaEnvelope.parsed).toEqual({ content: 'later' })
  const keys = '{ identity { keys { isThisComputer state } } }'
  expect((await a.it.owner(keys)).data.identity.keys[0]).toEqual({
    ...{ isThisComputer: false, state: 'current' },
  })
  const rotated = await change(a.it, '{ rotateKey { errors { code message } } }')
  expect(rotated.errors).toEqual([
    { code: 'UNAVAILABLE', message: expect.stringContaining('recovery kit') },
  ])
  await expect(a.open()).rejects.toMatchObject({ code: 'KEY_MISSING' })
  // Also while new keys wait in the keychain for their approval.
  await a.open({ withoutKeys: true })
  await startRecovery(a.it)
  await expect(a.open()).rejects.toMatchObject({ code: 'KEY_MISSING' })
})

test('one approval of two changes nothing, however long it is waited', async () => {
  const a = await owner({ waitSeconds: 0 })
  const before = await keysOf(a.it)
  await a.loseKeys()
  await startRecovery(a.it)
  await decide(c.it, a.it)
  const friend = async () =>
    (await progress(a.it)).friends.find(({ ename }) => ename === c.it.vault.ename)?.answer
  await until(friend, (answer) => answer === 'approved')
  await sleep(2_500)
  expect(await stateOf(a.it)).toBe('collecting')
  expect(await keysOf(a.it)).toEqual(before)
})

test('it is told loudly, and a key of another device stops it for good', async () => {
  const a = await owner({ waitSeconds: 2 })
  const device = await addDevice(a.it)
  await a.loseKeys()
  expect(await warningsOf(a.it)).toMatchObject([{ code: 'NO_KEYS' }])
  const { until: earliest } = await startRecovery(a.it)
  await Promise.all([decide(b, a.it), decide(c.it, a.it)])
  const told = await identityLog(a.it)
  expect(told.pendingRecovery).toMatchObject({ until: earliest })
  expect(told.pendingRecovery?.updateKeys).toHaveLength(1)
  const [warning] = await warningsOf(a.it)
  expect(warning).toEqual({ code: 'RECOVERY_PENDING', message: expect.stringContaining(earliest) })
  expect(a.it.logged.some((line) => line.includes('RECOVERY_PENDING'))).toBe(true)

  // Nobody else can stop it.
  expect((await veto(a.it, null)).status).toBe(401)
  const stranger = createKeyCustody(memorySecretStore())
  await stranger.createKey('key')
  const forged = await ownerToken(a.it.vault.ename, stranger, 'key')
  expect((await veto(a.it, forged)).status).toBe(401)
  expect((await identityLog(a.it)).pendingRecovery).not.toBeNull()

  expect(await veto(a.it, await device.token())).toMatchObject({
    ...{ status: 200, json: { success: true } },
  })
  expect(await stateOf(a.it)).toBe('vetoed')
  expect((await veto(a.it, await device.token())).status).toBe(404)
  await sleep(Math.max(0, Date.parse(earliest) - Date.now()) + 1_500)
  const { entries, pendingRecovery } = await identityLog(a.it)
  expect(entries.at(-1)).toMatchObject({ operation: 'rotate' })
  expect(pendingRecovery).toBeNull()
  expect(await warningsOf(a.it)).toMatchObject([{ code: 'NO_KEYS' }])
  await a.open({ withoutKeys: true })
  expect(await stateOf(a.it)).toBe('vetoed')

  // Another one needs other keys and other approvals.
  const again = await startRecovery(a.it)
  expect(again.friends.every(({ answer }) => answer === 'pending')).toBe(true)
  expect((await identityLog(a.it)).pendingRecovery?.updateKeys).not.toEqual(
    told.pendingRecovery?.updateKeys,
  )
  await Promise.all([decide(b, a.it), decide(c.it, a.it)])
  await until(
    () => stateOf(a.it),
    (state) => state === 'done',
  )
})

test('it can be stopped while the owner is asked to confirm it, but not once it is written', async () => {
  const a = await owner({ waitSeconds: 0 })
  const device = await addDevice(a.it)
  await a.close()
  forgetOwnersKeys(a.secrets)
  let confirm = () => {}
  let isAsked = false
  const confirmed = new Promise<void>((resolve) => {
    confirm = resolve
  })
  const custody = createKeyCustody(a.store)
  const sign: typeof custody.sign = async (name, bytes, purpose) => {
    isAsked ||= purpose === 'identity-log'
    if (purpose === 'identity-log') await confirmed
    return custody.sign(name, bytes, purpose)
  }
  await a.open({ withoutKeys: true, openCustody: async () => ({ ...custody, sign }) })
  await startRecovery(a.it)
  await Promise.all([decide(b, a.it), decide(c.it, a.it)])
  await until(
    async () => isAsked,
    (asked) => asked,
  )
  expect(await stateOf(a.it)).toBe('waiting')
  expect((await veto(a.it, await device.token())).status).toBe(200)
  confirm()
  await sleep(500)
  expect((await identityLog(a.it)).entries).toHaveLength(2)
  expect(await stateOf(a.it)).toBe('vetoed')

  await startRecovery(a.it)
  await Promise.all([decide(b, a.it), decide(c.it, a.it)])
  await until(
    () => stateOf(a.it),
    (state) => state === 'done',
  )
  expect((await veto(a.it, await device.token())).status).toBe(404)
})

test('keys can be lost twice, and behind a log longer than one answer may be', async () => {
  const a = await owner({ waitSeconds: 0 })
  const rotations = Array.from({ length: 70 }, () =>
    change(a.it, '{ rotateKey { errors { code } } }'),
  )
  await Promise.all(rotations)
  for (const times of [1, 2]) {
    await a.loseKeys()
    await startRecovery(a.it)
    await Promise.all([decide(b, a.it), decide(c.it, a.it)])
    await until(
      () => stateOf(a.it),
      (state) => state === 'done',
    )
    const { entries } = await identityLog(a.it)
    expect(entries).toHaveLength(72 + times)
    expect(JSON.stringify(entries).length).toBeGreaterThan(64 * 1024)
  }
})

test('a restart in the middle goes on, and one in the wait is not too early', async () => {
  const a = await owner({ waitSeconds: 8 })
  await a.loseKeys()
  const { fingerprints, until: earliest } = await startRecovery(a.it)
  await decide(b, a.it)
  await a.open({ withoutKeys: true })
  expect((await warningsOf(a.it))[0]?.code).toBe('RECOVERY_PENDING')
  await decide(c.it, a.it)
  expect((await progress(a.it)).fingerprints).toEqual(fingerprints)
  await a.open({ withoutKeys: true })
  expect((await identityLog(a.it)).entries).toHaveLength(2)
  expect(Date.now()).toBeLessThan(Date.parse(earliest))
  await until(
    () => stateOf(a.it),
    (state) => state === 'done',
  )
  const entry = (await identityLog(a.it)).entries.at(-1)
  expect(Date.parse(entry?.versionTime ?? '')).toBeGreaterThanOrEqual(Date.parse(earliest))
  await a.open()
})

test('a crash after the entry was written, before that was noted, is made good', async () => {
  const a = await owner({ waitSeconds: 0 })
  await a.loseKeys()
  await startRecovery(a.it)
  await Promise.all([decide(b, a.it), decide(c.it, a.it)])
  await until(
    () => stateOf(a.it),
    (state) => state === 'done',
  )
  await a.close()
  {
    await using database = await openStored(a.directory, a.store)
    await database.db.execute(sql`UPDATE recoveries SET state = 'open'`)
  }
  await a.open()
  expect(await stateOf(a.it)).toBe('done')
  expect(await warningsOf(a.it)).toEqual([])
})

test('a friend who is away does not keep the others waiting, and is asked when back', async () => {
  const a = await owner({ waitSeconds: 0 })
  await a.loseKeys()
  await d.close()
  await startRecovery(a.it)
  await decide(b, a.it)
  const { friends } = await until(
    () => progress(a.it),
    ({ friends }) => friends.filter(({ reached }) => reached).length === 2,
  )
  expect(friends.find(({ reached }) => !reached)?.problem).toContain('cannot be reached')
  await d.open()
  const { errors } = await decide(d.it, a.it)
  expect(errors).toEqual([])
  await until(
    () => stateOf(a.it),
    (state) => state === 'done',
  )
})

test('a friend may decline, and take an approval back while it is held', async () => {
  const a = await owner({ waitSeconds: 3 })
  await a.loseKeys()
  await startRecovery(a.it)
  await Promise.all([decide(b, a.it), decide(c.it, a.it)])
  await decide(d.it, a.it, 'declineRecovery')
  const [request] = await received(c.it)
  const status = async () => (await c.it.call(`/recovery/requests/${request?.id}`)).json
  expect(await status()).toEqual({ status: 'approved' })
  const back = await change(
    c.it,
    '($id: ID!) { declineRecovery(id: $id) { request { status } errors { code } } }',
    { id: request?.id },
  )
  expect(back).toEqual({ request: { status: 'declined' }, errors: [] })
  expect(await status()).toEqual({ status: 'declined' })
  await sleep(4_500)
  expect(await stateOf(a.it)).toBe('collecting')
  expect((await identityLog(a.it)).entries).toHaveLength(2)
  const stopped = await change(a.it, '{ cancelRecovery { recovery { state } errors { code } } }')
  expect(stopped).toEqual({ recovery: { state: 'cancelled' }, errors: [] })
})

test('keys that come back can stop a recovery, and their next change makes it void', async () => {
  const a = await owner()
  const secrets = new Map(a.secrets)
  await a.loseKeys()
  await startRecovery(a.it)
  await a.close()
  for (const [name, secret] of secrets) a.secrets.set(name, secret)
  await a.open()
  expect((await warningsOf(a.it))[0]?.code).toBe('RECOVERY_PENDING')
  const { errors } = await change(a.it, '{ rotateKey { errors { code message } } }')
  expect(errors).toEqual([])
  expect(await stateOf(a.it)).toBe('void')
  expect(await warningsOf(a.it)).toEqual([])
  const again = await change(a.it, '{ startRecovery { errors { code } } }')
  expect(again.errors).toEqual([{ code: 'FORBIDDEN' }])
})
