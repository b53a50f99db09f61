import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { Topic } from '../row.ts'
import { type Any, expectNoErrors, type VaultUnderTest } from '../vault-under-test.ts'

const upload = `mutation ($input: UploadFileInput!) { uploadFile(input: $input) {
  uri metaEnvelopeId publicUrl errors { field message code } } }`
const section = '5. GraphQL'
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

async function store(vault: VaultUnderTest, more: object = {}): Promise<Any> {
  const input = {
    ...{ filename: 'cat.png', contentType: 'image/png', content: 'AAEC', acl: ['*'] },
    ...more,
  }
  return (await vault.ask(upload, { input })).uploadFile
}

/** Follows `/files/:id` to the bytes, as a browser would. */
async function download(vault: VaultUnderTest, id: string, headers: Record<string, string> = {}) {
  return fetch(`${vault.url}/files/${encodeURIComponent(id)}`, {
    headers: { 'x-ename': vault.ename, ...headers },
  })
}

const redirect = (vault: VaultUnderTest, id: string, headers: object = {}) =>
  vault.http(`/files/${id}`, { headers: { 'x-ename': vault.ename, ...headers } })

export const files: Topic = {
  topic: 'files',
  rows: [
    {
      source: 'protocol',
      section,
      quote:
        'creates a meta envelope of ontology `w3ds-file-v1` with payload `{filename, contentType, size, blobKey, publicUrl, uploadedAt}`',
      name: 'uploadFile creates the record that stands for the file',
      needs: ['token'],
      async run(vault) {
        const { metaEnvelopeId, publicUrl, errors } = await store(vault)
        expectNoErrors(errors)
        const { ontology, parsed } = await vault.read(metaEnvelopeId)
        expect(ontology).toBe('w3ds-file-v1')
        expect(parsed).toEqual({
          ...{ filename: 'cat.png', contentType: 'image/png', size: 3, publicUrl },
          blobKey: expect.stringMatching(/./),
          uploadedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        })
      },
    },
    {
      source: 'protocol',
      section,
      quote: '`uri` is `w3ds://file?id=@<ename>/<metaEnvelopeId>`',
      name: 'the uri names the vault and the record, the publicUrl is an http(s) address',
      needs: ['token'],
      async run(vault) {
        const { uri, metaEnvelopeId, publicUrl } = await store(vault)
        const ename = vault.ename.replace(/^@?/, '@')
        expect(decodeURIComponent(uri)).toBe(`w3ds://file?id=${ename}/${metaEnvelopeId}`)
        expect(publicUrl).toMatch(/^https?:\/\//)
      },
    },
    {
      source: 'protocol',
      section: '4. eVault HTTP API',
      quote: "302 to the file's http(s) URL; 400 bad id or unsafe scheme; 404",
      name: '/files/:id is a 302 that leads to the bytes, with their type',
      needs: ['token'],
      async run(vault) {
        const bytes = randomBytes(100_000)
        const { metaEnvelopeId: id } = await store(vault, { content: base64(bytes) })
        const { status, headers } = await redirect(vault, id)
        expect(status).toBe(302)
        const location = new URL(headers.location ?? '', vault.url)
        expect(location.protocol).toMatch(/^https?:$/)
        const answer = await download(vault, id)
        expect(answer.status).toBe(200)
        expect(answer.headers.get('content-type')).toMatch(/^image\/png/)
        expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
      },
    },
    {
      source: 'protocol',
      section,
      quote: 'content: String! (base64 or data: URI)',
      name: 'base64 and data: URIs give the same bytes, with whatever base64 can end in',
      needs: ['token'],
      async run(vault) {
        for (const size of [0, 1, 2, 3, 1000]) {
          const bytes = randomBytes(size)
          const plain = base64(bytes)
          for (const content of [plain, `data:image/png;base64,${plain}`]) {
            const { metaEnvelopeId: id, errors } = await store(vault, { content })
            // An empty file may be refused, but then with the code for it.
            if (size === 0 && errors?.length > 0) {
              expect(errors).toMatchObject([{ code: 'INVALID_CONTENT' }])
              continue
            }
            expectNoErrors(errors)
            const got = await (await download(vault, id)).arrayBuffer()
            expect(Buffer.from(got).equals(bytes)).toBe(true)
          }
        }
      },
    },
    {
      source: 'protocol',
      section,
      quote: 'ADD_SIGNATURE_FAILED INVALID_CONTENT FILE_TOO_LARGE UPLOAD_FAILED`',
      name: 'content that is no base64 is INVALID_CONTENT',
      needs: ['token'],
      async run(vault) {
        for (const content of ['not base64!', 'data:image/png;base64,%%%', 'A', 'AA=A']) {
          expect([content, await store(vault, { content })]).toEqual([
            content,
            {
              ...{ uri: null, metaEnvelopeId: null, publicUrl: null },
              errors: [
                { field: expect.anything(), message: expect.any(String), code: 'INVALID_CONTENT' },
              ],
            },
          ])
        }
      },
    },
    {
      source: 'protocol',
      section,
      quote: 'at most 250 MB decoded',
      name: 'a file of 12 MB in a variable is taken, and comes back whole',
      needs: ['token'],
      async run(vault) {
        const bytes = randomBytes(12_000_000)
        const { metaEnvelopeId: id, errors } = await store(vault, { content: base64(bytes) })
        expectNoErrors(errors)
        expect((await vault.read(id)).parsed.size).toBe(bytes.length)
        const got = await (await download(vault, id)).arrayBuffer()
        expect(Buffer.from(got).equals(bytes)).toBe(true)
      },
    },
    {
      source: 'protocol',
      section: '4. eVault HTTP API',
      quote: '400 bad id or unsafe scheme; 404',
      name: '404 for a record that is not there or stands for no file; 400 without X-ENAME',
      needs: ['token', 'open'],
      async run(vault) {
        const { id } = await vault.create()
        expect((await redirect(vault, id)).status).toBe(404)
        expect((await redirect(vault, 'unheard-of')).status).toBe(404)
        expect((await redirect(vault, '%00')).status).toBe(400)
        const { status, json } = await vault.http(`/files/${id}`)
        expect([status, typeof json.error]).toEqual([400, 'string'])
      },
    },
    {
      source: 'protocol',
      section: '4. eVault HTTP API',
      quote: '400 bad id or unsafe scheme',
      name: 'a record that names an unsafe address leads nowhere: 400',
      needs: ['token', 'open'],
      async run(vault) {
        const unsafe = ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x']
        for (const publicUrl of unsafe) {
          const payload = { filename: 'x', contentType: 'text/html', size: 1, publicUrl }
          const { id } = await vault.create(payload, { ontology: 'w3ds-file-v1' })
          const { status, headers } = await redirect(vault, id)
          expect([publicUrl, status, headers.location]).toEqual([publicUrl, 400, undefined])
        }
      },
    },
    {
      source: 'protocol',
      section: '4. eVault HTTP API',
      quote: "302 to the file's http(s) URL",
      name: 'a file kept elsewhere, as a record of another vault’s making says, is led to',
      needs: ['token', 'open'],
      async run(vault) {
        const publicUrl = 'https://files.example/cat.png'
        const payload = { filename: 'cat.png', contentType: 'image/png', size: 1, publicUrl }
        const { id } = await vault.create(payload, { ontology: 'w3ds-file-v1' })
        const { status, headers } = await redirect(vault, id)
        expect([status, headers.location]).toEqual([302, publicUrl])
      },
    },
    {
      source: 'eVault seed',
      section: 'Special Cases',
      quote: 'Private Data: Only listed W3IDs can access',
      name: 'a private file is 404 without a token, by either address, and served with one',
      needs: ['token', 'open'],
      async run(vault) {
        const content = base64(Buffer.from('secret'))
        const { metaEnvelopeId: id } = await store(vault, { content, acl: [] })
        expect((await redirect(vault, id)).status).toBe(404)
        const { headers } = await redirect(vault, id, vault.platform)
        const place = new URL(headers.location ?? '', vault.url)
        const without = await fetch(place)
        expect(without.status).toBeGreaterThanOrEqual(401)
        expect(await without.text()).not.toContain('secret')
        expect(await (await download(vault, id, vault.platform)).text()).toBe('secret')
      },
    },
    {
      source: 'eVault seed',
      section: 'ACL Format',
      quote: 'Only User A can access (read and write)',
      name: 'a private file is served to a listed person, and is 404 for any other',
      needs: ['token', 'registry', 'registry-secret', 'open'],
      async run(vault) {
        const [listed, other] = [await vault.person(), await vault.person()]
        const { metaEnvelopeId: id } = await store(vault, { acl: [listed.ename] })
        const statusFor = async (token: string) =>
          (await download(vault, id, { authorization: `Bearer ${token}` })).status
        expect(await statusFor(await listed.token(vault.ename))).toBe(200)
        expect(await statusFor(await other.token(vault.ename))).toBe(404)
      },
    },
    {
      source: 'protocol',
      section,
      quote: 'everything else needs a valid Bearer token',
      name: 'uploading without a token is UNAUTHENTICATED',
      needs: ['open'],
      async run(vault) {
        const input = { filename: 'a', contentType: 'text/plain', content: 'AAEC', acl: [] }
        const { data } = await vault.graphql(upload, { input })
        expect(data.uploadFile).toMatchObject({ uri: null, errors: [{ code: 'UNAUTHENTICATED' }] })
      },
    },
    {
      source: 'protocol',
      section: '4. eVault HTTP API',
      quote: '`GET /files/:metaEnvelopeId`',
      name: 'names beyond ASCII and types that hold scripts do no harm: never shown inline as HTML',
      needs: ['token'],
      async run(vault) {
        const content = base64(Buffer.from('<script>alert(1)</script>'))
        const more = { filename: 'Grüße "😀".html', contentType: 'text/html', content }
        const { metaEnvelopeId: id, errors } = await store(vault, more)
        expectNoErrors(errors)
        const answer = await download(vault, id)
        expect(answer.status).toBe(200)
        expect(answer.headers.get('content-disposition')).toMatch(/^attachment/)
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      },
    },
  ],
}
