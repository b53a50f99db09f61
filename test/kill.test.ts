import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { beforeAll, expect, test, vi } from 'vitest'
import { call } from './support/call.ts'
import { buildHeadless, type ReadyLine, serveHeadless } from './support/headless.ts'
import { temporaryDirectory } from './support/test-vault.ts'

const rounds = 4
const writers = 8
const createRecord = `mutation ($payload: JSON!) {
  createMetaEnvelope(input: { ontology: "a-type", payload: $payload, acl: ["*"] }) {
    metaEnvelope { id } errors { code }
  }
}`

beforeAll(buildHeadless, 120_000)

test('kill -9 in the middle of writing loses no acknowledged record', async () => {
  await using directory = await temporaryDirectory()
  const acknowledged = new Map<string, string>()
  let ename = ''
  for (let round = 0; round < rounds; round += 1) {
    await using run = serveHeadless(directory.path)
    const ready = await run.ready()
    if (round > 0) expect(ready.ename).toBe(ename)
    ename = ready.ename

    const before = acknowledged.size
    const writing = Array.from({ length: writers }, () => write(ready, acknowledged))
    await vi.waitUntil(() => acknowledged.size > before + 20, { timeout: 30_000, interval: 1 })
    await delay(Math.random() * 300)
    run.kill('SIGKILL')
    await Promise.all(writing)
  }

  await using run = serveHeadless(directory.path)
  const held = await readAll(await run.ready())
  for (const [id, mark] of acknowledged) expect(held.records.get(id)).toBe(mark)
  expect(held.totalCount).toBe(held.records.size)
  // Each record has its entry in the log, and the chain holds across the kills.
  expect(held.integrity).toMatchObject({ whole: true, entries: held.records.size })
}, 120_000)

/** Creates one record after the other until the vault is gone. */
async function write(vault: ReadyLine, acknowledged: Map<string, string>): Promise<void> {
  for (;;) {
    const mark = randomUUID()
    const body = { query: createRecord, variables: { payload: { mark, text: 'x'.repeat(500) } } }
    const headers = { 'x-ename': vault.ename }
    const answer = await call(`${vault.url}/graphql`, { body, headers }).catch(() => null)
    if (answer === null) return
    const { metaEnvelope, errors } = answer.json.data.createMetaEnvelope
    expect(errors).toEqual([])
    acknowledged.set(metaEnvelope.id, mark)
  }
}

/** Every record's mark by id, and how many the vault says there are. */
async function readAll({ owner }: ReadyLine) {
  const query = `query ($after: String) {
    metaEnvelopes(first: 100, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { id parsed } }
    }
  }`
  const records = new Map<string, string>()
  for (let after: string | null = null; ; ) {
    const headers = { authorization: `Bearer ${owner.token}` }
    const { json } = await call(owner.url, { body: { query, variables: { after } }, headers })
    const { edges, pageInfo, totalCount } = json.data.metaEnvelopes
    for (const { node } of edges) records.set(node.id, node.parsed.mark)
    if (!pageInfo.hasNextPage) return { records, totalCount, integrity: await integrity(owner) }
    after = pageInfo.endCursor
  }
}

/** Whether the operation log is whole, and how many entries it has. */
async function integrity(owner: ReadyLine['owner']) {
  const body = { query: '{ logIntegrity { whole entries reason } }' }
  const headers = { authorization: `Bearer ${owner.token}` }
  return (await call(owner.url, { body, headers })).json.data.logIntegrity
}
