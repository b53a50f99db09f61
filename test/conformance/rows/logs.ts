import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Tenant } from '../people.ts'
import type { Row, Topic } from '../row.ts'
import type { Any, VaultUnderTest } from '../vault-under-test.ts'

const keys = [
  ...['id', 'eName', 'metaEnvelopeId', 'envelopeHash', 'operation', 'platform', 'timestamp'],
  'ontology',
]
const needs: Row['needs'] = ['token', 'registry', 'open']
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const logs = async (vault: VaultUnderTest, named: Tenant['named'], query = '') => {
  const { status, json } = await vault.http(`/logs${query}`, { headers: named })
  expect(status).toBe(200)
  return json
}

async function fill(vault: VaultUnderTest, { named }: Tenant, count: number): Promise<void> {
  const inputs = Array.from({ length: count }, (_, n) => ({
    ontology: 'o',
    payload: { n },
    acl: [],
  }))
  const create = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
    bulkCreateMetaEnvelopes(inputs: $inputs) { successCount } }`
  await vault.ask(create, { inputs }, named)
}

/** The operation log, in vaults of this run, so that all entries are known. */
export const operationLog: Topic = {
  topic: 'logs',
  rows: [
    {
      source: 'eVault seed',
      section: '/logs',
      quote:
        'Each log entry describes a create, update, delete, or update_envelope_value operation (metaEnvelope id, hash, operation type, platform, timestamp).',
      name: 'each of the four operations is an entry with exactly the keys of the seed',
      needs,
      async run(vault) {
        const { ename, named } = await vault.newTenant()
        const ontology = '550e8400-e29b-41d4-a716-446655440001'
        const { id, envelopes } = await vault.create({ a: 1 }, { ontology, headers: named })
        const input = `{ ontology: "${ontology}", payload: { a: 2 }, acl: ["*"] }`
        await vault.ask(
          `mutation { updateMetaEnvelope(id: "${id}", input: ${input}) { errors { code } } }`,
          {},
          named,
        )
        await vault.ask(
          `mutation { updateEnvelopeValue(envelopeId: "${envelopes[0].id}", newValue: 3) }`,
          {},
          named,
        )
        await vault.ask(`mutation { removeMetaEnvelope(id: "${id}") { success } }`, {}, named)
        const page = await logs(vault, named)
        expect(Object.keys(page)).toEqual(['logs', 'nextCursor', 'hasMore'])
        const operations = page.logs.map(({ operation }: Any) => operation)
        expect(operations).toEqual(['delete', 'update_envelope_value', 'update', 'create'])
        for (const entry of page.logs) {
          expect(Object.keys(entry)).toEqual(keys)
          expect(entry).toMatchObject({ eName: ename, metaEnvelopeId: id, ontology })
          expect(entry.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
          expect(Math.abs(Date.now() - Date.parse(entry.timestamp))).toBeLessThan(300_000)
        }
      },
    },
    {
      source: 'protocol',
      section: '5. GraphQL',
      quote:
        'lower-case hex SHA-256 of the compact JSON `{"id":…,"ontology":…,"payload":…}` in that key order for create and update; of `{"id":…}` for delete',
      name: 'the hashes of create, update and delete are those, recomputed here',
      needs,
      async run(vault) {
        const { named } = await vault.newTenant()
        const ontology = 'an "ontology" ü'
        const first = { b: 'x €', a: [1, { c: null }] }
        const second = { z: 1.5, '': '"' }
        const { id } = await vault.create(first, { ontology, headers: named })
        const update = `mutation ($input: MetaEnvelopeInput!) { updateMetaEnvelope(id: "${id}", input: $input) { errors { code } } }`
        await vault.ask(update, { input: { ontology, payload: second, acl: [] } }, named)
        await vault.ask(`mutation { removeMetaEnvelope(id: "${id}") { success } }`, {}, named)
        const { logs: entries } = await logs(vault, named)
        expect(entries.map(({ envelopeHash }: Any) => envelopeHash)).toEqual([
          sha256(JSON.stringify({ id })),
          sha256(JSON.stringify({ id, ontology, payload: second })),
          sha256(JSON.stringify({ id, ontology, payload: first })),
        ])
      },
    },
    {
      source: 'eVault seed',
      section: '/logs',
      quote: '"platform": "https://platform.example.com"',
      name: 'platform is the platform of the token; null where there was none',
      needs,
      async run(vault) {
        const { named } = await vault.newTenant()
        await vault.create({}, { headers: named })
        await vault.create({}, { headers: { ...named, ...vault.platform } })
        const [, claims = ''] = vault.token.split('.')
        const { platform } = JSON.parse(Buffer.from(claims, 'base64url').toString())
        const { logs: entries } = await logs(vault, named)
        expect(entries.map((entry: Any) => entry.platform)).toEqual([platform, null])
      },
    },
    {
      source: 'eVault seed',
      section: '/logs, Optional query parameters',
      quote: 'Page size (default 20, max 100).',
      name: 'pages of 20 by default; nextCursor leads to the rest; the last has none',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        await fill(vault, tenant, 45)
        const one = await logs(vault, tenant.named)
        expect([one.logs.length, one.hasMore]).toEqual([20, true])
        const after = ({ nextCursor }: Any) => `?cursor=${encodeURIComponent(nextCursor)}`
        const two = await logs(vault, tenant.named, after(one))
        const three = await logs(vault, tenant.named, after(two))
        expect([two.logs.length, two.hasMore]).toEqual([20, true])
        expect(three).toMatchObject({ hasMore: false, nextCursor: null })
        expect(three.logs).toHaveLength(5)
        const ids = [one, two, three].flatMap((page) => page.logs.map(({ id }: Any) => id))
        expect(new Set(ids).size).toBe(45)
      },
    },
    {
      source: 'protocol',
      section: '4. eVault HTTP API',
      quote: 'order newest first, then id ascending; cursor `timestamp\\|id`',
      name: 'newest first, then id ascending; the cursor is timestamp|id of the last entry',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        await fill(vault, tenant, 12)
        await vault.create({}, { headers: tenant.named })
        await fill(vault, tenant, 12)
        const { logs: all } = await logs(vault, tenant.named, '?limit=100')
        const sorted = [...all].sort((a: Any, b: Any) =>
          a.timestamp === b.timestamp ? (a.id < b.id ? -1 : 1) : a.timestamp > b.timestamp ? -1 : 1,
        )
        expect(all).toEqual(sorted)
        const { logs: some, nextCursor } = await logs(vault, tenant.named, '?limit=7')
        expect(some).toEqual(all.slice(0, 7))
        expect(nextCursor).toBe(`${some[6].timestamp}|${some[6].id}`)
        const rest = await logs(
          vault,
          tenant.named,
          `?limit=100&cursor=${encodeURIComponent(nextCursor)}`,
        )
        expect(rest.logs).toEqual(all.slice(7))
      },
    },
    {
      source: 'eVault seed',
      section: '/logs, Optional query parameters',
      quote: 'max 100',
      name: 'a page never has more than 100 entries; sizes that are none are refused with 400',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        await fill(vault, tenant, 103)
        expect((await logs(vault, tenant.named, '?limit=100')).logs).toHaveLength(100)
        expect((await logs(vault, tenant.named, '?limit=1')).logs).toHaveLength(1)
        for (const limit of ['101', '1000000']) {
          const { status, json } = await vault.http(`/logs?limit=${limit}`, {
            headers: tenant.named,
          })
          expect(status === 400 || json.logs.length === 100).toBe(true)
        }
        for (const limit of ['0', '-1', 'many', '1.5']) {
          const { status, json } = await vault.http(`/logs?limit=${limit}`, {
            headers: tenant.named,
          })
          expect([limit, status, typeof json.error]).toEqual([limit, 400, 'string'])
        }
      },
    },
    {
      source: 'eVault seed',
      section: '/logs',
      quote: 'Opaque cursor for the next page',
      name: 'a cursor that is none of this log is 400',
      async run(vault) {
        for (const cursor of ['x', '2025-02-04T12:00:00.000Z%7Clog-entry-id', '%7C', "'--%7C'--"]) {
          const headers = { 'x-ename': vault.ename }
          const { status, json } = await vault.http(`/logs?cursor=${cursor}`, { headers })
          expect([cursor, status, typeof json.error]).toEqual([cursor, 400, 'string'])
        }
      },
    },
    {
      source: 'eVault seed',
      section: '/logs',
      quote: 'Get paginated envelope operation logs for an eName.',
      name: 'without X-ENAME 400; a vault without operations has an empty page',
      needs,
      async run(vault) {
        const { status, json } = await vault.http('/logs')
        expect([status, typeof json.error]).toEqual([400, 'string'])
        const { named } = await vault.newTenant()
        expect(await logs(vault, named)).toEqual({ logs: [], nextCursor: null, hasMore: false })
      },
    },
    {
      source: 'eVault seed',
      section: '/logs',
      quote:
        'Each log entry describes a create, update, delete, or update_envelope_value operation',
      name: 'what was refused is in no log',
      needs,
      async run(vault) {
        const { named } = await vault.newTenant()
        const refused = `mutation { createMetaEnvelope(input: { ontology: "", payload: { a: 1 }, acl: [] }) { errors { code } } }`
        const { data } = await vault.graphql(refused, {}, named)
        expect(data.createMetaEnvelope.errors).toHaveLength(1)
        await vault.graphql('mutation { removeMetaEnvelope(id: "x") { success } }', {}, named)
        expect((await logs(vault, named)).logs).toEqual([])
      },
    },
  ],
}
