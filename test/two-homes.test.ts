import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRegistryClient } from '../src/registry/client.ts'
import { openTestConnection, type TestConnection } from './support/connection.ts'
import { change } from './support/friends.ts'
import { freePort } from './support/listen.ts'
import { startSshd, type TestSshd } from './support/sshd.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

/**
 * Two people at home, each behind a tunnel of their own, and one registry: what the whole of it is
 * for. Each vault is asked by its eName alone.
 */
interface Home extends AsyncDisposable {
  readonly it: TestVault
  readonly ename: string
  readonly reach: TestConnection
  readonly sshd: TestSshd
  /** Sets the way up with this port of the server’s. */
  use(port: number): Promise<void>
  isUp(): Promise<void>
}

let office: TestVault
let anna: Home
let bert: Home

beforeAll(async () => {
  office = await openTestVault()
  anna = await openHome()
  bert = await openHome()
}, 60_000)
afterAll(async () => {
  for (const one of [anna, bert, office]) await one?.[Symbol.asyncDispose]()
})

async function openHome(): Promise<Home> {
  const { url: registry, secret: registrySecret } = office.vault.registry
  const it = await openTestVault({
    config: { registry, policy: 'guarded' },
    means: { registrySecret, awaitsAddress: true },
  })
  const reach = await openTestConnection(it)
  const sshd = await startSshd((await reach.connection.means()).sshPublicKey)
  const { user, port: sshPort } = sshd
  const home: Home = {
    ...{ it, ename: it.vault.ename, reach, sshd },
    use: (port) =>
      reach.connection.use({
        leaveOnQuit: false,
        ways: [
          {
            kind: 'ssh',
            ...{ host: '127.0.0.1', port: sshPort, user },
            listen: { address: '127.0.0.1', port },
            ...{ publicUrl: `http://127.0.0.1:${port}`, behindProxy: false },
          },
        ],
      }),
    isUp: () =>
      expect.poll(async () => (await reach.status()).state, { timeout: 20_000 }).toBe('up'),
    async [Symbol.asyncDispose]() {
      await reach[Symbol.asyncDispose]()
      await it[Symbol.asyncDispose]()
      await sshd[Symbol.asyncDispose]()
    },
  }
  reach.show(true)
  await home.use(await freePort())
  return home
}

const resolved = async (ename: string) =>
  (await createRegistryClient({ url: office.vault.registry.url }).resolve(ename))?.uri
const publicUrl = async (home: Home) => {
  const { status } = await home.reach.connection.read()
  return status.state === 'up' ? status.publicUrl : null
}

const verdicts = 'verdicts { signer verdict }'
const make = `($type: BindingDocumentType!, $data: JSON!) { signBindingDocument(type: $type, data: $data) {
  metaEnvelopeId errors { code message } } }`
const openForeign = `($ename: String!, $id: ID!) { openForeignBindingDocument(ename: $ename, id: $id) {
  document { digest subject ${verdicts} } errors { code message } } }`
const signForeign = `($ename: String!, $id: ID!, $digest: String!) {
  signForeignBindingDocument(ename: $ename, id: $id, digest: $digest) {
    signature { state } errors { code message } } }`
const approve = `($id: ID!) { approveSignature(id: $id) { bindingDocument { ${verdicts} } errors { code message } } }`

/** A document in Bert’s vault that Anna is to sign. */
async function makeRelation(): Promise<string> {
  const parties = [bert.ename, anna.ename]
  const data = { kind: 'social_connection', parties, relation_description: 'friends' }
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  const made: any = await change(bert.it, make, { type: 'social_connection', data })
  expect(made.errors).toEqual([])
  return made.metaEnvelopeId
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
const look = (id: string): Promise<any> => change(anna.it, openForeign, { ename: bert.ename, id })

test('a document at Bert’s is opened by his eName alone, signed by Anna, and approved by Bert', async () => {
  for (const home of [anna, bert]) {
    await home.isUp()
    await expect.poll(() => resolved(home.ename)).toBe(await publicUrl(home))
  }
  const id = await makeRelation()
  const { document, errors } = await look(id)
  expect(errors).toEqual([])
  expect(document.subject).toBe(bert.ename)
  const { digest } = document
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  const sent: any = await change(anna.it, signForeign, { ename: bert.ename, id, digest })
  expect(sent.errors).toEqual([])
  const [pending] = (await bert.it.owner('{ pendingSignatures { id signer } }')).data
    .pendingSignatures
  expect(pending.signer).toBe(anna.ename)
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  const approved: any = await change(bert.it, approve, { id: pending.id })
  expect(approved.bindingDocument.verdicts).toEqual([
    { signer: bert.ename, verdict: 'valid' },
    { signer: anna.ename, verdict: 'valid' },
  ])
  // All of it came in through the tunnel.
  const { inboundRequests } = (await bert.it.owner('{ inboundRequests { callerName } }')).data
  expect(inboundRequests).toContainEqual({ callerName: anna.ename })
})

test('the cable is pulled and plugged in again: it is said, and heals by itself', async () => {
  const id = await makeRelation()
  await bert.sshd.kill()
  await expect.poll(async () => (await bert.reach.status()).state).not.toBe('up')
  const told = bert.reach.states.length
  expect((await look(id)).errors).not.toEqual([])
  // The window was never told what was not so.
  const states = bert.reach.states.slice(told).map(({ status }) => status.state)
  expect(states).not.toContain('up')
  await bert.sshd.start()
  const back = performance.now()
  await bert.isUp()
  expect(performance.now() - back).toBeLessThan(5_000)
  expect((await look(id)).errors).toEqual([])
})

test('the port is changed: the registry follows, and so do those who ask', async () => {
  const id = await makeRelation()
  const port = await freePort()
  const changed = performance.now()
  await bert.use(port)
  await expect
    .poll(() => resolved(bert.ename), { timeout: 10_000 })
    .toBe(`http://127.0.0.1:${port}`)
  expect(performance.now() - changed).toBeLessThan(10_000)
  expect((await look(id)).errors).toEqual([])
})
