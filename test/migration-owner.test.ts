import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './support/call.ts'
import { change, type Household } from './support/friends.ts'
import { makeKeyHolder } from './support/key-holder.ts'
import { contentsOf, moverOf } from './support/moving.ts'
import { type MovingRoom, openMovingRoom } from './support/moving-room.ts'

/** What the window's listener refuses the owner in a vault that is on its way, or gone. */
let room: MovingRoom
beforeAll(async () => {
  room = await openMovingRoom(6)
}, 120_000)
afterAll(() => room?.[Symbol.asyncDispose]())

const file = { filename: 'a', contentType: 'text/plain', content: btoa('a'), acl: [] }
const writes: readonly (readonly [string, object])[] = [
  [
    `{ it: createMetaEnvelope(input: { ontology: "late", payload: { n: 1 }, acl: [] }) {
      errors { code message } } }`,
    {},
  ],
  [
    `($id: ID!) { it: updateMetaEnvelope(id: $id, input: { ontology: "late", payload: {}, acl: [] }) {
      errors { code message } } }`,
    { id: 'changed' },
  ],
  ['($id: ID!) { it: removeMetaEnvelope(id: $id) { errors { code message } } }', { id: 'removed' }],
  [
    '($input: UploadFileInput!) { it: uploadFile(input: $input) { errors { code message } } }',
    { input: file },
  ],
  [
    `{ it: signBindingDocument(type: self, data: { kind: "self", name: "Anna" }) {
      errors { code message } } }`,
    {},
  ],
]

/** The code that each way to change a vault in its owner's window is refused with. */
async function codesAt({ it }: Household, headers = {}): Promise<Set<string | undefined>> {
  const codes = new Set<string | undefined>()
  for (const [mutation, variables] of writes) {
    const { data, errors } = await it.owner(`mutation ${mutation}`, variables, headers)
    codes.add(data?.it.errors[0]?.code ?? errors[0]?.extensions.code)
  }
  return codes
}

const rotate = '{ rotateKey { errors { code message } } }'
const revoke = '{ revokeKey(publicKey: "zDnAnyKey") { errors { code message } } }'

test('a vault that is gone takes no changes and no new keys, and says where they belong', {
  timeout: 90_000,
}, async () => {
  const { home, server, mover } = room
  const inputs = ['changed', 'removed'].map((id) => ({
    id,
    ontology: 'late',
    payload: {},
    acl: [],
  }))
  await home.it.owner(
    `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
      bulkCreateMetaEnvelopes(inputs: $inputs) { errorCount } }`,
    { inputs },
  )
  await room.copyTo(server.it.vault.localUrl)
  // The other vault knows the present keys.
  const [during] = (await change(home.it, rotate)).errors as { code: string; message: string }[]
  expect(during?.code).toBe('UNAVAILABLE')
  await mover.switch()
  expect((await mover.rests()).state).toBe('switched')
  for (const isReleased of [false, true]) {
    if (isReleased) expect((await mover.letGo(home.it.vault.ename)).errors).toEqual([])
    const before = await contentsOf(home.it)
    expect(await codesAt(home)).toEqual(new Set(['VAULT_MOVED']))
    expect(await contentsOf(home.it)).toEqual(before)
    for (const keyChange of [rotate, revoke]) {
      const { errors } = await change(home.it, keyChange)
      const told = expect.stringContaining(server.it.vault.localUrl)
      expect(errors).toEqual([{ code: 'VAULT_MOVED', message: told }])
    }
  }
  const { data } = await home.it.owner('{ identity { log { versionId } } }')
  expect(data.identity.log).toHaveLength(1)
})

test('a vault that is being filled takes what the move brings, and nothing of its owner’s window', {
  timeout: 90_000,
}, async () => {
  const { home, server, mover, named } = room
  const start = { direction: 'in' }
  expect((await mover.start(server.it.vault.localUrl, 'owner', start)).errors).toEqual([])
  const ready = await mover.rests()
  expect([ready.state, ready.problem]).toEqual(['ready', null])
  const before = await contentsOf(home.it)
  expect(await codesAt(home)).toEqual(new Set(['VAULT_ARRIVING']))
  expect(await contentsOf(home.it)).toEqual(before)
  // What is written at the old vault comes still.
  expect(await room.canWrite(server)).toBe(true)
  await mover.switch()
  const done = await mover.rests()
  expect([done.state, done.problem]).toEqual(['switched', null])
  expect(await contentsOf(home.it)).toEqual(await contentsOf(server.it, named))
  expect(await codesAt(home)).toEqual(new Set([undefined]))
  expect((await change(home.it, rotate)).errors).toEqual([])
})

test('room that a server has made is filled by the other vault, not in the server’s window', {
  timeout: 90_000,
}, async () => {
  const { home, server, mover, named } = room
  await room.copyTo(server.it.vault.localUrl)
  const before = await contentsOf(server.it, named)
  const codes = await codesAt(server, named)
  // One of the records is deleted by now, and the keys are elsewhere.
  expect([...codes].sort()).toEqual(['FORBIDDEN', 'NOT_FOUND', 'VAULT_ARRIVING'])
  expect(await contentsOf(server.it, named)).toEqual(before)
  await home.it.create({ late: true }, ['*'], 'late')
  await mover.switch()
  expect((await mover.rests()).state).toBe('switched')
  expect(await contentsOf(server.it, named)).toEqual(await contentsOf(home.it))
})

test('a cancelled move tells no vault that it had left, where it made no room', {
  timeout: 60_000,
}, async () => {
  const { town } = room
  const [here, there] = [(await town.household()).it, (await town.household()).it]
  const holder = await makeKeyHolder()
  const { json: entropy } = await call(`${town.host.vault.registry.url}/entropy`)
  const body = {
    ...{ registryEntropy: entropy.token, namespace: randomUUID() },
    ...{ verificationId: 'x', publicKey: holder.publicKey },
  }
  // The same name at both: the registry sends those who ask to the one that was made last.
  let ename = ''
  for (const it of [here, there]) ename = (await it.call('/provision', { body })).json.w3id
  const named = { 'x-ename': ename }
  const { vault } = (await there.call('/migration', { headers: named })).json
  expect(vault.standing).toBe('here')
  const mover = moverOf(here, named)
  const token = await holder.token(vault.evaultId, ename)
  expect((await mover.start(there.vault.localUrl, 'token', { token })).errors).toEqual([])
  const ready = await mover.rests()
  expect([ready.state, ready.problem, ready.helps]).toEqual(['ready', null, true])
  expect((await mover.cancel(true)).errors).toEqual([])
  const after = (await there.call('/migration', { headers: named })).json.vault
  expect(after.standing).toBe('here')
})
