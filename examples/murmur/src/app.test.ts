import { randomInt } from 'node:crypto'
import { startTestRegistry, startTestVault, type TestVault } from 'evault-desktop/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type OpenMurmur, openMurmur } from './open-murmur.ts'

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
let murmur: OpenMurmur
let adasBrowser: Browser
let bensBrowser: Browser

beforeAll(async () => {
  registry = await startTestRegistry()
  ada = await startTestVault({ registry })
  ben = await startTestVault({ registry })
  murmur = await openMurmur({ port, url, registry: registry.url, wallet: null, data: ':memory:' })
  await murmur.listen()
  await registry.listPlatform(url)
  adasBrowser = openBrowser()
  bensBrowser = openBrowser()
  await enter(adasBrowser, ada)
  await enter(bensBrowser, ben)
})
afterAll(async () => {
  await murmur[Symbol.asyncDispose]()
  await ben[Symbol.asyncDispose]()
  await ada[Symbol.asyncDispose]()
  await registry[Symbol.asyncDispose]()
})

test('who is not logged in sees the login, whatever they ask for', async () => {
  const stranger = openBrowser()
  for (const path of ['/', '/events', '/murmurs/a', '/murmurs/a/0', '/people/a', '/nothing']) {
    const answer = await stranger.get(path)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login'])
  }
  expect((await stranger.send('/murmurs', {})).headers.get('location')).toBe('/login')
})

test('a new person is told to their vault, and what they change about themselves', async () => {
  const page = await (await adasBrowser.get('/')).text()
  const [, me] = /class="me" href="([^"]+)"/.exec(page) ?? []
  await adasBrowser.send('/people/me', {
    name: 'Ada <b>L.</b>',
    about: 'Says little.',
    picture: file(png),
  })
  expect(await (await adasBrowser.get(String(me))).text()).toContain(
    'Ada &#60;b&#62;L.&#60;/b&#62;',
  )
  await vi.waitFor(async () => {
    const [record, ...others] = await records(ada, user)
    expect(others).toEqual([])
    expect(record?.parsed).toMatchObject({ displayName: 'Ada <b>L.</b>', bio: 'Says little.' })
    expect(record?.parsed.avatarUrl).toMatch(/^w3ds:\/\/file\?id=@/)
    expect(Date.parse(String(record?.parsed.createdAt))).toBeGreaterThan(Date.now() - 600_000)
  }, patience)
  const portrait = await adasBrowser.get(`${me}/picture`)
  expect(Buffer.from(await portrait.arrayBuffer())).toEqual(png)
  await adasBrowser.send('/people/me', { name: 'Ada', about: '' })
  expect((await adasBrowser.get(`${me}/picture`)).status).toBe(200)
})

test('a murmur is in the vault of who said it, and answers and stars of others find it', async () => {
  const sent = await adasBrowser.send('/murmurs', { words: 'Soft rain', pictures: file(png) })
  expect([sent.status, sent.headers.get('location')]).toEqual([303, '/'])
  const place = await placeOf(adasBrowser, 'Soft rain')
  const record = await vi.waitFor(async () => {
    const [found] = await records(ada, post)
    expect(found?.parsed).toMatchObject({ content: 'Soft rain', likedBy: [] })
    expect(found?.parsed.mediaUrls).toEqual([expect.stringMatching(/^w3ds:\/\/file\?id=@/)])
    expect(found?.parsed.authorId).toBe((await records(ada, user))[0]?.id)
    return found
  }, patience)

  const answers_to = place.replace('/murmurs/', '')
  await bensBrowser.send('/murmurs', { words: 'Here, too', answers_to })
  await bensBrowser.send(`${place}/star`, { starred: 'yes' })
  await bensBrowser.send(`${place}/star`, { starred: 'yes' })
  await vi.waitFor(async () => {
    const [answer] = await records(ben, post)
    expect(answer?.parsed).toMatchObject({ content: 'Here, too', parentPostId: record?.id })
    const [starred] = await records(ada, post)
    expect(starred?.parsed.likedBy).toEqual([(await records(ben, user))[0]?.id])
  }, patience)
  await bensBrowser.send(`${place}/star`, { starred: 'no' })

  expect((await bensBrowser.send(`${place}/words`, { words: 'Mine' })).status).toBe(403)
  expect((await bensBrowser.send(`${place}/remove`, {})).status).toBe(403)
  await adasBrowser.send(`${place}/words`, { words: 'Soft rain at last' })
  await vi.waitFor(async () => {
    const [changed] = await records(ada, post)
    expect(changed?.parsed).toMatchObject({ content: 'Soft rain at last', likedBy: [] })
    expect(changed?.parsed.updatedAt).toMatch(/^\d{4}-.*Z$/)
  }, patience)

  expect((await adasBrowser.send(`${place}/remove`, {})).headers.get('location')).toBe('/')
  expect((await adasBrowser.get(place)).status).toBe(404)
  await vi.waitFor(async () => expect(await records(ada, post)).toEqual([]), patience)
  // The answer stays an answer, in its vault as here.
  await settled()
  expect((await records(ben, post))[0]?.parsed.parentPostId).toBe(record?.id)
  expect(await (await adasBrowser.get('/')).text()).not.toContain('Here, too')
})

