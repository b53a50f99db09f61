import { randomInt } from 'node:crypto'
import { startTestRegistry, startTestVault, type TestVault } from 'evault-desktop/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type OpenFrames, openFrames } from './open-frames.ts'

const port = randomInt(10_000, 30_000)
const url = `http://localhost:${port}`
const post = '550e8400-e29b-41d4-a716-446655440001'
const user = '550e8400-e29b-41d4-a716-446655440000'
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

let registry: Awaited<ReturnType<typeof startTestRegistry>>
let ada: TestVault
let ben: TestVault
let frames: OpenFrames
let adasBrowser: Browser
let bensBrowser: Browser

beforeAll(async () => {
  registry = await startTestRegistry()
  ada = await startTestVault({ registry })
  ben = await startTestVault({ registry })
  frames = await openFrames({
    port,
    url,
    registry: registry.url,
    wallet: null,
    databaseUrl: null,
    dataDirectory: 'memory://',
  })
  await frames.app.listen({ port, host: '127.0.0.1' })
  await registry.listPlatform(url)
  adasBrowser = openBrowser()
  bensBrowser = openBrowser()
  await enter(adasBrowser, ada)
  await enter(bensBrowser, ben)
})
afterAll(async () => {
  await frames[Symbol.asyncDispose]()
  await ben[Symbol.asyncDispose]()
  await ada[Symbol.asyncDispose]()
  await registry[Symbol.asyncDispose]()
})

test('who is not logged in sees the login, whatever they ask for', async () => {
  const stranger = openBrowser()
  for (const path of ['/', '/new', '/events', '/photos/a', '/photos/a/0', '/people/a']) {
    const answer = await stranger.get(path)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login'])
  }
  expect((await stranger.send('/photos', {})).headers.get('location')).toBe('/login')
})

test('a new person is told to their vault, and what they change about themselves', async () => {
  const page = await (await adasBrowser.get('/')).text()
  const [, me] = /class="me" href="([^"]+)"/.exec(page) ?? []
  await adasBrowser.send('/people/me', {
    name: 'Ada <b>L.</b>',
    bio: 'Looks.',
    portrait: file(png),
  })
  expect(await (await adasBrowser.get(String(me))).text()).toContain(
    'Ada &#60;b&#62;L.&#60;/b&#62;',
  )
  await vi.waitFor(async () => {
    const [record, ...others] = await records(ada, user)
    expect(others).toEqual([])
    expect(record?.parsed).toMatchObject({ displayName: 'Ada <b>L.</b>', bio: 'Looks.' })
    expect(record?.parsed.avatarUrl).toMatch(/^w3ds:\/\/file\?id=@/)
  }, patience)
})

test('a photo is in the vault of who took it, and answers and hearts of others find it', async () => {
  const sent = await adasBrowser.send('/photos', { caption: 'Dawn', pictures: file(png) })
  const place = String(sent.headers.get('location'))
  expect(sent.status).toBe(303)
  const photo = await vi.waitFor(async () => {
    const [record] = await records(ada, post)
    expect(record?.parsed).toMatchObject({ content: 'Dawn', likedBy: [] })
    expect(record?.parsed.mediaUrls).toEqual([expect.stringMatching(/^w3ds:\/\/file\?id=@/)])
    return record
  }, patience)

  const on = place.replace('/photos/', '')
  await bensBrowser.send('/photos', { caption: 'Where was it?', on })
  await bensBrowser.send(`${place}/heart`, { loved: 'yes' })
  await bensBrowser.send(`${place}/heart`, { loved: 'yes' })
  await vi.waitFor(async () => {
    const [answer] = await records(ben, post)
    expect(answer?.parsed).toMatchObject({ content: 'Where was it?', parentPostId: photo?.id })
    const [loved] = await records(ada, post)
    expect(loved?.parsed.likedBy).toEqual([(await records(ben, user))[0]?.id])
  }, patience)
  await bensBrowser.send(`${place}/heart`, { loved: 'no' })

  expect((await bensBrowser.send(`${place}/caption`, { caption: 'Mine' })).status).toBe(403)
  expect((await bensBrowser.send(`${place}/remove`, {})).status).toBe(403)
  await adasBrowser.send(`${place}/caption`, { caption: 'Dawn, from the hut' })
  await vi.waitFor(async () => {
    const [record] = await records(ada, post)
    expect(record?.parsed).toMatchObject({ content: 'Dawn, from the hut', likedBy: [] })
  }, patience)

  expect((await adasBrowser.send(`${place}/remove`, {})).headers.get('location')).toBe('/')
  expect((await adasBrowser.get(place)).status).toBe(404)
  await vi.waitFor(async () => expect(await records(ada, post)).toEqual([]), patience)
})

