import { expect } from 'vitest'
import type { Topic } from '../row.ts'
import { curlExamples } from '../seed-examples.ts'
import { typeIntoShell } from '../shell.ts'
import { expectNoErrors, type VaultUnderTest } from '../vault-under-test.ts'

const posts = '550e8400-e29b-41d4-a716-446655440001'
const anyEntry = {
  id: expect.any(String),
  eName: expect.any(String),
  metaEnvelopeId: expect.any(String),
  envelopeHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  operation: expect.stringMatching(/^(create|update|delete|update_envelope_value)$/),
  platform: expect.toSatisfy((value) => value === null || typeof value === 'string'),
  timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  ontology: expect.any(String),
}

const createPost = async (vault: VaultUnderTest, content: string) =>
  vault.create({ content, authorId: '...' }, { ontology: posts })

async function expectWhois(vault: VaultUnderTest, curl: string): Promise<void> {
  expect(await typeIntoShell(vault, curl)).toEqual({
    w3id: vault.ename,
    evaultId: expect.any(String),
    keyBindingCertificates: expect.arrayContaining([expect.stringMatching(/^eyJ.+\..+\..+$/)]),
  })
}

/** Every curl of the eVault seed, through a real shell. */
export const examples: Topic = {
  topic: 'curl examples',
  rows: [
    {
      source: 'eVault seed',
      section: 'API Examples, Creating a Post',
      quote: 'curl -X POST http://localhost:4000/graphql',
      name: '“Creating a Post” prints the record and no errors',
      needs: ['curl', 'open'],
      async run(vault) {
        const { data } = await typeIntoShell(vault, curlExamples.creatingAPost)
        const { metaEnvelope, errors } = data.createMetaEnvelope
        expect(metaEnvelope).toEqual({ id: expect.any(String), ontology: posts })
        expectNoErrors(errors)
      },
    },
    {
      source: 'eVault seed',
      section: 'API Examples, Querying Posts with Pagination',
      quote: '-H "Authorization: Bearer <token>"',
      name: '“Querying Posts with Pagination” prints up to ten posts and where the page ends',
      needs: ['curl', 'token', 'open'],
      async run(vault) {
        await createPost(vault, 'Hello!')
        const replacements = { '<token>': vault.token }
        const answer = await typeIntoShell(vault, curlExamples.queryingPosts, replacements)
        const { edges, pageInfo } = answer.data.metaEnvelopes
        expect(edges.length).toBeGreaterThan(0)
        expect(edges.length).toBeLessThanOrEqual(10)
        const node = { id: expect.any(String), parsed: expect.any(Object) }
        for (const edge of edges) expect(edge).toEqual({ node })
        expect(pageInfo).toEqual({
          hasNextPage: expect.any(Boolean),
          endCursor: expect.any(String),
        })
        expect(Object.keys(answer)).toEqual(['data'])
      },
    },
    {
      source: 'eVault seed',
      section: 'API Examples, Searching Posts',
      quote: 'search: { term: \\"hello\\", mode: CONTAINS }',
      name: '“Searching Posts”, which has no token, finds the posts whose ACL is ["*"] and no others',
      needs: ['curl', 'open'],
      async run(vault) {
        const found = async () => {
          const answer = await typeIntoShell(vault, curlExamples.searchingPosts)
          expect(Object.keys(answer)).toEqual(['data'])
          return answer.data.metaEnvelopes
        }
        const before = (await found()).totalCount
        await createPost(vault, 'oh HELLO there')
        await vault.create({ content: 'hello, me' }, { ontology: posts, acl: [] })
        const { edges, totalCount } = await found()
        expect(totalCount).toBe(before + 1)
        expect(edges).toHaveLength(Math.min(10, totalCount))
        for (const { node } of edges) {
          expect(Object.keys(node)).toEqual(['id', 'parsed'])
          expect(JSON.stringify(node.parsed).toLowerCase()).toContain('hello')
        }
      },
    },
    {
      source: 'eVault seed',
      section: 'API Examples, Deleting a Post',
      quote:
        'mutation { removeMetaEnvelope(id: \\"global-id-123\\") { deletedId success errors { message } } }',
      // The one deviation: the seed’s curl has no token, while "Access Control" lets the owner
      // write only. Anybody could delete everything; protocol §5 asks for a token.
      name: '“Deleting a Post” as printed, with X-ENAME alone, is refused (deviation, on purpose)',
      needs: ['curl', 'open'],
      async run(vault) {
        const { id } = await createPost(vault, 'still here')
        const replacements = { 'global-id-123': id }
        const answer = await typeIntoShell(vault, curlExamples.deletingAPost, replacements)
        expect(answer.data.removeMetaEnvelope).toEqual({
          deletedId: null,
          success: false,
          errors: [{ message: expect.any(String) }],
        })
        expect(await vault.read(id, {})).not.toBeNull()
      },
    },
    {
      source: 'eVault seed',
      section: 'API Examples, Deleting a Post',
      quote: '-H "X-ENAME: @user-a.w3id"',
      name: '“Deleting a Post” with a token added works and prints what was deleted',
      needs: ['curl', 'token', 'open'],
      async run(vault) {
        const { id } = await createPost(vault, 'soon gone')
        const header = '-H "X-ENAME: @user-a.w3id"'
        const withToken = curlExamples.deletingAPost.replace(
          header,
          `${header} -H "Authorization: Bearer <token>"`,
        )
        const replacements = { 'global-id-123': id, '<token>': vault.token }
        const { data } = await typeIntoShell(vault, withToken, replacements)
        const { errors, ...rest } = data.removeMetaEnvelope
        expect(rest).toEqual({ deletedId: id, success: true })
        expectNoErrors(errors)
        expect(await vault.read(id)).toBeNull()
      },
    },
    {
      source: 'eVault seed',
      section: 'API Examples, Getting Key Binding Certificates',
      quote: 'curl -X GET http://localhost:4000/whois',
      name: '“Getting Key Binding Certificates” prints the certificates',
      needs: ['curl'],
      run: (vault) => expectWhois(vault, curlExamples.gettingCertificates),
    },
    {
      source: 'eVault seed',
      section: '/whois',
      quote: 'Get information about a W3ID, including key binding certificates.',
      name: 'the curl of “/whois” prints exactly w3id, evaultId and keyBindingCertificates',
      needs: ['curl'],
      run: (vault) => expectWhois(vault, curlExamples.whois),
    },
    {
      source: 'eVault seed',
      section: '/logs',
      quote: 'limit — Page size (default 20, max 100).',
      name: 'the curl “first page” of “/logs” prints entries with exactly the keys of the seed',
      needs: ['curl', 'open'],
      async run(vault) {
        await vault.create()
        const page = await typeIntoShell(vault, curlExamples.logsFirstPage)
        expect(Object.keys(page)).toEqual(['logs', 'nextCursor', 'hasMore'])
        expect(page.logs.length).toBeGreaterThan(0)
        for (const entry of page.logs) expect(entry).toEqual({ ...anyEntry, eName: vault.ename })
        expect(Object.keys(page.logs[0])).toEqual(Object.keys(anyEntry))
      },
    },
    {
      source: 'eVault seed',
      section: '/logs',
      quote: 'Use the nextCursor value from the previous response; URL-encode the cursor',
      name: 'the curl “next page (using cursor)” of “/logs” goes on where the page before ended',
      needs: ['curl', 'open'],
      async run(vault) {
        for (let n = 0; n < 22; n += 1) await vault.create({ n })
        const first = await typeIntoShell(vault, curlExamples.logsFirstPage)
        expect(first).toMatchObject({ hasMore: true, nextCursor: expect.any(String) })
        expect(first.logs).toHaveLength(20)
        const printed = '2025-02-04T12:00:00.000Z%7Clog-entry-id'
        const cursor = first.nextCursor.replace('|', '%7C')
        const next = await typeIntoShell(vault, curlExamples.logsNextPage, { [printed]: cursor })
        const ids = [...first.logs, ...next.logs].map(({ id }: { id: string }) => id)
        expect(next.logs.length).toBeGreaterThan(0)
        expect(new Set(ids).size).toBe(ids.length)
      },
    },
  ],
}
