import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect } from 'vitest'
import { call } from '../../support/call.ts'
import { makeKey } from '../key-holder.ts'
import type { Tenant } from '../people.ts'
import type { Row, Topic } from '../row.ts'
import type { Any, VaultUnderTest } from '../vault-under-test.ts'

const needs: Row['needs'] = ['token', 'registry', 'open']

const whois = async (vault: VaultUnderTest, ename: string) =>
  (await vault.http('/whois', { headers: { 'x-ename': ename } })).json

/** What a certificate says, once it was verified as a platform verifies it. */
async function claims(vault: VaultUnderTest, certificate: string): Promise<Any> {
  const keys = createRemoteJWKSet(new URL(`${vault.registry.url}/.well-known/jwks.json`))
  return (await jwtVerify(certificate, keys, { algorithms: ['ES256'] })).payload
}

const addKey = (vault: VaultUnderTest, { named }: Tenant, publicKey: unknown, headers = {}) =>
  vault.http('/public-key', {
    method: 'PATCH',
    body: publicKey === undefined ? {} : { publicKey },
    headers: { ...named, ...vault.platform, ...headers },
  })

const whoisRows: Row[] = [
  {
    source: 'eVault seed',
    section: '/whois',
    quote: 'The W3ID (eName) from the request.',
    name: 'answers w3id, evaultId and the certificates; the eName in any case, with or without @',
    async run(vault) {
      const expected = await whois(vault, vault.ename)
      expect(Object.keys(expected)).toEqual(['w3id', 'evaultId', 'keyBindingCertificates'])
      for (const name of [vault.ename.slice(1), vault.ename.toUpperCase()]) {
        const { evaultId } = await whois(vault, name)
        expect(evaultId).toBe(expected.evaultId)
      }
    },
  },
  {
    source: 'eVault seed',
    section: '/whois',
    quote: 'Matches the evaultvalue registered with the Registry.',
    name: 'evaultId is the vault that the registry resolves the eName to',
    needs: ['registry'],
    async run(vault) {
      const w3id = encodeURIComponent(vault.ename)
      const { json } = await call(`${vault.registry.url}/resolve?w3id=${w3id}`)
      expect((await whois(vault, vault.ename)).evaultId).toBe(json.evault)
    },
  },
  {
    source: 'protocol',
    section: '4. eVault HTTP API',
    quote: '400 `{error}` without header',
    name: '400 {error} without X-ENAME, 404 {error} for an eName that is not here',
    async run(vault) {
      const without = await vault.http('/whois')
      expect([without.status, without.json]).toEqual([400, { error: expect.any(String) }])
      const headers = { 'x-ename': '@00000000-0000-4000-8000-000000000000' }
      const unknown = await vault.http('/whois', { headers })
      expect([unknown.status, unknown.json]).toEqual([404, { error: expect.any(String) }])
    },
  },
  {
    source: 'protocol',
    section: '4. eVault HTTP API',
    quote:
      '200 while healthy: platform clients poll it, without `X-ENAME`, to decide whether to re-resolve',
    name: 'HEAD /whois is 200, without X-ENAME and with it, and has no body',
    async run(vault) {
      for (const headers of [{}, { 'x-ename': vault.ename }]) {
        const { status, text } = await vault.http('/whois', { method: 'HEAD', headers })
        expect([status, text]).toEqual([200, ''])
      }
    },
  },
  {
    source: 'eVault seed',
    section: 'Certificate Structure',
    quote: 'Key binding certificates are JWTs signed by the Registry',
    name: 'a certificate holds ename, publicKey, exp, iat, at most an hour, verifiable at the registry',
    needs: ['registry'],
    async run(vault) {
      const { keyBindingCertificates } = await whois(vault, vault.ename)
      expect(keyBindingCertificates.length).toBeGreaterThan(0)
      for (const certificate of keyBindingCertificates) {
        const { ename, publicKey, exp, iat, ...rest } = await claims(vault, certificate)
        expect([ename, rest]).toEqual([vault.ename, {}])
        expect(publicKey).toMatch(/^[zmf]/)
        expect(exp - iat).toBeGreaterThan(0)
        expect(exp - iat).toBeLessThanOrEqual(3600)
        expect(exp * 1000).toBeGreaterThan(Date.now())
        expect(decodeProtectedHeader(certificate)).toMatchObject({ alg: 'ES256', typ: 'JWT' })
      }
    },
  },
  {
    source: 'protocol',
    section: '4. eVault HTTP API',
    quote: 'several keys, several certificates',
    name: 'after PATCH /public-key there is a certificate for each key',
    needs,
    async run(vault) {
      const tenant = await vault.newTenant()
      const { publicKey } = await makeKey()
      const { status, json } = await addKey(vault, tenant, publicKey)
      expect([status, json]).toEqual([200, { success: true, message: expect.any(String) }])
      const { keyBindingCertificates } = await whois(vault, tenant.ename)
      const certified = await Promise.all(
        keyBindingCertificates.map((certificate: string) => claims(vault, certificate)),
      )
      const keys = certified.map((payload) => payload.publicKey)
      expect(keys.sort()).toEqual([publicKey, tenant.owner.publicKey].sort())
      for (const { ename } of certified) expect(ename).toBe(tenant.ename)
    },
  },
]