test('what somebody posts elsewhere hangs here, harmlessly, with the picture of their vault', async () => {
  await using cy = await startTestVault({ registry })
  const uploaded = await cy.graphql<{ uploadFile: { uri: string } }>(
    'mutation ($input: UploadFileInput!) { uploadFile(input: $input) { uri } }',
    {
      input: {
        filename: 'a.png',
        contentType: 'image/png',
        content: png.toString('base64'),
        acl: ['*'],
      },
    },
    { platform: 'http://elsewhere.example' },
  )
  const payload = {
    content: '<script>alert(1)</script>',
    mediaUrls: [uploaded.data?.uploadFile.uri, 'javascript:alert(1)', 7],
    authorId: cy.ename,
    parentPostId: null,
    likedBy: null,
    createdAt: '2026-01-02T03:04:05.000Z',
  }
  await cy.graphql(createRecord, { input: { ontology: post, payload, acl: ['*'] } })
  const page = await vi.waitFor(async () => {
    const text = await (await adasBrowser.get('/')).text()
    expect(text).toContain('&#60;script&#62;alert(1)')
    return text
  }, patience)
  expect(page).not.toContain('<script>alert')

  const [, source] = /<img src="([^"]+)" alt="&#60;script/.exec(page) ?? []
  const picture = await adasBrowser.get(String(source))
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect(picture.headers.get('content-security-policy')).toContain('sandbox')
  expect(picture.headers.get('x-content-type-options')).toBe('nosniff')
  expect(Buffer.from(await picture.arrayBuffer())).toEqual(png)
  expect((await adasBrowser.get(String(source).replace(/0$/, '1'))).status).toBe(404)
  expect((await adasBrowser.get(String(source).replace(/0$/, '2'))).status).toBe(404)
})

test('what is dated ahead does not hang above all others', async () => {
  await using cy = await startTestVault({ registry })
  for (const [content, createdAt] of [
    ['Ahead', '2999-01-01T00:00:00.000Z'],
    ['Of now', new Date().toISOString()],
  ]) {
    const payload = { content, authorId: cy.ename, createdAt }
    await cy.graphql(createRecord, { input: { ontology: post, payload, acl: ['*'] } })
  }
  await vi.waitFor(async () => {
    expect(await (await adasBrowser.get('/')).text()).toContain('>Of now<')
    expect((await frames.adapter.status()).inbox).toBe(0)
  }, patience)
  expect(await (await adasBrowser.get('/')).text()).not.toContain('>Ahead<')
})

test('who guards their vault is asked to let frames in first', async () => {
  await using dot = await startTestVault({ registry, policy: 'guarded' })
  const browser = openBrowser()
  const refused = await knock(browser, dot)
  expect(refused.status).toBe(403)
  expect(await refused.text()).toContain('allow frames there')
  expect((await browser.get('/')).headers.get('location')).toBe('/login')
})

test('open pages hear of news', async () => {
  const events = await adasBrowser.get('/events')
  const reader = events.body?.getReader()
  await reader?.read()
  await bensBrowser.send('/photos', { caption: 'News', pictures: file(png) })
  const heard = await reader?.read()
  expect(new TextDecoder().decode(heard?.value)).toContain('data: changed')
  await reader?.cancel()
})

test('forms of other sites and what is no picture are refused', async () => {
  const send = async (path: string, fields: Fields, headers = {}) =>
    (await adasBrowser.send(path, fields, headers)).status
  const pictures = file(png)
  const before = await (await adasBrowser.get('/')).text()
  expect(await send('/photos', { pictures }, { origin: 'https://evil.example' })).toBe(403)
  expect(await send('/photos', { pictures }, { origin: '' })).toBe(403)
  expect(await send('/photos', { pictures: file(Buffer.from('<svg onload="x">')) })).toBe(400)
  expect(await send('/photos', { pictures: Array(5).fill(pictures) })).toBe(400)
  expect(await send('/photos', { caption: 'No picture' })).toBe(400)
  expect(await send('/photos', { caption: 'x'.repeat(2001), pictures })).toBe(400)
  expect(await send('/photos', { caption: 'x', on: '../etc' })).toBe(404)
  const large = file(Buffer.concat([png, Buffer.alloc(4 * 1024 * 1024)]))
  expect(await send('/photos', { pictures: large })).toBe(413)
  expect(await send('/logout', { a: 'x'.repeat(70_000) })).toBe(413)
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
    const answer = await adasBrowser.post('/photos', '{"caption":1}', { 'content-type': type })
    expect([type, answer.status]).toEqual([type, 400])
  }
  expect(await (await adasBrowser.get('/')).text()).toBe(before)
})