test('what somebody posts elsewhere shows here, harmlessly, with the picture of their vault', async () => {
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
  expect(page).not.toContain('javascript:')

  const [, source] = /<img src="([^"]+)" alt="&#60;script/.exec(page) ?? []
  const picture = await adasBrowser.get(String(source))
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect(picture.headers.get('content-security-policy')).toContain('sandbox')
  expect(picture.headers.get('x-content-type-options')).toBe('nosniff')
  expect(Buffer.from(await picture.arrayBuffer())).toEqual(png)
  expect((await adasBrowser.get(String(source).replace(/0$/, '1'))).status).toBe(404)
  expect((await adasBrowser.get(String(source).replace(/0$/, '2'))).status).toBe(404)
  expect((await adasBrowser.get(String(source).replace(/0$/, '999'))).status).toBe(404)
})

test('posts of other platforms need not have words, pictures, dates or an author', async () => {
  await using cy = await startTestVault({ registry })
  const source = 'https://pictures.example/a.png'
  for (const payload of [
    { mediaUrls: [source] },
    { content: null, mediaUrls: [source], authorId: cy.ename },
    { content: { text: 'an object' }, authorId: cy.ename },
    { content: 7777, mediaUrls: 'none', likedBy: 'nobody', authorId: cy.ename },
    { content: 'Long ago', createdAt: '-271821-04-20T00:00:00.000Z' },
  ]) {
    const input = { ontology: post, payload, acl: ['*'] }
    const made = await cy.graphql<Created>(createRecord, { input })
    expect(made.data?.createMetaEnvelope.errors ?? []).toEqual([])
  }
  const [page, wordless] = await vi.waitFor(async () => {
    const text = await (await adasBrowser.get('/')).text()
    for (const shown of ['an object', '7777', 'Long ago']) expect(text).toContain(shown)
    const images = [...text.matchAll(/<img src="([^"]+)" alt="A picture by /g)]
    expect(images).toHaveLength(2)
    return [text, images]
  }, patience)
  expect(page).not.toMatch(/null|undefined|NaN|Invalid/)
  const picture = await adasBrowser.get(String(wordless[0]?.[1]))
  expect([picture.status, picture.headers.get('location')]).toEqual([302, source])
  const named = new RegExp(`href="(/people/[^"]+)">${cy.ename.slice(0, 9)}<`)
  const [, author] = named.exec(page) ?? []
  expect(await (await adasBrowser.get(String(author))).text()).toContain(cy.ename)
})

