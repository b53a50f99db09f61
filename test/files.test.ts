import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { call } from './support/call.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

let it: TestVault
let bearer: { authorization: string }
beforeAll(async () => {
  it = await openTestVault()
  bearer = { authorization: `Bearer ${await it.platformToken()}` }
})
afterAll(() => it[Symbol.asyncDispose]())

type Headers = Readonly<Record<string, string>>

const uploadOne = `mutation ($input: UploadFileInput!) {
  uploadFile(input: $input) { uri metaEnvelopeId publicUrl errors { field message code } }
}`
const readOne = 'query ($id: ID!) { metaEnvelope(id: $id) { ontology parsed } }'
const text = 'Hello, 世界!!\n'
const base64 = (content: string | Uint8Array) => Buffer.from(content).toString('base64')
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')
const fileInput = (changes: object = {}) => ({
  ...{ filename: 'hello.txt', contentType: 'text/plain; charset=utf-8', acl: ['*'] },
  ...{ content: base64(text), ...changes },
})
const send = async (changes?: object, headers: Headers = bearer) => {
  const { data } = await it.graphql(uploadOne, { input: fileInput(changes) }, headers)
  return data.uploadFile
}
/** Uploads, and tells the address of the bytes. */
const stored = async (changes?: object) => {
  const { publicUrl, metaEnvelopeId, errors } = await send(changes)
  expect(errors).toEqual([])
  return { id: metaEnvelopeId as string, path: new URL(publicUrl).pathname }
}
const named = (more: object = {}) => ({ 'x-ename': it.vault.ename, ...more })
const find = (id: string, headers: Headers = {}) =>
  it.call(`/files/${encodeURIComponent(id)}`, { headers: named(headers) })
const get = (path: string, options?: Parameters<typeof call>[1]) => it.call(path, options)
const drafts = () => readdir(join(it.dataDirectory, 'blobs', 'drafts')).catch(() => [])

/** Sends a body of this many bytes of content, piece by piece, and waits for the answer. */
async function stream(contentLength: number, headers: object, piece = Buffer.alloc(65_536, 'A')) {
  const body = JSON.stringify({
    query: uploadOne,
    variables: { input: fileInput({ content: '' }) },
  })
  const cut = body.indexOf('"content":"') + '"content":"'.length
  const outgoing = request(`${it.vault.localUrl}/graphql`, {
    ...{ method: 'POST', agent: false },
    headers: {
      ...named({ 'content-type': 'application/json' }),
      ...{ 'content-length': body.length + contentLength, ...headers },
    },
  })
  let sent = 0
  let answered = false
  const answer = once(outgoing, 'response').then(([incoming]) => {
    answered = true
    return incoming as IncomingMessage
  })
  outgoing.on('error', () => {})
  outgoing.write(body.slice(0, cut))
  while (sent < contentLength && !answered) {
    const part = piece.subarray(0, contentLength - sent)
    if (!outgoing.write(part)) await Promise.race([once(outgoing, 'drain'), answer])
    sent += part.length
  }
  if (!answered) outgoing.end(body.slice(cut))
  const { statusCode: status, headers: answerHeaders } = await answer
  const json = JSON.parse(String(await buffer(await answer)))
  return { status, headers: answerHeaders, json, sent }
}

