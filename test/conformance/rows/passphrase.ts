import { expect } from 'vitest'
import type { Tenant } from '../people.ts'
import type { Row, Topic } from '../row.ts'
import type { VaultUnderTest } from '../vault-under-test.ts'

const needs: Row['needs'] = ['token', 'registry', 'open']
const section = '4. eVault HTTP API'
const right = 'correct horse battery staple'

const set = (
  vault: VaultUnderTest,
  { named }: Tenant,
  headers: object = vault.platform,
  passphrase: unknown = right,
) => vault.http('/passphrase/set', { body: { passphrase }, headers: { ...named, ...headers } })
const compare = (vault: VaultUnderTest, { ename }: Tenant, passphrase: string, patient = true) =>
  vault.http('/passphrase/compare', { body: { eName: ename, passphrase }, patient })
const status = async (vault: VaultUnderTest, { named }: Tenant) =>
  (await vault.http('/passphrase/status', { headers: named })).json

/** The recovery passphrase of vaults of this run: never that of the vault’s own owner. */
export const passphrases: Topic = {
  topic: 'passphrase',
  rows: [
    {
      source: 'protocol',
      section,
      quote: 'recovery passphrase: only a slow hash is stored',
      name: 'status says whether one is set; set answers {success, message}',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        expect(await status(vault, tenant)).toEqual({ hasPassphrase: false })
        const answer = await set(vault, tenant)
        expect([answer.status, answer.json]).toEqual([
          200,
          { success: true, message: expect.any(String) },
        ])
        expect(await status(vault, tenant)).toEqual({ hasPassphrase: true })
      },
    },
    {
      source: 'protocol',
      section,
      quote: 'compare is rate-limited with back-off and answers a boolean',
      name: 'compare answers exactly {match, hasPassphrase}',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        const none = await compare(vault, tenant, right)
        expect([none.status, none.json]).toEqual([200, { match: false, hasPassphrase: false }])
        await set(vault, tenant)
        expect((await compare(vault, tenant, 'wrong wrong wrong')).json).toEqual({
          match: false,
          hasPassphrase: true,
        })
        const yes = await compare(vault, tenant, right)
        expect([yes.status, yes.json]).toEqual([200, { match: true, hasPassphrase: true }])
      },
    },
    {
      source: 'protocol',
      section,
      quote: '`POST /passphrase/compare`',
      name: 'compare takes the eName in X-ENAME as well, and is 400 without any',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        await set(vault, tenant)
        const body = { passphrase: right }
        const { json } = await vault.http('/passphrase/compare', { body, headers: tenant.named })
        expect(json).toEqual({ match: true, hasPassphrase: true })
        const { status: code } = await vault.http('/passphrase/compare', { body })
        expect(code).toBe(400)
      },
    },
    {
      source: 'protocol',
      section,
      quote: '`POST /passphrase/set`',
      name: 'set needs a token (401) and a passphrase worth the name (400)',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        expect((await set(vault, tenant, {})).status).toBe(401)
        expect((await set(vault, tenant, { authorization: 'Bearer x' })).status).toBe(401)
        for (const passphrase of ['', 'short', 7, null]) {
          expect((await set(vault, tenant, vault.platform, passphrase)).status).toBe(400)
        }
        expect(await status(vault, tenant)).toEqual({ hasPassphrase: false })
      },
    },
    {
      source: 'protocol',
      section,
      quote: '`GET /passphrase/status`',
      name: 'status is 400 without X-ENAME and 404 for an eName that is not here',
      async run(vault) {
        expect((await vault.http('/passphrase/status')).status).toBe(400)
        const headers = { 'x-ename': '@00000000-0000-4000-8000-000000000000' }
        expect((await vault.http('/passphrase/status', { headers })).status).toBe(404)
      },
    },
    {
      source: 'protocol',
      section,
      quote: 'compare is rate-limited with back-off',
      name: 'after many wrong guesses 429 with Retry-After, for the right one too, until one has waited',
      needs,
      async run(vault) {
        const tenant = await vault.newTenant()
        await set(vault, tenant)
        let refused = null
        for (let guess = 0; guess < 20 && refused === null; guess += 1) {
          const answer = await compare(vault, tenant, `wrong guess ${guess}`, false)
          if (answer.status === 429) refused = answer
          else expect(answer.json).toEqual({ match: false, hasPassphrase: true })
        }
        expect(refused?.json).toMatchObject({ error: expect.any(String) })
        expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0)
        expect((await compare(vault, tenant, right, false)).status).toBe(429)
        // The client waits as long as it is told; being right ends the waiting for others here.
        expect((await compare(vault, tenant, right)).json.match).toBe(true)
      },
    },
  ],
}
