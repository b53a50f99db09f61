import { expect } from 'vitest'
import { makeKey } from '../key-holder.ts'
import type { Row, Topic } from '../row.ts'
import { codeOf } from '../vault-under-test.ts'

const common: Pick<Row, 'source' | 'section' | 'needs'> = {
  ...{ source: 'design', section: 'Policies' },
  needs: ['guarded', 'loopback', 'token'],
}

/** What the owner's settings `guarded` make of the same requests. */
export const guarded: Topic = {
  topic: 'guarded',
  rows: [
    {
      ...common,
      quote: 'undecided under *ask* answers `CONSENT_REQUIRED` and shows a request',
      name: 'a platform the owner has not decided on gets CONSENT_REQUIRED, for reads and writes',
      async run(vault) {
        const read = await vault.graphql('{ metaEnvelopes { totalCount } }', {}, vault.platform)
        expect(codeOf(read)).toBe('CONSENT_REQUIRED')
        const remove = 'mutation { removeMetaEnvelope(id: "x") { success errors { code } } }'
        const { data } = await vault.graphql(remove, {}, vault.platform)
        expect(data.removeMetaEnvelope).toEqual({
          success: false,
          errors: [{ code: 'CONSENT_REQUIRED' }],
        })
      },
    },
    {
      ...common,
      quote:
        "the seeds' curl examples work as printed on a fresh desktop, and nothing of it is open to the internet or to web pages",
      name: 'a program on this computer creates, reads ["*"] records and the log without a token',
      async run(vault) {
        const { id } = await vault.create({ a: 1 }, { acl: ['*'] })
        expect((await vault.read(id, {})).parsed).toEqual({ a: 1 })
        const secret = await vault.create({ a: 2 }, { acl: [] })
        expect(await vault.read(secret.id, {})).toBeNull()
        const { status, json } = await vault.http('/logs', { headers: { 'x-ename': vault.ename } })
        expect([status, json.logs.length > 0]).toEqual([200, true])
      },
    },
    {
      ...common,
      quote: 'nothing of it is open to the internet or to web pages',
      name: 'a web page of an origin nobody has consented to gets nothing, not even a preflight',
      async run(vault) {
        const headers = { origin: 'https://evil.example', 'x-ename': vault.ename }
        for (const path of ['/graphql', '/whois', '/logs', '/health']) {
          for (const method of ['GET', 'POST', 'OPTIONS']) {
            const body = method === 'POST' ? { body: { query: '{ __typename }' } } : {}
            const answer = await vault.http(path, { method, headers, ...body })
            expect([path, method, answer.status]).toEqual([path, method, 403])
            expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
          }
        }
      },
    },
    {
      ...common,
      quote: 'Adding a public key needs the owner (or a platform with full consent under *open*).',
      name: 'a platform adds no key and sets no passphrase',
      async run(vault) {
        const headers = { 'x-ename': vault.ename, ...vault.platform }
        const { publicKey } = await makeKey()
        const key = await vault.http('/public-key', {
          method: 'PATCH',
          body: { publicKey },
          headers,
        })
        const body = { passphrase: 'correct horse battery staple' }
        const passphrase = await vault.http('/passphrase/set', { body, headers })
        expect([key.status, passphrase.status]).toEqual([403, 403])
      },
    },
  ],
}