const keyRows: Row[] = [
  {
    source: 'protocol',
    section: '6. Keys and signatures',
    quote:
      'multibase (`z` base58btc, `m` base64 without padding, `f` lower-case hex) of DER SPKI, or of the raw uncompressed point',
    name: 'a key is taken in each of these forms, and is the same key in all of them',
    needs,
    async run(vault) {
      const tenant = await vault.newTenant()
      for (const form of tenant.owner.publicKeyForms) {
        const { status } = await addKey(vault, tenant, form)
        expect([form, status]).toEqual([form, 200])
      }
      expect((await whois(vault, tenant.ename)).keyBindingCertificates).toHaveLength(1)
    },
  },
  {
    source: 'protocol',
    section: '4. eVault HTTP API',
    quote: '200 `{success, message}`, adds a key beside the existing ones; 400, 401',
    name: '400 for a key that is none or missing',
    needs,
    async run(vault) {
      const tenant = await vault.newTenant()
      for (const key of [undefined, '', 'z', 'zNotAKey', 'hello', 7, `f${'00'.repeat(91)}`]) {
        const { status, json } = await addKey(vault, tenant, key)
        expect([key, status, typeof json.error]).toEqual([key, 400, 'string'])
      }
      expect((await whois(vault, tenant.ename)).keyBindingCertificates).toHaveLength(1)
    },
  },
  {
    source: 'protocol',
    section: '4. eVault HTTP API',
    quote: '`PATCH /public-key` `{publicKey}`',
    name: '401 without a token or with one that does not hold; 400 without X-ENAME',
    needs,
    async run(vault) {
      const tenant = await vault.newTenant()
      const { publicKey } = await makeKey()
      for (const authorization of [null, 'Bearer garbage']) {
        const { status } = await addKey(vault, tenant, publicKey, { authorization })
        expect([authorization, status]).toEqual([authorization, 401])
      }
      const { status } = await addKey(vault, tenant, publicKey, { 'x-ename': null })
      expect(status).toBe(400)
      expect((await whois(vault, tenant.ename)).keyBindingCertificates).toHaveLength(1)
    },
  },
  {
    source: 'design',
    section: 'Policies',
    quote: 'Adding a public key needs the owner (or a platform with full consent under *open*).',
    name: 'a person who is not the owner adds no key',
    needs: [...needs, 'registry-secret'],
    async run(vault) {
      const tenant = await vault.newTenant()
      const stranger = await vault.person()
      const authorization = `Bearer ${await stranger.token(tenant.ename)}`
      const { status } = await addKey(vault, tenant, stranger.publicKey, { authorization })
      expect(status).toBe(403)
    },
  },
  {
    source: 'W3ID seed',
    section: 'Key Binding and Recovery',
    quote: 'Keys can be changed (e.g. after compromise or device loss) without changing the W3ID.',
    name: 'a key that was added speaks for the owner like the first one',
    needs,
    async run(vault) {
      const tenant = await vault.newTenant()
      const { publicKey, as } = await makeKey()
      await addKey(vault, tenant, publicKey)
      const token = await as(tenant.ename).token(tenant.ename)
      const headers = { ...tenant.named, authorization: `Bearer ${token}` }
      const { id } = await vault.create({ a: 1 }, { acl: [], headers: tenant.named })
      expect((await vault.read(id, headers)).parsed).toEqual({ a: 1 })
    },
  },
  {
    source: 'protocol',
    section: '4. eVault HTTP API',
    quote: "the vault provider's own public signing keys",
    name: '/.well-known/jwks.json is a JWK set of public keys, and of nothing private',
    async run(vault) {
      const { status, json } = await vault.http('/.well-known/jwks.json')
      expect(status).toBe(200)
      expect(json.keys.length).toBeGreaterThan(0)
      for (const key of json.keys) {
        expect(key).toMatchObject({ kty: expect.any(String), kid: expect.any(String) })
        for (const secret of ['d', 'p', 'q', 'k']) expect(key).not.toHaveProperty(secret)
      }
    },
  },
]

export const whoisTopic: Topic = { topic: 'whois', rows: whoisRows }
export const keys: Topic = { topic: 'keys', rows: keyRows }
