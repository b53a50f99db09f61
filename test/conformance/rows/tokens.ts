import { SignJWT, UnsecuredJWT } from 'jose'
import { expect } from 'vitest'
import { call } from '../../support/call.ts'
import type { Row, Topic } from '../row.ts'
import { codeOf, type VaultUnderTest } from '../vault-under-test.ts'

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const tokenNeeds: Row['needs'] = ['token', 'open']
const personNeeds: Row['needs'] = ['token', 'registry', 'registry-secret', 'open']

/** A token that does not hold is refused as such, also for what anybody may read. */
async function expectRefused(
  vault: VaultUnderTest,
  what: string,
  authorization: string,
): Promise<void> {
  const { id } = await vault.create({ for: 'everyone' })
  const query = `{ metaEnvelope(id: "${id}") { id } }`
  const answer = await vault.graphql(query, {}, { authorization })
  expect([what, answer.data?.metaEnvelope ?? null, codeOf(answer)]).toEqual([
    what,
    null,
    'UNAUTHENTICATED',
  ])
}

const tokenRows: Row[] = [
  {
    source: 'protocol',
    section: '2. Tokens',
    quote:
      "Validate against the registry's `GET /.well-known/jwks.json`: signature, `alg` pinned to ES256, `exp`.",
    name: 'garbage, another scheme, an empty token are refused, not taken for no token',
    needs: ['open'],
    async run(vault) {
      for (const header of [
        'Bearer garbage',
        'Bearer ',
        'Basic dXNlcjpwYXNz',
        'Bearer a.b.c',
        '',
      ]) {
        await expectRefused(vault, header, header)
      }
    },
  },
  {
    source: 'protocol',
    section: '2. Tokens',
    quote: '`alg` pinned to ES256',
    name: 'alg none and HS256 are refused, whatever the key',
    needs: tokenNeeds,
    async run(vault) {
      const claims = { platform: 'https://evil.example' }
      const none = new UnsecuredJWT(claims).setIssuedAt().setExpirationTime('1h').encode()
      await expectRefused(vault, 'none', `Bearer ${none}`)
      const [, payload] = vault.token.split('.')
      const header = Buffer.from('{"alg":"none","kid":"entropy-key-1"}').toString('base64url')
      await expectRefused(vault, 'a real payload with none', `Bearer ${header}.${payload}.`)
      for (const secret of ['entropy-key-1', 'secret', vault.registry.secret || 'x']) {
        const token = await new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256', kid: 'entropy-key-1' })
          .setIssuedAt()
          .setExpirationTime('1h')
          .sign(Buffer.from(secret.padEnd(32, ' ')))
        await expectRefused(vault, 'HS256', `Bearer ${token}`)
      }
    },
  },
  {
    source: 'protocol',
    section: '2. Tokens',
    quote: 'take the kid from JWKS, never assume it',
    name: 'HS256 with the registry’s public key as secret, and ES256 by another key, are refused',
    needs: ['token', 'registry', 'open'],
    async run(vault) {
      const { keys } = (await call(`${vault.registry.url}/.well-known/jwks.json`)).json
      const claims = { platform: 'https://evil.example' }
      const secret = Buffer.from(JSON.stringify(keys[0]))
      const curve = { name: 'ECDSA', namedCurve: 'P-256' }
      const { privateKey } = await crypto.subtle.generateKey(curve, true, ['sign'])
      for (const [alg, key] of [
        ['HS256', secret],
        ['ES256', privateKey],
      ] as const) {
        const token = await new SignJWT(claims)
          .setProtectedHeader({ alg, kid: keys[0].kid })
          .setIssuedAt()
          .setExpirationTime('1h')
          .sign(key)
        await expectRefused(vault, alg, `Bearer ${token}`)
      }
    },
  },
  {
    source: 'protocol',
    section: '2. Tokens',
    quote: 'Validate against the registry',
    name: 'a platform token with a changed payload or signature is refused',
    needs: tokenNeeds,
    async run(vault) {
      const [header, , signature = ''] = vault.token.split('.')
      const payload = Buffer.from('{"platform":"https://evil.example","exp":99999999999}').toString(
        'base64url',
      )
      await expectRefused(vault, 'payload', `Bearer ${header}.${payload}.${signature}`)
      const flipped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)
      await expectRefused(vault, 'signature', `Bearer ${vault.token.replace(signature, flipped)}`)
      await expectRefused(vault, 'cut', `Bearer ${vault.token.slice(0, -8)}`)
    },
  },
  {
    source: 'protocol',
    section: '2. Tokens',
    quote: '| entropy token |',
    name: 'an entropy token, a certificate and the registry’s secret are no tokens for a vault',
    needs: ['registry', 'registry-secret', 'open'],
    async run(vault) {
      const entropy = (await call(`${vault.registry.url}/entropy`)).json.token
      const { json } = await vault.http('/whois', { headers: { 'x-ename': vault.ename } })
      for (const token of [entropy, json.keyBindingCertificates[0], vault.registry.secret]) {
        await expectRefused(vault, token, `Bearer ${token}`)
      }
    },
  },
  {
    source: 'design',
    section: 'Policies',
    quote:
      '**person** (JWT signed by a key bound to another eName, `iss` = eName, `aud` = this vault, at most 10 minutes)',
    name: 'a person’s token that is expired, too long, for another vault, or signed by somebody else is refused',
    needs: personNeeds,
    async run(vault) {
      const [person, other] = [await vault.person(), await vault.person()]
      const now = Math.floor(Date.now() / 1000)
      const tokens = {
        expired: await person.token(vault.ename, { iat: now - 400, exp: now - 100 }),
        'too long': await person.token(vault.ename, { exp: now + 3600 }),
        'without end': await person.token(vault.ename, { exp: undefined }),
        'of the future': await person.token(vault.ename, { iat: now + 300, exp: now + 600 }),
        'for another vault': await person.token(other.ename),
        'by somebody else': await other.token(vault.ename, { iss: person.ename }),
        'of nobody': await person.token(vault.ename, {
          iss: '@00000000-0000-4000-8000-00000000abcd',
        }),
      }
      for (const [what, token] of Object.entries(tokens)) {
        await expectRefused(vault, what, `Bearer ${token}`)
      }
      const { id } = await vault.create()
      expect(await vault.read(id, bearer(await person.token(vault.ename)))).not.toBeNull()
    },
  },
]

export const tokens: Topic = { topic: 'tokens', rows: tokenRows }