test('what is long elsewhere takes no more room here than others have', async () => {
  await using cy = await startTestVault({ registry })
  for (const [ontology, payload] of [
    [user, { displayName: 'N'.repeat(3000), bio: 'b'.repeat(9000), avatarUrl: 'script:x' }],
    [post, { content: `Long ${'w'.repeat(300_000)}`, authorId: cy.ename }],
  ] as const) {
    await cy.graphql(createRecord, { input: { ontology, payload, acl: ['*'] } })
  }
  const article = await vi.waitFor(async () => {
    const page = await (await adasBrowser.get('/')).text()
    const found = page.split('<article').find((part) => part.includes('Long ww')) ?? ''
    expect(found).toContain(`>${'N'.repeat(60)}…</a>`)
    return found
  }, patience)
  expect(article.length).toBeLessThan(4000)
  expect(article).not.toContain('<img')
  const [, own] = /href="(\/murmurs\/[^"]+)"/.exec(article) ?? []
  const whole = await (await adasBrowser.get(String(own))).text()
  expect(whole).toContain(`Long ${'w'.repeat(9995)}<`)
})

test('what is dated ahead does not stay above all others', async () => {
  await using cy = await startTestVault({ registry })
  const payload = { content: 'Ahead', authorId: cy.ename, createdAt: '2999-01-01T00:00:00.000Z' }
  const input = { ontology: post, payload, acl: ['*'] }
  const made = await cy.graphql<Created>(createRecord, { input })
  const id = await vi.waitFor(async () => {
    const found = await murmur.adapter.localIdOf(
      'murmurs',
      made.data?.createMetaEnvelope.metaEnvelope?.id ?? '',
    )
    expect(found).not.toBeNull()
    return found
  }, patience)
  expect(await (await adasBrowser.get(`/murmurs/${id}`)).text()).toContain('>Ahead<')
  expect(await (await adasBrowser.get('/')).text()).not.toContain('>Ahead<')
})

test('murmurs come by pages, the newest first', async () => {
  for (let number = 1; number <= 33; number += 1) {
    await bensBrowser.send('/murmurs', { words: `Count ${number}.` })
  }
  const numbers = (page: string) => [...page.matchAll(/Count (\d+)\./g)].map(([, n]) => Number(n))
  const page = await (await bensBrowser.get('/')).text()
  const [, older] = /href="(\?before=[^"]+)"/.exec(page) ?? []
  const rest = await (await bensBrowser.get(`/${older}`)).text()
  expect(numbers(page)).toHaveLength(30)
  expect(rest).not.toContain('name="words"')
  const all = [...numbers(page), ...numbers(rest)].toSorted((a, b) => a - b)
  expect(all).toEqual(Array.from({ length: 33 }, (_, index) => index + 1))
})

test('open pages hear of news', async () => {
  const events = await adasBrowser.get('/events')
  expect(events.headers.get('content-type')).toBe('text/event-stream')
  const reader = events.body?.getReader()
  await reader?.read()
  await bensBrowser.send('/murmurs', { words: 'News' })
  const heard = await reader?.read()
  expect(new TextDecoder().decode(heard?.value)).toContain('data: changed')
  await reader?.cancel()
})

test('forms of other sites and what is no picture are refused', async () => {
  const send = async (path: string, fields: Fields, headers = {}) =>
    (await adasBrowser.send(path, fields, headers)).status
  const pictures = file(png)
  const before = await (await adasBrowser.get('/')).text()
  expect(await send('/murmurs', { pictures }, { origin: 'https://evil.example' })).toBe(403)
  expect(await send('/murmurs', { pictures }, { origin: '' })).toBe(403)
  expect(await send('/murmurs', { pictures: file(Buffer.from('<svg onload="x">')) })).toBe(400)
  expect(await send('/murmurs', { pictures: Array(5).fill(pictures) })).toBe(400)
  expect(await send('/murmurs', { words: '  ' })).toBe(400)
  expect(await send('/murmurs', { words: 'x'.repeat(281) })).toBe(400)
  expect(await send('/murmurs', { words: 'x', answers_to: '../etc' })).toBe(404)
  const large = file(Buffer.concat([png, Buffer.alloc(4 * 1024 * 1024)]))
  expect(await send('/murmurs', { pictures: large })).toBe(413)
  expect(await send('/murmurs', { pictures: Array(5).fill(large) })).toBe(413)
  expect(await send('/login/answer', { a: 'x'.repeat(70_000) })).toBe(413)
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
    const answer = await adasBrowser.post('/murmurs', '{"words":1}', { 'content-type': type })
    expect([type, answer.status]).toEqual([type, 400])
  }
  expect(await (await adasBrowser.get('/')).text()).toBe(before)
})

