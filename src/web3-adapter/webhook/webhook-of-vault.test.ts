import { createServer } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { listenOn } from '../../../test/support/listen.ts'
import { openTestVault } from '../../../test/support/test-vault.ts'
import { recordHash } from '../client/record-hash.ts'
import type { Packet } from './packet.ts'
import { createWebhook } from './webhook.ts'

const makeSecret = `mutation ($platform: String!) {
  makeDeliverySecret(platform: $platform) { secret errors { code } } }`
const byReference = `mutation ($platform: String!) {
  changeDeliverySettings(platform: $platform, changes: { mode: reference, deletes: true }) {
    errors { code } } }`

test('what a vault tells, signed with the secret that its owner made, is taken', async () => {
  await using it = await openTestVault()
  const { ename } = it.vault
  let secret = 'not made yet'
  const taken: Packet[] = []
  const webhook = createWebhook({
    onPacket: async (packet) => void taken.push(packet),
    secretOf: (w3id) => (w3id === ename ? secret : undefined),
  })
  const statuses: number[] = []
  const server = createServer(async (request, response) => {
    await webhook.node(request, response)
    statuses.push(response.statusCode)
  })
  const platform = `http://127.0.0.1:${await listenOn(server)}`
  await it.platformToken(platform)
  // What the registry says is kept for a second.
  await delay(1100)
  await it.owner('{ deliveryPlatforms { platform } }')
  expect((await it.owner(byReference, { platform })).data.changeDeliverySettings.errors).toEqual([])
  secret = (await it.owner(makeSecret, { platform })).data.makeDeliverySecret.secret
  const payload = { content: 'Hello' }
  const id = await it.create(payload)
  await vi.waitUntil(() => taken.length > 0, { timeout: 15_000 })
  const envelopeHash = recordHash({ id, ontology: 'a-type', payload })
  const packet = { id, w3id: ename, schemaId: 'a-type', data: null }
  expect(taken).toEqual([{ ...packet, envelopeHash }])
  await it.owner('mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }', { id })
  await vi.waitUntil(() => taken.length > 1, { timeout: 15_000 })
  expect(taken[1]).toEqual({ ...packet, operation: 'delete' })
  secret = 'another'
  await it.create(payload)
  await vi.waitUntil(() => statuses.length > 2, { timeout: 15_000 })
  expect(statuses).toEqual([200, 200, 401])
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
