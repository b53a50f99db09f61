import { expect } from 'vitest'
import type { Topic } from '../row.ts'

const section = '4. eVault HTTP API'
const origin = 'https://blabsy.example.com'

export const http: Topic = {
  topic: 'http',
  rows: [
    {
      source: 'protocol',
      section,
      quote:
        'CORS is open for these (platform front ends call from browsers); allowed headers `Content-Type, Authorization, X-ENAME`.',
      name: 'a preflight from any origin is let through, with exactly these headers',
      needs: ['open'],
      async run(vault) {
        for (const [path, method] of [
          ['/graphql', 'POST'],
          ['/whois', 'GET'],
          ['/logs', 'GET'],
          ['/public-key', 'PATCH'],
          ['/provision', 'POST'],
          ['/passphrase/compare', 'POST'],
        ] as const) {
          const asked = {
            origin,
            'access-control-request-method': method,
            'access-control-request-headers': 'authorization,content-type,x-ename',
          }
          const { status, headers } = await vault.http(path, { method: 'OPTIONS', headers: asked })
          expect([path, status]).toEqual([path, 204])
          expect(['*', origin]).toContain(headers['access-control-allow-origin'])
          expect(headers['access-control-allow-methods']).toContain(method)
          const allowed = String(headers['access-control-allow-headers']).toLowerCase().split(/, */)
          expect(allowed.sort()).toEqual(['authorization', 'content-type', 'x-ename'])
        }
      },
    },
    {
      source: 'protocol',
      section,
      quote: 'CORS is open for these',
      name: 'answers, refusals too, can be read by a page of any origin',
      needs: ['open'],
      async run(vault) {
        const headers = { origin, 'x-ename': vault.ename }
        for (const answer of [
          await vault.http('/graphql', { body: { query: '{ __typename }' }, headers }),
          await vault.http('/graphql', { body: '{', headers }),
          await vault.http('/whois', { headers }),
          await vault.http('/whois', { headers: { origin } }),
          await vault.http('/logs', { headers }),
        ]) {
          expect(['*', origin]).toContain(answer.headers['access-control-allow-origin'])
        }
      },
    },
    {
      source: 'protocol',
      section,
      quote: '`GET /health`, `GET /docs`',
      name: '/health is 200 and JSON, without X-ENAME',
      async run(vault) {
        const { status, json } = await vault.http('/health')
        expect([status, json]).toEqual([200, expect.objectContaining({ status: 'ok' })])
      },
    },
    {
      source: 'protocol',
      section,
      quote: 'liveness; OpenAPI page',
      name: '/docs is an HTML page that loads nothing from elsewhere',
      async run(vault) {
        const { status, headers, text } = await vault.http('/docs')
        expect([status, headers['content-type']]).toEqual([
          200,
          expect.stringMatching(/^text\/html/),
        ])
        for (const path of ['/whois', '/logs', '/graphql']) expect(text).toContain(path)
        expect(text).not.toMatch(/<(script|link|img)[^>]+(src|href)="(https?:)?\/\//)
      },
    },
    {
      source: 'protocol',
      section,
      quote: 'OpenAPI page',
      name: '/openapi.json is OpenAPI 3.1 and has every path of the protocol, with its methods',
      async run(vault) {
        const { status, json } = await vault.http('/openapi.json')
        expect(status).toBe(200)
        expect(json.openapi).toMatch(/^3\.1\./)
        const methods = Object.fromEntries(
          Object.entries<object>(json.paths).map(([path, item]) => [path, Object.keys(item)]),
        )
        for (const [path, method] of [
          ...[
            ['/graphql', 'post'],
            ['/whois', 'get'],
            ['/whois', 'head'],
            ['/logs', 'get'],
          ],
          ...[
            ['/public-key', 'patch'],
            ['/provision', 'post'],
            ['/files/{metaEnvelopeId}', 'get'],
          ],
          ...[
            ['/.well-known/jwks.json', 'get'],
            ['/passphrase/set', 'post'],
            ['/health', 'get'],
          ],
          ...[
            ['/passphrase/compare', 'post'],
            ['/passphrase/status', 'get'],
          ],
        ] as const) {
          expect([path, methods[path ?? '']]).toEqual([path, expect.arrayContaining([method])])
        }
      },
    },
    {
      source: 'protocol',
      section,
      quote: 'one port, default 4000, beside `/graphql`',
      name: 'what is none of these is 404 with {error}',
      async run(vault) {
        for (const path of ['/nowhere', '/graphql/x', '/whois/x', '/../../etc/passwd', '/.env']) {
          const { status, json } = await vault.http(path)
          expect([path, status, json]).toEqual([path, 404, { error: expect.any(String) }])
        }
      },
    },
    {
      source: 'design',
      section: 'Processes',
      quote: 'GraphQL is accepted as `application/json` only',
      name: 'GraphQL as anything a web page could send unasked is refused, and runs nothing',
      async run(vault) {
        const query = '{ metaEnvelopes { totalCount } }'
        for (const type of [
          'text/plain',
          'application/x-www-form-urlencoded',
          'multipart/form-data; boundary=x',
        ]) {
          const { status, json } = await vault.http('/graphql', {
            body: JSON.stringify({ query }),
            headers: { 'x-ename': vault.ename, 'content-type': type },
          })
          expect([type, status, json?.data ?? null]).toEqual([type, 415, null])
        }
        const get = await vault.http(`/graphql?query=${encodeURIComponent(query)}`, {
          headers: { 'x-ename': vault.ename, accept: 'application/json' },
        })
        expect(get.json?.data ?? null).toBeNull()
      },
    },
    {
      source: 'design',
      section: 'Processes',
      quote: 'The local listener checks `Host` (loopback names only, against DNS rebinding)',
      name: 'a foreign Host is turned away',
      needs: ['loopback'],
      async run(vault) {
        for (const host of ['evil.example', '127.0.0.1.evil.example']) {
          const { status } = await vault.http('/health', { headers: { host } })
          expect([host, status]).toEqual([host, 421])
        }
      },
    },
  ],
}
