import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openReceiver, type Receiver } from './support/receiver.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

const update = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
  updateMetaEnvelope(id: $id, input: $input) { errors { code message } }
}`

let service: Receiver
let platform: Receiver
let vault: TestVault
beforeEach(async () => {
  service = await openReceiver()
  platform = await openReceiver()
  vault = await openTestVault({
    config: { awarenessService: `${service.url}/aaas/` },
    means: { awarenessSecret: 'ingest-secret' },
  })
})
afterEach(async () => {
  await vault[Symbol.asyncDispose]()
  await service[Symbol.asyncDispose]()
  await platform[Symbol.asyncDispose]()
})

const came = (count: number) =>
  vi.waitUntil(() => service.packets.length >= count && service.packets, {
    timeout: 15_000,
    interval: 10,
  })

test('an awareness service gets each change once, with who made it, and is tried again; platforms get nothing from the vault', async () => {
  const token = await vault.platformToken(`${platform.url}/`)
  const write = (id: string, v: number) =>
    vault.graphql(
      update,
      { id, input: { ontology: 'a-type', payload: { v }, acl: ['*'] } },
      { authorization: `Bearer ${token}` },
    )
  service.behave(500)
  await write('a', 1)
  await came(1)
  service.behave(200)
  const [first, second] = await came(2)
  for (const packet of [first, second]) {
    expect(packet).toMatchObject({ path: '/aaas/ingest', method: 'POST' })
    expect(packet?.headers).toMatchObject({ 'x-ingest-secret': 'ingest-secret' })
    expect(packet?.json).toEqual({
      ...{ id: 'a', w3id: vault.vault.ename, schemaId: 'a-type', data: { v: 1 } },
      evaultPublicKey: expect.any(String),
      requestingPlatform: platform.url,
    })
  }
  const id = await vault.create({ v: 'owner' })
  const packets = await came(3)
  expect(packets[2]?.json).toMatchObject({ id, requestingPlatform: null })
  expect(platform.packets).toEqual([])

  const { data } = await vault.owner(
    '{ deliveryPlatforms { platform endpoint isService } deliveries { entries { payload { body wasSent } } } }',
  )
  expect(data.deliveryPlatforms).toEqual([
    { platform: `${service.url}/aaas`, endpoint: `${service.url}/aaas/ingest`, isService: true },
  ])
  // What was sent is put together again, with whom it named.
  expect(
    data.deliveries.entries.map(({ payload }: { payload: { body: string } }) => payload.body),
  ).toEqual([packets[2]?.text, packets[1]?.text])
  expect(vault.logged.join('')).not.toContain('ingest-secret')
})