describe('uploadFile', () => {
  test('stores a file and the record that stands for it', async () => {
    const { uri, metaEnvelopeId: id, publicUrl, errors } = await send()
    expect(errors).toEqual([])
    expect(uri).toBe(`w3ds://file?id=${it.vault.ename}/${id}`)
    const { data } = await it.graphql(readOne, { id }, bearer)
    expect(data.metaEnvelope).toEqual({
      ontology: 'w3ds-file-v1',
      parsed: {
        ...{ filename: 'hello.txt', contentType: 'text/plain; charset=utf-8', size: 16 },
        ...{ blobKey: sha256(text), publicUrl, uploadedAt: expect.any(String) },
      },
    })
    const found = await find(id)
    expect(found.status).toBe(302)
    expect(new URL(found.headers.location ?? '', it.vault.localUrl).href).toBe(publicUrl)
    expect((await get(found.headers.location ?? '')).text).toBe(text)
  })

  test('takes a data: URI, also in the query itself', async () => {
    const content = `data:text/plain;base64,${base64(text)}`
    expect((await get((await stored({ content })).path)).text).toBe(text)
    const query = `mutation { uploadFile(input: {
      filename: "a", contentType: "a/b", acl: ["*"], content: "${content}"
    }) { publicUrl errors { code } } }`
    const { data } = await it.graphql(query, {}, bearer)
    expect((await get(new URL(data.uploadFile.publicUrl).pathname)).text).toBe(text)
  })

  test('takes twenty megabytes', async () => {
    const content = randomBytes(20_000_000)
    const { path } = await stored({ content: base64(content) })
    const { status, headers } = await get(path)
    expect(status).toBe(200)
    expect(headers.etag).toBe(`"${sha256(content)}"`)
    const { body } = await fetch(`${it.vault.localUrl}${path}`)
    expect((await buffer(body as NonNullable<typeof body>)).equals(content)).toBe(true)
    expect(await drafts()).toEqual([])
  })

  test('refuses wrong content, whatever its length', async () => {
    for (const content of ['aGk*', `${'A'.repeat(12_000_000)}*`, '']) {
      const { errors, uri, metaEnvelopeId, publicUrl } = await send({ content })
      expect(errors).toMatchObject([{ code: 'INVALID_CONTENT', field: 'content' }])
      expect([uri, metaEnvelopeId, publicUrl]).toEqual([null, null, null])
    }
    await expect.poll(drafts).toEqual([])
  })

  test('refuses names with a path, and callers without a token', async () => {
    expect((await send({ filename: '../a' })).errors).toMatchObject([
      { code: 'INVALID_INPUT', field: 'filename' },
    ])
    expect((await send({}, {})).errors).toMatchObject([{ code: 'UNAUTHENTICATED' }])
  })

  test('refuses a large body without a token before it is read', async () => {
    for (const [headers, refused, code] of [
      [{}, 413, 'FILE_TOO_LARGE'],
      [{ authorization: 'Bearer guessed' }, 401, 'UNAUTHENTICATED'],
    ] as const) {
      const { status, json, sent } = await stream(300_000_000, headers)
      expect(status).toBe(refused)
      expect(json.errors).toMatchObject([{ extensions: { code } }])
      expect(sent).toBeLessThan(100_000_000)
    }
    expect(await drafts()).toEqual([])
  })

  test('refuses more than 250 MB, and never holds it', { timeout: 120_000 }, async () => {
    const before = process.memoryUsage().rss
    let most = 0
    const watching = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss - before)
    }, 50)
    const { status, json } = await stream(Math.ceil(251_000_000 / 3) * 4, bearer)
    clearInterval(watching)
    expect(status).toBe(200)
    expect(json.data.uploadFile.errors).toMatchObject([
      { code: 'FILE_TOO_LARGE', field: 'content' },
    ])
    expect(most).toBeLessThan(150_000_000)
    expect(await drafts()).toEqual([])
    const longest = await stream(400_000_000, bearer)
    expect(longest.status).toBe(413)
    expect(longest.json.errors).toMatchObject([{ extensions: { code: 'FILE_TOO_LARGE' } }])
  })

  test('is all that a large body may ask for', async () => {
    const query = `mutation ($input: JSON!) {
      createMetaEnvelope(input: { ontology: "o", payload: $input, acl: [] }) { errors { code } }
    }`
    const input = { content: 'x'.repeat(9_000_000) }
    const answer = await it.graphql(query, { input }, bearer)
    expect(answer.data?.createMetaEnvelope ?? null).toBeNull()
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FILE_TOO_LARGE' } }])
    await expect.poll(drafts).toEqual([])
  })
})

