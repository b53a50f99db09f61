import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRegistryClient } from '../src/registry/client.ts'
import { change, type Household, identityLog, openTown, type Town } from './support/friends.ts'
import { furnish, moverOf, openBetween } from './support/moving.ts'
import { inShort, put, verdictsOn } from './support/signing.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

/** What names and keys need after a move: the identity log, and the id that the vault had. */
let town: Town
let home: Household
let server: Household
let named: { 'x-ename': string }
beforeAll(async () => {
  town = await openTown()
  home = await town.household()
  server = await town.household()
  await furnish(home.it, 3)
  named = { 'x-ename': home.it.vault.ename }
}, 120_000)
afterAll(() => town[Symbol.asyncDispose]())

const logAt = async (it: TestVault) => {
  const { status, json } = await it.call('/identity-log', { headers: named })
  return { status, entries: json.entries as { versionId: string }[] | undefined }
}

async function moveTo(url: string) {
  const mover = moverOf(home.it)
  expect((await mover.start(url)).errors).toEqual([])
  expect((await mover.rests()).state).toBe('ready')
  await mover.switch()
  const done = await mover.rests()
  expect([done.problem, done.state]).toEqual([null, 'switched'])
  return { mover, kinds: new Map(done.report?.notMoved.map((one) => [one.kind, one])) }
}

test('a signature by a key that was renewed since is verified as before the move', {
  timeout: 60_000,
}, async () => {
  const { ename } = home.it.vault
  const query = `{ bindingDocuments(first: 1) { edges { node {
    subject type data signatures { signer signature timestamp } } } } }`
  const { edges } = (await home.it.owner(query)).data.bindingDocuments
  const { signatures, ...document } = edges[0].node
  const reader = await town.household()
  const id = await put(reader.it, document, signatures[0])
  expect((await change(home.it, '{ rotateKey { errors { message } } }')).errors).toEqual([])
  const verdict = async () => {
    // It remembers nothing of what it was told before.
    await reader.open()
    return (await verdictsOn(reader.it, id)).map(inShort)
  }
  const before = await verdict()
  expect(before).toEqual(['valid former'])
  const { entries } = await identityLog(home.it)
  expect(entries).toHaveLength(2)
  expect((await logAt(server.it)).status).toBe(404)
  const { kinds, mover } = await moveTo(server.it.vault.localUrl)
  expect((await logAt(server.it)).entries).toEqual(entries)
  await server.open()
  expect((await logAt(server.it)).entries).toEqual(entries)
  const registry = createRegistryClient({ url: town.host.vault.registry.url })
  await expect
    .poll(async () => (await registry.resolve(ename, { fresh: true }))?.uri)
    .toBe(server.it.vault.localUrl)
  expect(await verdict()).toEqual(before)
  expect(kinds.has('identity-log')).toBe(false)
  expect(kinds.has('former-id')).toBe(false)
  expect((await mover.goBack()).errors).toEqual([])
})

test('a log that grew is taken along by the next move; no other takes its place', {
  timeout: 60_000,
}, async () => {
  expect((await change(home.it, '{ rotateKey { errors { message } } }')).errors).toEqual([])
  const { entries } = await identityLog(home.it)
  expect(entries).toHaveLength(3)
  const { mover } = await moveTo(server.it.vault.localUrl)
  expect((await logAt(server.it)).entries).toEqual(entries)
  const [first, second] = entries as unknown as [Record<string, unknown>, object]
  const strange = await identityLog(server.it)
  const refused = async (some: readonly object[], headers: object = {}) =>
    (
      await server.it.call('/migration/identity-log', {
        body: { entries: some },
        headers: { ...named, ...headers },
      })
    ).status
  // Nobody but the owner, and no platform.
  expect(await refused(entries)).toBe(403)
  const authorization = `Bearer ${await server.it.platformToken()}`
  expect(await refused(entries, { authorization })).toBe(403)
  for (const some of [[second], [{ ...first, method: 'w3id:v2' }], strange.entries]) {
    const { errors } = await changeLog(some)
    expect(errors).toBe(400)
  }
  expect((await logAt(server.it)).entries).toEqual(entries)
  expect((await mover.goBack()).errors).toEqual([])

  /** As the owner, with the token that the move was done with. */
  async function changeLog(some: readonly object[]) {
    await using between = await openBetween(server.it.vault.localUrl)
    let status = 0
    const again = moverOf(home.it)
    expect((await again.goBack()).errors).toEqual([])
    between.before = (passing) => {
      if (passing.path === '/migration/identity-log') {
        passing.body = JSON.stringify({ entries: some })
      }
      return undefined
    }
    between.after = (passing, text) => {
      if (passing.path === '/migration/identity-log') status = text.includes('error') ? 400 : 200
      return text
    }
    const { kinds } = await moveTo(between.url)
    // It had the whole of it from the move before.
    expect(kinds.has('identity-log')).toBe(false)
    return { errors: status }
  }
})

test('what the other side does not do is in the report: the log, and the id of the old vault', {
  timeout: 60_000,
}, async () => {
  const { url, secret } = town.host.vault.registry
  await using registry = await openBetween(url)
  await using from = await openTestVault({
    config: { registry: registry.url },
    means: { registrySecret: secret },
  })
  const { it } = await town.household()
  await using between = await openBetween(it.vault.localUrl)
  between.after = ({ path }, text) =>
    path.includes('identity-log') ? '{"error":"Not found"}' : text
  const formerId = (await createRegistryClient({ url }).resolve(from.vault.ename))?.evault ?? ''
  registry.after = ({ path }, text) =>
    path.includes(encodeURIComponent(formerId)) ? '{"error":"unknown"}' : text
  await from.create({ n: 1 })
  const mover = moverOf(from)
  await mover.start(between.url)
  expect((await mover.rests()).state).toBe('ready')
  await mover.switch()
  const done = await mover.rests()
  expect([done.problem, done.state]).toEqual([null, 'switched'])
  const kinds = new Map(done.report?.notMoved.map((one) => [one.kind, one]))
  expect(kinds.get('identity-log')).toMatchObject({ count: 1 })
  expect(kinds.get('former-id')).toMatchObject({ count: 1, items: [formerId] })
})
