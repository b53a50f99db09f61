import { randomUUID } from 'node:crypto'
import { decodeJwt, SignJWT } from 'jose'
import { v5 as uuidV5 } from 'uuid'
import { expect } from 'vitest'
import { call, type HttpAnswer } from '../../support/call.ts'
import { makeKey } from '../key-holder.ts'
import type { Row, Topic } from '../row.ts'
import type { Any, VaultUnderTest } from '../vault-under-test.ts'

const needs: Row['needs'] = ['registry', 'open']
const section = '4. eVault HTTP API'

const entropy = async (vault: VaultUnderTest): Promise<string> =>
  (await call(`${vault.registry.url}/entropy`)).json.token

const provision = (vault: VaultUnderTest, body: object) =>
  vault.http('/provision', {
    body: { namespace: randomUUID(), verificationId: randomUUID(), ...body },
  })

function expectRefused({ status, json }: HttpAnswer): void {
  const refusal = { success: false, message: expect.any(String), error: expect.any(String) }
  expect([status, json]).toEqual([500, refusal])
}

const provisionRows: Row[] = [
  {
    source: 'protocol',
    section,
    quote: '200 `{success: true, w3id, uri}`',
    name: 'an entropy token makes a vault, whose eName is the UUIDv5 of the entropy',
    needs,
    async run(vault) {
      const [registryEntropy, namespace] = [await entropy(vault), randomUUID()]
      const { publicKey } = await makeKey()
      const { status, json } = await provision(vault, { registryEntropy, namespace, publicKey })
      const w3id = `@${uuidV5(String(decodeJwt(registryEntropy).entropy), namespace)}`
      expect([status, json]).toEqual([
        200,
        { success: true, w3id, uri: expect.stringMatching(/^https?:\/\//) },
      ])
    },
  },
  {
    source: 'protocol',
    section,
    quote:
      'Checks the entropy token against JWKS, derives the eName, registers `{ename, uri, evault}`',
    name: 'the registry resolves the new eName to that uri, and the vault answers there',
    needs,
    async run(vault) {
      const { ename, uri, named } = await vault.newTenant()
      const { json } = await call(`${vault.registry.url}/resolve?w3id=${encodeURIComponent(ename)}`)
      const { evaultId, keyBindingCertificates } = (await vault.http('/whois', { headers: named }))
        .json
      expect(json).toMatchObject({ ename, uri, evault: evaultId })
      expect(keyBindingCertificates).toHaveLength(1)
      const { id } = await vault.create({ a: 1 }, { headers: named })
      expect((await vault.read(id, named)).parsed).toEqual({ a: 1 })
    },
  },
  {
    source: 'protocol',
    section,
    quote: '500 `{success: false, message, error}`',
    name: 'the same entropy and namespace a second time is 500 {success: false, message, error}',
    needs,
    async run(vault) {
      const body = { registryEntropy: await entropy(vault), namespace: randomUUID() }
      expect((await provision(vault, body)).status).toBe(200)
      expectRefused(await provision(vault, body))
    },
  },
  {
    source: 'protocol',
    section,
    quote: 'Checks the entropy token against JWKS',
    name: 'entropy that is garbage, or signed by somebody else, is refused',
    needs,
    async run(vault) {
      expectRefused(await provision(vault, { registryEntropy: 'garbage' }))
      const { privateKey } = await crypto.subtle.generateKey(
        { name: 'ECDSA', namedCurve: 'P-256' },
        true,
        ['sign'],
      )
      const forged = await new SignJWT({ entropy: 'abcdefghijklmnopqrst' })
        .setProtectedHeader({ alg: 'ES256', kid: 'entropy-key-1' })
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey)
      expectRefused(await provision(vault, { registryEntropy: forged }))
    },
  },
  {
    source: 'protocol',
    section: '2. Tokens',
    quote: '`entropy` (20 alphanumeric characters), `iat`, `exp`',
    name: 'a platform token is no entropy token',
    needs: [...needs, 'token'],
    run: async (vault) => expectRefused(await provision(vault, { registryEntropy: vault.token })),
  },
  {
    source: 'protocol',
    section,
    quote: '`{registryEntropy, namespace, verificationId, publicKey?}`',
    name: 'a vault without a key has no certificates; a key that is none, or a namespace that is no UUID, is refused',
    needs,
    async run(vault) {
      const { json } = await provision(vault, { registryEntropy: await entropy(vault) })
      const headers = { 'x-ename': json.w3id }
      expect((await vault.http('/whois', { headers })).json.keyBindingCertificates).toEqual([])
      const publicKey = 'zNotAKey'
      expectRefused(await provision(vault, { registryEntropy: await entropy(vault), publicKey }))
      const namespace = 'none'
      expectRefused(await provision(vault, { registryEntropy: await entropy(vault), namespace }))
    },
  },
]

const tenancy: Omit<Row, 'name' | 'quote' | 'run'> = {
  ...{ source: 'eVault seed', section: 'Multi-Tenancy' },
  needs: ['token', 'registry', 'open'],
}

const tenantRows: Row[] = [
  {
    ...tenancy,
    quote: 'Isolation: All queries filtered by W3ID',
    name: 'no query of one vault finds a record of another',
    async run(vault) {
      const [a, b] = [await vault.newTenant(), await vault.newTenant()]
      const ontology = vault.newOntology()
      const { id } = await vault.create({ c: 'needle' }, { ontology, headers: a.named })
      const query = `{
        metaEnvelope(id: "${id}") { id }
        metaEnvelopes { totalCount edges { node { id } } }
        getMetaEnvelopeById(id: "${id}") { id }
        findMetaEnvelopesByOntology(ontology: "${ontology}") { id }
        searchMetaEnvelopes(ontology: "${ontology}", term: "needle") { id }
        getAllEnvelopes { id }
      }`
      expect(await vault.ask(query, {}, b.named)).toEqual({
        ...{ metaEnvelope: null, metaEnvelopes: { totalCount: 0, edges: [] } },
        ...{ getMetaEnvelopeById: null, findMetaEnvelopesByOntology: [] },
        ...{ searchMetaEnvelopes: [], getAllEnvelopes: [] },
      })
      expect((await vault.ask(query, {}, a.named)).metaEnvelope).toEqual({ id })
    },
  },
  {
    ...tenancy,
    quote: 'No Cross-Tenant Access: Users can only access their own data (unless ACL allows)',
    name: 'no mutation in one vault changes a record of another, also not under the same id',
    async run(vault) {
      const [a, b] = [await vault.newTenant(), await vault.newTenant()]
      const { id, ontology, envelopes } = await vault.create({ n: 1 }, { headers: a.named })
      const headers = { ...b.named, ...vault.platform }
      const removed = await vault.graphql(
        `mutation { removeMetaEnvelope(id: "${id}") { success } }`,
        {},
        headers,
      )
      expect(removed.data.removeMetaEnvelope.success).toBe(false)
      const value = `mutation { updateEnvelopeValue(envelopeId: "${envelopes[0].id}", newValue: 9) }`
      expect((await vault.graphql(value, {}, headers)).errors).toHaveLength(1)
      // An unknown id is created in place: in that vault, beside the other's.
      const update = `mutation { updateMetaEnvelope(id: "${id}", input: {
        ontology: "${ontology}", payload: { n: 2 }, acl: [] }) { metaEnvelope { id } } }`
      expect(
        (await vault.graphql(update, {}, headers)).data.updateMetaEnvelope.metaEnvelope,
      ).toEqual({ id })
      const read = async (named: object) =>
        (await vault.read(id, { ...vault.platform, ...named })).parsed
      expect([await read(a.named), await read(b.named)]).toEqual([{ n: 1 }, { n: 2 }])
    },
  },
  {
    ...tenancy,
    quote: 'each eVault instance is dedicated to a single tenant (one W3ID per eVault)',
    name: 'the log, the owner’s token and what is public of one vault are not another’s',
    async run(vault) {
      const [a, b] = [await vault.newTenant(), await vault.newTenant()]
      const { id } = await vault.create({ n: 1 }, { acl: [], headers: a.named })
      const { logs } = (await vault.http('/logs', { headers: b.named })).json
      expect(logs).toEqual([])
      const ofB = { ...a.named, authorization: `Bearer ${await b.owner.token(a.ename)}` }
      expect(await vault.read(id, ofB)).toBeNull()
      expect((await vault.read(id, await a.headers())).parsed).toEqual({ n: 1 })
      const { evaultId: one } = (await vault.http('/whois', { headers: a.named })).json as Any
      const { evaultId: two } = (await vault.http('/whois', { headers: b.named })).json as Any
      expect(one).not.toBe(two)
    },
  },
  {
    ...tenancy,
    section: 'GraphQL API',
    quote: 'All operations require the X-ENAME header to identify the eVault owner.',
    name: 'the eName of X-ENAME is compared without case, and with its @ added',
    async run(vault) {
      const { ename, named } = await vault.newTenant()
      const { id } = await vault.create({}, { headers: named })
      for (const name of [ename.slice(1), ename.toUpperCase(), ` ${ename} `]) {
        expect(await vault.read(id, { 'x-ename': name })).not.toBeNull()
      }
    },
  },
]

export const provisioning: Topic = { topic: 'provision', rows: provisionRows }
export const tenants: Topic = { topic: 'tenants', rows: tenantRows }