describe('GET /files/:ename/:metaEnvelopeId', () => {
  test('serves what runs nothing in this origin, under a name', async () => {
    const { path } = await stored()
    const { headers, text: body } = await get(path)
    expect(body).toBe(text)
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': '16',
      'content-disposition': `inline; filename="hello.txt"; filename*=UTF-8''hello.txt`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-store',
      'accept-ranges': 'bytes',
      etag: `"${sha256(text)}"`,
    })
  })

  test.each(['image/svg+xml', 'text/html', 'application/xhtml+xml', 'x"y'])(
    '%s is for saving, not for showing',
    async (contentType) => {
      const { path } = await stored({ contentType, filename: 'ä".svg' })
      const { headers } = await get(path)
      expect(headers['content-disposition']).toBe(
        `attachment; filename="__.svg"; filename*=UTF-8''%C3%A4%22.svg`,
      )
      if (contentType === 'x"y') expect(headers['content-type']).toBe('application/octet-stream')
    },
  )

  test.each([
    ['bytes=0-4', 206, 'Hello', 'bytes 0-4/16'],
    ['bytes=-2', 206, '!\n', 'bytes 14-15/16'],
    ['bytes=14-', 206, '!\n', 'bytes 14-15/16'],
    ['bytes=5-100', 206, text.slice(5), 'bytes 5-15/16'],
    ['bytes=16-', 416, '{"error":"This file has 16 bytes."}', 'bytes */16'],
    ['bytes=0-1,3-4', 200, text, undefined],
    ['lines=1-2', 200, text, undefined],
  ])('with Range %s answers %d', async (range, status, body, contentRange) => {
    const { path } = await stored()
    const answer = await get(path, { headers: { range } })
    expect(answer).toMatchObject({ status, text: body })
    expect(answer.headers['content-range']).toBe(contentRange)
    expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(body)))
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  test('knows what the caller has', async () => {
    const { path } = await stored()
    const etag = `"${sha256(text)}"`
    for (const value of [etag, `"x", W/${etag}`, '*']) {
      const answer = await get(path, { headers: { 'if-none-match': value } })
      expect(answer).toMatchObject({ status: 304, text: '' })
      expect(answer.headers.etag).toBe(etag)
    }
    const range = 'bytes=0-4'
    for (const [version, status] of [
      [etag, 206],
      ['"other"', 200],
    ] as const) {
      const answer = await get(path, { headers: { range, 'if-range': version } })
      expect(answer.status).toBe(status)
    }
    expect((await get(path, { headers: { 'if-none-match': '"x"' } })).status).toBe(200)
  })

  test('HEAD tells the same without the bytes', async () => {
    const { path, id } = await stored()
    const head = await get(path, { method: 'HEAD' })
    const { headers } = await get(path)
    expect(head).toMatchObject({ status: 200, text: '' })
    expect({ ...head.headers, date: '' }).toEqual({ ...headers, date: '' })
    const found = await it.call(`/files/${id}`, { method: 'HEAD', headers: named() })
    expect(found).toMatchObject({ status: 302, text: '' })
    expect((await get(`${path}x`, { method: 'HEAD' })).status).toBe(404)
  })

  test('takes the vault’s name in any spelling; another vault has nothing', async () => {
    const { id } = await stored()
    for (const name of [it.vault.ename, it.vault.ename.slice(1), it.vault.ename.toUpperCase()]) {
      expect((await get(`/files/${encodeURIComponent(name)}/${id}`)).text).toBe(text)
    }
    expect((await get(`/files/@somebody-else/${id}`)).status).toBe(404)
  })
})

