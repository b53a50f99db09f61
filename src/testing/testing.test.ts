import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCertifiedKeys } from '../registry/certified-keys.ts'
import { createRegistryClient } from '../registry/client.ts'
import { createSignatureVerifier } from '../registry/signature-verifier.ts'
import { startTestRegistry, startTestVault, type TestRegistry, type TestVault } from './index.ts'

const createPost = `mutation ($input: MetaEnvelopeInput!) {
  createMetaEnvelope(input: $input) { metaEnvelope { id parsed } errors { code } }
}`
const readAll = '{ metaEnvelopes { totalCount edges { node { parsed } } } }'
const input = { ontology: 'a-type', payload: { content: 'Hello!' }, acl: ['*'] }

let registry: TestRegistry
let ada: TestVault
let ben: TestVault
let platform: Platform
beforeAll(async () => {
  registry = await startTestRegistry()
  ada = await startTestVault({ registry })
  ben = await startTestVault({ registry: ada.registry })
  platform = await openPlatform()
})
afterAll(async () => {
  await platform[Symbol.asyncDispose]()
  await ben[Symbol.asyncDispose]()
  await ada[Symbol.asyncDispose]()
  await registry[Symbol.asyncDispose]()
})

test('vaults of one registry have names of their own, which it resolves', async () => {
  const client = createRegistryClient({ url: registry.url })
  expect(ada.ename).not.toBe(ben.ename)
  expect(await client.resolve(ada.ename)).toMatchObject({ uri: ada.url })
  expect(await client.resolve(ben.ename)).toMatchObject({ uri: ben.url })
})

test('a platform reads what was written, and who shows no token does not', async () => {
  const created = await ada.graphql(createPost, { input })
  expect(created.data?.createMetaEnvelope).toMatchObject({ errors: [] })
  const read = await ada.graphql<{ metaEnvelopes: { totalCount: number } }>(readAll, undefined, {
    platform: platform.url,
  })
  expect(read).toMatchObject({ data: { metaEnvelopes: { totalCount: 1 } }, errors: [] })
  expect((await ben.graphql(readAll, {}, { platform: platform.url })).data).toMatchObject({
    metaEnvelopes: { totalCount: 0 },
  })
  expect((await ada.graphql('{ nothingOfThisName }')).errors).toHaveLength(1)
})

test('a listed platform on this computer is told of what is written in each vault', async () => {
  await ben.listPlatform(platform.url)
  for (const each of [ada, ben]) {
    await each.graphql(createPost, { input: { ...input, ontology: `of ${each.ename}` } })
    const mine = { w3id: each.ename, schemaId: `of ${each.ename}`, data: input.payload }
    const isMine = (packet: Packet) => packet.schemaId === mine.schemaId
    expect(await platform.heard('/api/webhook', isMine)).toMatchObject(mine)
  }
})

describe('somebody with a key', () => {
  test('answers a login as a wallet does, once, and the signature is theirs', async () => {
    const session = 'session-of-a-login'
    const redirect = `${platform.url}/login`
    const uri = `w3ds://auth?redirect=${encodeURIComponent(redirect)}&session=${session}&platform=test`
    expect(await ada.person.answer(uri)).toEqual({
      state: 'delivered',
      status: 200,
      response: '{}',
    })
    const body = (await platform.heard('/login')) as { signature: string }
    expect(body).toMatchObject({ w3id: ada.ename, ename: ada.ename, session })
    expect(await isSignedBy(ada, session, body.signature)).toBe(true)
    await expect(ada.person.answer(uri)).rejects.toThrow('signed or refused before')
    await expect(ada.person.answer('w3ds://auth?')).rejects.toThrow()
  })

  test('signs any text', async () => {
    const signature = await ben.person.sign('a session')
    expect(await isSignedBy(ben, 'a session', signature)).toBe(true)
    expect(await isSignedBy(ada, 'a session', signature)).toBe(false)
  })
})

test('a vault by itself has a registry of its own, and with policy guarded asks its owner', async () => {
  await using own = await startTestVault({ policy: 'guarded' })
  expect(own.registry.url).not.toBe(registry.url)
  expect(await own.platformToken('https://elsewhere.example')).toMatch(/^ey/)
  const { errors } = await own.graphql(readAll, {}, { platform: 'https://elsewhere.example' })
  expect(errors[0]?.extensions?.code).toBe('CONSENT_REQUIRED')
})

function isSignedBy({ ename }: TestVault, text: string, signature: string): Promise<boolean> {
  const keys = createCertifiedKeys({ registry: createRegistryClient({ url: registry.url }), fetch })
  const { verify } = createSignatureVerifier({ keysOf: keys.keysOf, fetch })
  return verify(ename, new TextEncoder().encode(text), signature)
}

type Packet = Readonly<Record<string, unknown>>

interface Platform extends AsyncDisposable {
  readonly url: string
  /** The first body like this that is posted to a path. */
  heard(path: string, isIt?: (body: Packet) => boolean): Promise<unknown>
}

async function openPlatform(): Promise<Platform> {
  const bodies = new Map<string, Packet[]>()
  const server: Server = createServer(async (request, response) => {
    const path = request.url ?? ''
    const text = (await request.toArray()).join('')
    bodies.set(path, [...(bodies.get(path) ?? []), JSON.parse(text)])
    response.setHeader('content-type', 'application/json').end('{}')
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async heard(path, isIt = () => true) {
      for (;;) {
        const body = bodies.get(path)?.find(isIt)
        if (body !== undefined) return body
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