test('odd addresses lead nowhere, and odd characters do no harm', async () => {
  for (const path of [
    '/photos/%00',
    '/photos/a%27b',
    '/people/..%2f',
    '/?before=%00',
    '/nothing',
  ]) {
    expect([path, (await adasBrowser.get(path)).status]).toEqual([path, 404])
  }
  const sent = await adasBrowser.send('/photos', { caption: 'a\0b', pictures: file(png) })
  const place = String(sent.headers.get('location'))
  expect(await (await adasBrowser.get(place)).text()).toContain('ab')

  expect(await (await adasBrowser.get('/')).text()).toContain(place)
  const older = await (await adasBrowser.get(`/?before=${place.replace('/photos/', '')}`)).text()
  expect(older).toContain('class="print')
  expect(older).not.toContain(place)
})

test('a login is for the browser that asked for it, and ends', async () => {
  const [browser, other] = [openBrowser(), openBrowser()]
  await other.get('/login')
  await enter(browser, ada, async () => {
    const { state } = (await (await other.get('/login/outcome')).json()) as { state: string }
    expect(state).toBe('waiting')
    expect((await other.send('/login/enter', {})).headers.get('location')).toBe('/login')
  })
  const cookie = browser.cookie('frames_session')
  expect(cookie).toMatch(/^frames_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax/)
  expect((await browser.get('/')).headers.get('content-security-policy')).toContain("'none'")
  await browser.send('/logout', {})
  const late = await fetch(url, {
    headers: { cookie: String(cookie?.split(';')[0]) },
    redirect: 'manual',
  })
  expect(late.headers.get('location')).toBe('/login')
})

const patience = { timeout: 20_000, interval: 100 }

const createRecord = `mutation ($input: MetaEnvelopeInput!) {
  createMetaEnvelope(input: $input) { metaEnvelope { id } errors { message } }
}`

interface VaultRecord {
  readonly id: string
  readonly parsed: Record<string, unknown>
}

/** The records of a type in a vault. */
async function records(vault: TestVault, ontologyId: string): Promise<VaultRecord[]> {
  const { data } = await vault.graphql<{
    metaEnvelopes: { edges: { node: VaultRecord }[] }
  }>(
    `query ($ontologyId: ID!) {
      metaEnvelopes(filter: { ontologyId: $ontologyId }) { edges { node { id parsed } } }
    }`,
    { ontologyId },
    { platform: 'http://elsewhere.example' },
  )
  return data?.metaEnvelopes.edges.map(({ node }) => node) ?? []
}

async function enter(browser: Browser, vault: TestVault, meanwhile?: () => Promise<void>) {
  expect((await knock(browser, vault, meanwhile)).headers.get('location')).toBe('/')
}

/** Logs in as a person does: with the wallet, and the page that waits for it. */
async function knock(browser: Browser, vault: TestVault, meanwhile = async () => {}) {
  const page = await (await browser.get('/login')).text()
  const [, uri] = /class="button" href="([^"]+)"/.exec(page) ?? []
  await vault.person.answer(String(uri).replaceAll('&#38;', '&'))
  await meanwhile()
  expect(await (await browser.get('/login/outcome')).json()).toEqual({ state: 'signed' })
  return browser.send('/login/enter', {})
}

type Browser = ReturnType<typeof openBrowser>
type Fields = Readonly<Record<string, string | Blob | Blob[]>>

const file = (bytes: Buffer) => new Blob([new Uint8Array(bytes)])

/** Keeps cookies, and follows no redirect. */
function openBrowser() {
  const cookies = new Map<string, string>()
  const ask = async (path: string, options: RequestInit): Promise<Response> => {
    const cookie = [...cookies.values()].map((line) => line.split(';')[0]).join('; ')
    const headers = { cookie, ...options.headers }
    const answer = await fetch(url + path, { ...options, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) cookies.set(line.split('=')[0] ?? '', line)
    return answer
  }
  const post = (path: string, body: string | FormData, headers: Record<string, string> = {}) =>
    ask(path, { method: 'POST', body, headers: { origin: url, ...headers } })
  return {
    cookie: (name: string) => cookies.get(name),
    get: (path: string) => ask(path, {}),
    post,
    send(path: string, fields: Fields, headers: Record<string, string> = {}) {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) {
        for (const each of [value].flat()) form.append(name, each as Blob)
      }
      return post(path, form, headers)
    },
  }
}