describe('who may read a file', () => {
  const other = 'https://reader.example.com'
  test('is who may read its record: asked for each part anew', async () => {
    const shared = await stored()
    const secret = await stored({ acl: ['@someone'] })
    const decide = `mutation ($platform: String!, $decision: ConsentDecision!) {
      decideConsent(platform: $platform, decision: $decision) { errors { code } }
    }`
    await it.owner(decide, { platform: other, decision: 'read' })
    const reader = { authorization: `Bearer ${await it.platformToken(other)}` }
    const missing = await get('/files/x/y', { headers: {} })
    expect(missing.status).toBe(404)
    const unheardOf = await get(`/files/${encodeURIComponent(it.vault.ename)}/unheard-of`)
    for (const headers of [{}, reader] as Headers[]) {
      expect((await get(shared.path, { headers })).text).toBe(text)
      for (const more of [{}, { range: 'bytes=0-1' }, { 'if-none-match': '*' }]) {
        const refused = await get(secret.path, { headers: { ...headers, ...more } })
        expect(refused).toMatchObject({ status: 404, json: { error: expect.any(String) } })
        expect(refused.text).toBe(unheardOf.text)
        expect(refused.headers.etag).toBeUndefined()
      }
      expect((await find(secret.id, headers)).status).toBe(404)
    }
    expect((await get(secret.path, { headers: bearer })).text).toBe(text)
    await it.owner(decide, { platform: other, decision: 'blocked' })
    expect((await get(shared.path, { headers: { ...reader, range: 'bytes=0-1' } })).status).toBe(
      403,
    )
  })

  test('needs a token that holds, or none', async () => {
    const { path, id } = await stored()
    const headers = { authorization: 'Bearer guessed' }
    expect((await get(path, { headers })).status).toBe(401)
    expect((await find(id, headers)).status).toBe(401)
  })

  test('changes with the record: gone when it is removed, back when it is restored', async () => {
    const { path, id } = await stored()
    const remove = 'mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }'
    expect((await it.owner(remove, { id })).data.removeMetaEnvelope.success).toBe(true)
    expect((await get(path)).status).toBe(404)
    const restore = 'mutation ($id: ID!) { restoreMetaEnvelope(id: $id) { errors { code } } }'
    expect((await it.owner(restore, { id })).data.restoreMetaEnvelope.errors).toEqual([])
    expect((await get(path)).text).toBe(text)
  })
})

describe('a record that no upload made', () => {
  const path = (id: string) => `/files/${encodeURIComponent(it.vault.ename)}/${id}`

  test('gives nobody’s bytes, whichever it names', async () => {
    const secret = 'the diary'
    await stored({ content: base64(secret), acl: [] })
    const payload = { filename: 'a', size: 9, contentType: 'text/plain', blobKey: sha256(secret) }
    const id = await it.create(payload, ['*'], 'w3ds-file-v1')
    expect((await find(id)).status).toBe(404)
    expect((await get(path(id))).status).toBe(404)
  })

  test('leads to where it says, over http and https only', async () => {
    const lead = (publicUrl: string) => it.create({ publicUrl }, ['*'], 'w3ds-file-v1')
    const id = await lead('https://files.example.com/a b')
    const found = await find(id)
    expect(found).toMatchObject({
      status: 302,
      headers: { location: 'https://files.example.com/a%20b' },
    })
    expect((await get(path(id))).status).toBe(404)
    for (const publicUrl of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd']) {
      const refused = await find(await lead(publicUrl))
      expect(refused).toMatchObject({ status: 400, json: { error: expect.any(String) } })
      expect(refused.headers.location).toBeUndefined()
    }
  })

  test('of another type is no file', async () => {
    const id = await it.create({ publicUrl: 'https://files.example.com/a' })
    expect((await find(id)).status).toBe(404)
  })
})

test('GET /files/:metaEnvelopeId needs X-ENAME and an id', async () => {
  const { id } = await stored()
  expect(await it.call(`/files/${id}`)).toMatchObject({
    ...{ status: 400, json: { error: expect.any(String) } },
  })
  for (const wrong of ['x'.repeat(513), 'a\0b', 'a\nb']) {
    expect(await find(wrong)).toMatchObject({ status: 400, json: { error: expect.any(String) } })
  }
  expect((await find('x'.repeat(512))).status).toBe(404)
})