test('odd addresses lead nowhere, and odd characters do no harm', async () => {
  for (const path of ['/murmurs/%00', '/murmurs/a%27b', '/people/..%2f', '/?before=%00', '/none']) {
    const answer = await adasBrowser.get(path)
    expect([path, answer.status]).toEqual([path, 404])
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  }
  await adasBrowser.send('/murmurs', { words: 'a\0b' })
  expect(await (await adasBrowser.get('/')).text()).toContain('>ab</p>')
})

test('a login is for the browser that asked for it, and ends', async () => {
  const [browser, other] = [openBrowser(), openBrowser()]
  await other.get('/login')
  await enter(browser, ada, async () => {
    const { state } = (await (await other.get('/login/outcome')).json()) as { state: string }
    expect(state).toBe('waiting')
    expect((await other.send('/login/enter', {})).headers.get('location')).toBe('/login')
  })
  const cookie = browser.cookie('murmur_session')
  expect(cookie).toMatch(
    /^murmur_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax/,
  )
  expect((await browser.get('/')).headers.get('content-security-policy')).toContain("'none'")
  await browser.send('/logout', {})
  const late = await fetch(url, {
    headers: { cookie: String(cookie?.split(';')[0]) },
    redirect: 'manual',
  })
  expect(late.headers.get('location')).toBe('/login')
})

test('whose vault asks first is told so, and goes on when it is allowed', async () => {
  await using dee = await startTestVault({ registry, policy: 'guarded' })
  const browser = openBrowser()
  const refused = await knock(browser, dee)
  expect(refused.status).toBe(403)
  expect(await refused.text()).toContain(`Allow murmur (${url}) in your vault’s window`)
  expect(browser.cookie('murmur_session')).toBeUndefined()
  await allow(dee)
  expect((await browser.send('/login/enter', {})).headers.get('location')).toBe('/')
})

test('whose vault is away is told what waits for it, and nobody else is', async () => {
  const browser = openBrowser()
  {
    await using eve = await startTestVault({ registry })
    await enter(browser, eve)
    await vi.waitFor(async () => expect(await records(eve, user)).toHaveLength(1), patience)
  }
  await browser.send('/murmurs', { words: 'Into the dark' })
  await browser.send('/murmurs', { words: 'And again' })
  await vi.waitFor(async () => {
    expect(await (await browser.get('/')).text()).toMatch(/2 changes wait: The vault at /)
  }, patience)
  expect(await (await adasBrowser.get('/')).text()).not.toContain('class="notice"')
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

interface Created {
  readonly createMetaEnvelope: {
    readonly metaEnvelope: { readonly id: string } | null
    readonly errors: { readonly message: string }[] | null
  }
}

/** The address of what says these words. */
async function placeOf(browser: Browser, words: string): Promise<string> {
  const page = await (await browser.get('/')).text()
  const article = page.split('<article').find((part) => part.includes(words))
  return `/murmurs/${/id="murmur-([^"]+)"/.exec(article ?? '')?.[1]}`
}

/** Until nothing waits to be sent or read, longer than a delivery takes. */
async function settled(): Promise<void> {
  let quiet = 0
  await vi.waitUntil(
    async () => {
      const { outbox, inbox } = await murmur.adapter.status()
      quiet = outbox + inbox === 0 ? quiet + 1 : 0
      return quiet === 20
    },
    { timeout: 30_000, interval: 100 },
  )
}

/** What the owner of a vault says in its window. */
async function allow(vault: TestVault): Promise<void> {
  const query = `mutation ($url: String!) {
    decideConsent(platform: $url, decision: everything) { errors { message } }
  }`
  const answer = await fetch(vault.ownerUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${vault.ownerToken}` },
    body: JSON.stringify({ query, variables: { url } }),
  })
  expect(await answer.json()).toEqual({ data: { decideConsent: { errors: [] } } })
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
