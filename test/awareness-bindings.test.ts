import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { bindingOntology } from '../src/evault/bindings/types.ts'
import { type BindingsTest, openBindingsTest } from './support/bindings-test.ts'
import { openReceiver, type Receiver } from './support/receiver.ts'

const decide = `mutation ($platform: String!, $decision: ConsentDecision!, $ontologies: [ConsentOntologyInput!]) {
  decideConsent(platform: $platform, decision: $decision, ontologies: $ontologies) { errors { code } }
}`
const tellDeletions = `mutation ($platform: String!) {
  changeDeliverySettings(platform: $platform, changes: { deletes: true }) { errors { code } }
}`
const remove = 'mutation ($id: ID!) { removeMetaEnvelope(id: $id) { errors { code } } }'
const deliveries = `query ($id: ID!) {
  deliveries(filter: { record: $id }) { entries { platform reason } }
}`

/** What the owner lets each platform do. */
const decisions = {
  trusted: { decision: 'everything' },
  reader: { decision: 'read' },
  ofBindings: {
    decision: 'ontologies',
    ontologies: [{ ontology: bindingOntology, write: false }],
  },
  ofOthers: { decision: 'ontologies', ontologies: [{ ontology: 'a-type', write: false }] },
  blocked: { decision: 'blocked' },
}
type Name = keyof typeof decisions
const names = Object.keys(decisions) as Name[]

let t: BindingsTest
let platforms: Record<Name, Receiver>
beforeAll(async () => {
  t = await openBindingsTest()
  const opened = await Promise.all(names.map(async (name) => [name, await openReceiver()] as const))
  platforms = Object.fromEntries(opened) as Record<Name, Receiver>
  for (const [name, { url }] of opened) {
    await t.it.platformToken(url)
    await t.it.owner(decide, { platform: url, ...decisions[name] })
  }
  // What the registry says is kept for a second.
  await delay(1_100)
  await t.it.owner('{ deliveryPlatforms { platform } }')
  for (const [, { url }] of opened) await t.it.owner(tellDeletions, { platform: url })
})
afterAll(async () => {
  await t[Symbol.asyncDispose]()
  for (const name of names) await platforms[name][Symbol.asyncDispose]()
})

const packetsOf = (name: Name, id: string) =>
  platforms[name].packets.filter(({ json }) => json.id === id).map(({ json }) => json)

/** Those of a document, once each of these platforms has so many, and nobody else has any. */
async function told(to: readonly Name[], id: string, count: number) {
  const all = () => to.every((name) => packetsOf(name, id).length === count)
  await vi.waitUntil(all, { timeout: 10_000, interval: 20 })
  const { entries } = (await t.it.owner(deliveries, { id })).data.deliveries
  const listed = (name: Name) =>
    entries.some(({ platform }: { platform: string }) => platform === platforms[name].url)
  expect(names.filter(listed)).toEqual(to)
  const others = names.filter((name) => !to.includes(name))
  expect(others.flatMap((name) => packetsOf(name, id))).toEqual([])
  const [first, ...more] = to.map((name) => packetsOf(name, id).at(-1))
  for (const packet of more) expect(packet).toEqual(first)
  return first
}

/** A connection of the owner with somebody: made, signed by both, and deleted. */
async function live(other: string, to: readonly Name[]) {
  const friend = await t.people.meet(other)
  const document = {
    ...{ subject: t.owner.ename, type: 'social_connection' },
    data: { parties: [t.owner.ename, friend.ename] },
  }
  const id = await t.created(document)
  const frame = {
    ...{ id, w3id: t.it.vault.ename, schemaId: bindingOntology },
    evaultPublicKey: expect.stringMatching(/^z/),
  }
  const signedBy = (...signers: string[]) =>
    signers.map((signer) => ({
      ...{ signer, signature: expect.any(String), timestamp: expect.any(String) },
    }))
  const made = await told(to, id, 1)
  const signatures = signedBy(t.owner.ename)
  expect(made).toEqual({ ...frame, data: { ...document, signatures } })

  const signature = await friend.sign(document)
  const { errors } = await t.addSignature(id, signature, await friend.headers(t.it.vault))
  expect(errors).toEqual([])
  const signed = await told(to, id, 2)
  const both = signedBy(t.owner.ename, friend.ename)
  expect(signed).toEqual({ ...frame, data: { ...document, signatures: both } })

  await t.it.owner(remove, { id })
  const ended = await told(to, id, 3)
  expect(ended).toEqual({ ...frame, data: null, operation: 'delete' })
}

test('a binding document is told to those only who may read all: its ACL has its people', () =>
  live('@friend.w3id', ['trusted']))

test('one whose ACL lists a platform is told to that one too, where consent is for its type', async () => {
  await live(`@${platforms.reader.url}`, ['trusted', 'reader'])
  await live(`@${platforms.ofBindings.url}`, ['trusted', 'ofBindings'])
  await live(`@${platforms.ofOthers.url}`, ['trusted'])
  await live(`@${platforms.blocked.url}`, ['trusted'])
})
