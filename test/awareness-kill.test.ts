import { setTimeout as delay } from 'node:timers/promises'
import { beforeAll, expect, test, vi } from 'vitest'
import { call } from './support/call.ts'
import { buildHeadless, type ReadyLine, serveHeadless } from './support/headless.ts'
import { openReceiver, type Receiver } from './support/receiver.ts'
import { temporaryDirectory } from './support/test-vault.ts'

const rounds = Number(process.env.EVAULT_KILL_ROUNDS ?? 5)
const writers = 6
const origin = 'https://origin.example.com'
const write = `mutation ($id: ID!, $payload: JSON!) {
  updateMetaEnvelope(id: $id, input: { ontology: "a-type", payload: $payload, acl: ["*"] }) {
    errors { code }
  }
}`

beforeAll(buildHeadless, 120_000)

test('kill -9 under load: what was acknowledged is what each platform has in the end', async () => {
  await using directory = await temporaryDirectory()
  await using quick = await openReceiver()
  await using slow = await openReceiver()
  // Killed between a packet and its entry in the books, too.
  slow.behave((_, answer) => {
    setTimeout(() => answer.writeHead(200).end(), 30)
    return undefined
  })
  const acknowledged = new Map<string, number>()
  let killedOnTheWay = 0
  for (let round = 0; round < rounds; round += 1) {
    await using run = serveHeadless(directory.path, ['--policy', 'open'])
    const vault = await run.ready()
    for (const { url } of [quick, slow]) await certify(vault, url)
    const token = await certify(vault, origin)
    // What the registry says is kept for a second: who was added in it is told of later changes.
    if (round === 0) await delay(1_100)
    const [before, packets] = [acknowledged.size, quick.packets.length + slow.packets.length]
    const writing = Array.from({ length: writers }, (_, n) =>
      writeOn(vault, token, `${round}-${n}`, acknowledged),
    )
    const came = () => quick.packets.length + slow.packets.length > packets + 5
    await vi.waitUntil(() => acknowledged.size > before && came(), { timeout: 30_000 })
    await delay(Math.random() * 400)
    if (slow.mostAtOnce > 0) killedOnTheWay += 1
    run.kill('SIGKILL')
    await Promise.all(writing)
  }
  expect(killedOnTheWay).toBe(rounds)

  await using run = serveHeadless(directory.path, ['--policy', 'open'])
  const vault = await run.ready()
  for (const receiver of [quick, slow]) {
    await vi.waitUntil(() => missing(receiver, acknowledged).length === 0, {
      timeout: 60_000,
      interval: 100,
    })
    for (const id of acknowledged.keys()) {
      const got = versionsOf(receiver, id)
      expect(got).toEqual([...got].sort((a, b) => a - b))
    }
  }
  await vi.waitUntil(async () => (await backlog(vault)) === 0, { timeout: 30_000, interval: 100 })
}, 300_000)

/** Changes one record of its own again and again, until the vault is gone. */
async function writeOn(
  vault: ReadyLine,
  token: string,
  id: string,
  acknowledged: Map<string, number>,
): Promise<void> {
  const headers = { 'x-ename': vault.ename, authorization: `Bearer ${token}` }
  for (let v = 1; ; v += 1) {
    const body = { query: write, variables: { id, payload: { v } } }
    const answer = await call(`${vault.url}/graphql`, { body, headers }).catch(() => null)
    if (answer === null) return
    expect(answer.json.data.updateMetaEnvelope.errors).toEqual([])
    acknowledged.set(id, v)
    await delay(Math.random() * 10)
  }
}

async function certify({ registry }: ReadyLine, platform: string): Promise<string> {
  const body = { platform }
  return (await call(`${registry.url}/platforms/certification`, { body })).json.token
}

const versionsOf = (receiver: Receiver, id: string): number[] =>
  receiver.packets.filter(({ json }) => json.id === id).map(({ json }) => json.data.v)

/** A version that was not acknowledged may have been written all the same. */
const missing = (receiver: Receiver, acknowledged: ReadonlyMap<string, number>) =>
  [...acknowledged].filter(([id, v]) => (versionsOf(receiver, id).at(-1) ?? 0) < v)

async function backlog({ owner }: ReadyLine): Promise<number> {
  const body = { query: '{ deliveryCounts { waiting failed } }' }
  const headers = { authorization: `Bearer ${owner.token}` }
  return (await call(owner.url, { body, headers })).json.data.deliveryCounts.waiting
}
