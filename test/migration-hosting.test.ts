import { webcrypto } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRegistryClient } from '../src/registry/client.ts'
import { signJwt } from '../src/w3id/jwt.ts'
import { encodePublicKey } from '../src/w3id/keys.ts'
import { call } from './support/call.ts'
import { type Household, openTown, type Town } from './support/friends.ts'

/** A server that makes room for a name: for whom it does, and what it takes for granted. */
let town: Town
let server: Household
let holder: Awaited<ReturnType<typeof makeHolder>>
const ename = '@moving.w3id'
const named = { 'x-ename': ename }
const { subtle } = webcrypto

beforeAll(async () => {
  town = await openTown()
  server = await town.household()
  holder = await makeHolder()
}, 120_000)
afterAll(() => town[Symbol.asyncDispose]())

/** Somebody with a key, which the registry may certify for a name. */
async function makeHolder() {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const pair = await subtle.generateKey(curve, true, ['sign', 'verify'])
  const publicKey = encodePublicKey(new Uint8Array(await subtle.exportKey('spki', pair.publicKey)))
  const sign = async (bytes: Uint8Array) => {
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
    return new Uint8Array(await subtle.sign(algorithm, pair.privateKey, Uint8Array.from(bytes)))
  }
  return {
    token: (aud: string, iss = ename) =>
      signJwt({ kid: `${iss}#0`, payload: { iss, aud }, lifetimeSeconds: 300 }, sign),
    async certificate(name = ename) {
      const { url, secret } = town.host.vault.registry
      const { json } = await call(`${url}/key-binding-certificate`, {
        body: { ename: name, publicKey },
        headers: { authorization: `Bearer ${secret}` },
      })
      return json.token as string
    },
  }
}

const state = async (it = server.it) => (await it.call('/migration', { headers: named })).json
const arrive = (token: string | null, certificates: string[], it = server.it) =>
  it.call('/migration/arrivals', {
    body: { certificates },
    headers: { ...named, authorization: token && `Bearer ${token}` },
  })

test('no room is made without a certified key of the name, for this server', async () => {
  const { serverId, accepts, vault } = await state()
  expect([accepts, vault]).toEqual([true, null])
  const stranger = await makeHolder()
  const [good, certificate] = [await holder.token(serverId), await holder.certificate()]
  for (const [token, certificates, status] of [
    [null, [certificate], 401],
    [good, ['x'], 401],
    [good, [await holder.certificate('@somebody.w3id')], 401],
    [good, [await stranger.certificate()], 401],
    [await stranger.token(serverId), [certificate], 401],
    [await holder.token('@another-server'), [certificate], 401],
    [await holder.token(ename), [certificate], 401],
    [await holder.token(serverId, '@somebody.w3id'), [certificate], 403],
    [good, [], 400],
  ] as const) {
    expect((await arrive(token, [...certificates])).status).toBe(status)
  }
  expect((await state()).vault).toBe(null)
  const guarded = await town.household()
  await guarded.it.owner(
    'mutation { changeSettings(changes: { provisioning: "off" }) { errors { code } } }',
  )
  const { serverId: other } = await state(guarded.it)
  const refused = await arrive(await holder.token(other), [certificate], guarded.it)
  expect(refused.status).toBe(403)
})

test('an arriving vault is its owner’s alone, and the registry is told nothing of it', async () => {
  const { serverId } = await state()
  const made = await arrive(await holder.token(serverId), [await holder.certificate()])
  expect([made.status, made.json]).toEqual([200, { success: true }])
  // Made again, it is the same.
  const { vault } = await state()
  expect(vault.standing).toBe('arriving')
  await arrive(await holder.token(serverId), [await holder.certificate()])
  expect((await state()).vault).toEqual(vault)
  await server.open()
  expect((await state()).vault).toEqual(vault)
  const registry = createRegistryClient({ url: town.host.vault.registry.url })
  expect(await registry.resolve(ename)).toBe(null)

  const owner = { ...named, authorization: `Bearer ${await holder.token(vault.evaultId)}` }
  const platform = { ...named, authorization: `Bearer ${await server.it.platformToken()}` }
  const count = '{ metaEnvelopes { totalCount } }'
  expect((await server.it.graphql(count, {}, owner)).data.metaEnvelopes.totalCount).toBe(0)
  for (const headers of [platform, named]) {
    const { errors } = await server.it.graphql(count, {}, headers)
    expect(errors[0]?.extensions.code).toBe('UNAVAILABLE')
  }
  // It says that it has arrived when the registry says so, not when it is told.
  const arrived = (headers: Record<string, string>) =>
    server.it.call('/migration/arrived', { method: 'POST', headers })
  expect((await arrived(owner)).status).toBe(503)
  expect((await state()).vault.standing).toBe('arriving')
  const { url, secret } = town.host.vault.registry
  await call(`${url}/register`, {
    body: { ename, uri: server.it.vault.localUrl, evault: vault.evaultId },
    headers: { authorization: `Bearer ${secret}` },
  })
  expect((await arrived(platform)).status).toBe(503)
  expect((await arrived(owner)).status).toBe(200)
  expect((await state()).vault.standing).toBe('here')
  // Whose vault is here is asked for no room any more.
  const again = await arrive(await holder.token(serverId), [await holder.certificate()])
  expect(again.status).toBe(400)
})

test('ACLs and the word that it has left are the owner’s', async () => {
  const { vault } = await state()
  const owner = { ...named, authorization: `Bearer ${await holder.token(vault.evaultId)}` }
  const platform = { ...named, authorization: `Bearer ${await server.it.platformToken()}` }
  for (const [path, body] of [
    ['/migration/records', {}],
    ['/migration/left', { uri: 'https://evil.example' }],
    ['/migration/files', { id: 'a', from: 'b' }],
  ] as const) {
    for (const [headers, status] of [
      [platform, 403],
      [named, 403],
    ] as const) {
      expect((await server.it.call(path, { body, headers })).status).toBe(status)
    }
  }
  const records = await server.it.call('/migration/records', { body: {}, headers: owner })
  expect([records.status, records.json]).toEqual([200, { records: [], next: null }])
  for (const uri of ['javascript:alert(1)', 'x']) {
    const left = await server.it.call('/migration/left', { body: { uri }, headers: owner })
    expect(left.status).toBe(400)
  }
})
