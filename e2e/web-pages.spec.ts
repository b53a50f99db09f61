import { expect, test } from '@playwright/test'
import {
  type Attempt,
  type Browser,
  launchBrowser,
  openSites,
  post,
  type Sites,
  serveVault,
  tryEverything,
  type Vault,
} from './browser.ts'

// Web pages get what "Policies" (docs/architecture.md) gives them: seen from a real browser.

let browser: Browser
let sites: Sites
test.beforeAll(async () => {
  browser = await launchBrowser(['evil.test', 'rebind.test', 'friend.test'])
  sites = await openSites()
})
test.afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  await sites[Symbol.asyncDispose]()
})

const readAll = '{ metaEnvelopes { edges { node { id parsed } } } }'
const createOne =
  'mutation { createMetaEnvelope(input: { ontology: "a-type", payload: { text: "by a page" },' +
  ' acl: ["*"] }) { errors { code } } }'
const introspect = '{ __schema { queryType { name } } }'
const site = (name: string) => `http://${name}:${sites.port}`

test('control: the attempts succeed where only a server could refuse them', async () => {
  const { tab } = browser
  const headers = { 'x-ename': '@a', authorization: 'Bearer a' }
  const at = (get: string, post: string): Attempt => ({ get, post, headers, body: {} })
  const lax = (name: string) => at(`${site(name)}/lax/get`, `${site(name)}/lax`)
  await tab.goto(site('rebind.test'))
  const ofOwnOrigin = Object.keys(await tryEverything(tab, lax('rebind.test')))
  expect(ofOwnOrigin).toHaveLength(19)
  expect(ofOwnOrigin).not.toContain('beacon')

  sites.arrived()
  await tab.goto(site('evil.test'))
  const ofAnother = Object.keys(await tryEverything(tab, lax('127.0.0.1')))
  const unreadable = /without CORS|form|frame|pop-up/
  expect(ofAnother).toEqual(ofOwnOrigin.filter((way) => !unreadable.test(way)))
  const arrived = new Set<string>()
  const everyRequest = [
    ...['GET ', 'GET websocket', 'OPTIONS ', 'PATCH application/json', 'POST application/json'],
    ...['POST application/x-www-form-urlencoded', 'POST multipart/form-data', 'POST text/plain'],
  ]
  await expect
    .poll(() => {
      for (const request of sites.arrived()) arrived.add(request)
      return [...arrived].sort()
    })
    .toEqual(everyRequest)

  // Another site that says nothing about CORS; sockets know none.
  const strict = at(site('127.0.0.1'), site('127.0.0.1'))
  expect(await tryEverything(tab, strict)).toEqual({ socket: 'open' })
})

test('guarded: a page of another site or port learns nothing and changes nothing', async () => {
  await using vault = await serveVault('guarded')
  const before = await stateOf(vault)
  for (const page of [site('evil.test'), site('127.0.0.1')]) {
    await learnsNothing(page, everyPort(vault))
  }
  expect(await stateOf(vault)).toEqual(before)
  // They were refused for where they came from: programs may do the same.
  expect(await asProgram(vault, readAll)).toContain(vault.publicId)
})

for (const policy of ['guarded', 'open'] as const) {
  test(`${policy}: a page whose name was rebound gets 421 from all ports`, async () => {
    const { tab } = browser
    await using vault = await serveVault(policy)
    const before = await stateOf(vault)
    for (const attempt of everyPort(vault)) {
      const [get, post] = [rebound(attempt.get), rebound(attempt.post)]
      const { origin } = new URL(post)
      expect((await tab.goto(`${origin}/anything`))?.status()).toBe(421)
      expect(await tab.evaluate(() => self.origin)).toBe(origin)
      const told = await tryEverything(tab, { ...attempt, get, post })
      expect(Object.keys(told)).toEqual(expect.arrayContaining(['fetch', 'xhr', 'form', 'frame']))
      for (const text of Object.values(told)) expect(text).toMatch(refusal)
    }
    expect(await stateOf(vault)).toEqual(before)
  })
}

/** Fetched it comes with its status, shown in a frame without. */
const refusal =
  /^(421 )?\{"error":"This (address is for programs on this computer\.|registry does not answer to that name)"\}$/

function rebound(address: string): string {
  return Object.assign(new URL(address), { hostname: 'rebind.test' }).href
}

test('guarded: the page of a platform the owner let in reads with its token only', async () => {
  const { tab } = browser
  await using vault = await serveVault('guarded')
  const friend = site('friend.test')
  const token = await tokenFor(vault, friend)
  const attempts = onLocal(vault, token)
  await learnsNothing(friend, attempts)

  await decide(vault, friend, 'everything')
  await tab.goto(friend)
  const read = await asPage(vault, readAll, token)
  expect(read).toContain(vault.publicId)
  expect(read).toContain(vault.privateId)
  const before = await stateOf(vault)
  for (const query of [readAll, createOne, introspect]) {
    const answer = await asPage(vault, query)
    expect(answer).toMatch(/"code":"(UNAUTHENTICATED|INTROSPECTION_DISABLED)"/)
    expect(answer).not.toMatch(/for everybody|for the owner|"queryType":/)
  }
  await learnsNothing(friend, [...onOwner(vault), ...onRegistry(vault)])

  // Its token does nothing for the pages of others, the same name on another port included.
  await using others = await openSites()
  await learnsNothing(site('evil.test'), attempts)
  await learnsNothing(`http://friend.test:${others.port}`, attempts)
  expect(await stateOf(vault)).toEqual(before)
  await decide(vault, friend, 'blocked')
  await learnsNothing(friend, attempts)
})

test('open: a page reads what is public and creates, and no more', async () => {
  const { tab } = browser
  await using vault = await serveVault('open')
  const before = await stateOf(vault)
  await tab.goto(site('evil.test'))
  const read = await asPage(vault, readAll)
  expect(read).toContain(vault.publicId)
  expect(read).not.toContain(vault.privateId)
  const hidden = await asPage(vault, `{ metaEnvelope(id: "${vault.privateId}") { id } }`)
  expect(hidden).toBe('{"data":{"metaEnvelope":null}}')
  for (const id of [vault.publicId, vault.privateId]) {
    const removal = await asPage(vault, `mutation { removeMetaEnvelope(id: "${id}") { success } }`)
    expect(removal).toContain('"success":false')
  }
  expect(await asPage(vault, introspect)).toContain('INTROSPECTION_DISABLED')
  expect(await asProgram(vault, introspect)).toContain('"queryType":')
  await learnsNothing(site('evil.test'), onOwner(vault))
  // The registry is read by pages, as the live one is, and never written.
  for (const attempt of onRegistry(vault)) {
    const told = Object.keys(await tryEverything(tab, attempt))
    expect(told.filter((way) => !way.includes('GET'))).toEqual([])
  }
  // What needs no preflight cannot name the vault and is not JSON: it changes nothing.
  for (const attempt of onLocal(vault)) await tryEverything(tab, { ...attempt, headers: {} })
  expect(await stateOf(vault)).toEqual(before)

  expect(await asPage(vault, createOne)).toContain('"errors":[]')
  expect((await stateOf(vault)).owner).toContain('"totalCount":3')
})

for (const policy of ['open', 'guarded'] as const) {
  test(`${policy}: a file of the vault runs nothing in the browser`, async () => {
    const { tab, downloads } = browser
    await using vault = await serveVault(policy)
    const friend = site('friend.test')
    await decide(vault, friend, 'everything')
    const token = await tokenFor(vault, friend)
    const upload = async (filename: string, contentType: string, text: string) => {
      const content = Buffer.from(text).toString('base64')
      const input = { filename, contentType, content, acl: ['*'] }
      const query =
        'mutation ($input: UploadFileInput!) { uploadFile(input: $input) { publicUrl } }'
      const { data } = JSON.parse(await asProgram(vault, query, token, { input }))
      return data.uploadFile.publicUrl as string
    }
    const script = `<script>
      fetch('/graphql', { method: 'POST', body: '${JSON.stringify({ query: createOne })}',
        headers: { 'content-type': 'application/json', 'x-ename': '${vault.ename}' } })
      fetch('${site('127.0.0.1')}/lax/ran', { mode: 'no-cors' })</script>`
    const html = `<!doctype html><body>shown${script}</body>`
    const svg = `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`
    const ran = `${friend}/script.html`
    sites.put('/script.html', html)
    sites.arrived()
    await tab.goto(ran)
    await expect.poll(() => sites.arrived()).toEqual(['GET '])

    const page = await upload('page.html', 'text/html', html)
    const picture = await upload('picture.svg', 'image/svg+xml', svg)
    const text = await upload('page.txt', 'text/plain', html)
    const before = await stateOf(vault)
    await downloads()
    for (const url of [page, picture]) {
      await expect(tab.goto(url)).rejects.toThrow()
      await expect.poll(downloads).toEqual([url === page ? 'page.html' : 'picture.svg'])
      expect(tab.url()).toBe(ran)
    }
    // What is shown is shown as text, and is of no origin: not of the vault's.
    expect((await tab.goto(text))?.status()).toBe(200)
    expect(await tab.evaluate(() => self.origin)).toBe('null')
    expect(await tab.innerText('body')).toContain('<script>')
    await expect(asPage(vault, readAll)).rejects.toThrow('Failed to fetch')

    await tab.goto(site('evil.test'))
    await tab.evaluate(
      (addresses) => {
        for (const src of addresses) {
          document.body.append(Object.assign(document.createElement('iframe'), { src }))
          document.body.append(Object.assign(document.createElement('embed'), { src }))
          document.body.append(Object.assign(document.createElement('object'), { data: src }))
        }
      },
      [page, picture, text],
    )
    await tab.waitForTimeout(1_000)
    expect(sites.arrived()).toEqual([])
    expect(await stateOf(vault)).toEqual(before)
  })
}

/** Tries everything from a page, which is told nothing at all. */
async function learnsNothing(page: string, attempts: readonly Attempt[]): Promise<void> {
  await browser.tab.goto(page)
  for (const attempt of attempts) {
    const told = await tryEverything(browser.tab, attempt)
    expect(told, `${page}: ${attempt.get}, ${attempt.post}`).toEqual({})
  }
}

const everyPort = (vault: Vault) => [...onLocal(vault), ...onOwner(vault), ...onRegistry(vault)]

/** The local port by every address that leads to it. */
function onLocal({ url, ename }: Vault, more: Record<string, string> = {}): Attempt[] {
  const at = (name: string, path: string, query: string) => {
    const address = url.replace('127.0.0.1', name)
    const headers = { 'x-ename': ename, ...more }
    return { get: address + path, post: `${address}/graphql`, headers, body: { query } }
  }
  return [
    at('127.0.0.1', '/whois', readAll),
    at('127.0.0.1', '/openapi.json', createOne),
    at('localhost', '/health', createOne),
    at('0.0.0.0', '/logs', readAll),
    at('rebind.test', '/graphql', readAll),
  ]
}

/** The owner port, by a page that knows all there is to know. */
function onOwner({ owner }: Vault): Attempt[] {
  const query = 'mutation { changeSettings(changes: { cors: "any-origin" }) { settings { cors } } }'
  const headers = { authorization: `Bearer ${owner.token}` }
  return [{ get: owner.url, post: owner.url, headers, body: { query } }]
}

/** The embedded registry: a platform token, and the vault's name led elsewhere. */
function onRegistry({ registry: { url, secret }, ename }: Vault): Attempt[] {
  const platform = { platform: 'http://evil.test' }
  const move = { ename, uri: 'http://evil.test', evault: 'evil' }
  const headers = { authorization: `Bearer ${secret}` }
  return [
    { get: `${url}/entropy`, post: `${url}/platforms/certification`, headers, body: platform },
    { get: `${url}/platforms`, post: `${url}/register`, headers, body: move },
  ]
}

/** A token of the embedded registry, as a platform's own server gets it. */
async function tokenFor({ registry }: Vault, platform: string) {
  const url = `${registry.url}/platforms/certification`
  const { token } = JSON.parse(await post({ url, body: { platform } }))
  return { authorization: `Bearer ${token}` }
}

async function decide(vault: Vault, platform: string, decision: string): Promise<void> {
  const decided = await vault.asOwner(
    `mutation { decideConsent(platform: "${platform}", decision: ${decision}) {
      errors { message } } }`,
  )
  expect(decided).toBe('{"data":{"decideConsent":{"errors":[]}}}')
}

/** Asks from the page that is shown, and reads what the browser lets it read. */
function asPage({ url, ename }: Vault, query: string, more: Record<string, string> = {}) {
  const headers = { 'x-ename': ename, ...more }
  return browser.tab.evaluate(post, { url: `${url}/graphql`, body: { query }, headers })
}

/** Asks as a program on this computer does. */
function asProgram({ url, ename }: Vault, query: string, more: object = {}, variables = {}) {
  const headers = { 'x-ename': ename, ...more }
  return post({ url: `${url}/graphql`, body: { query, variables }, headers })
}

/** All that a page could have changed. */
async function stateOf({ registry, ename, asOwner }: Vault) {
  const ofRegistry = async (path: string) => (await fetch(registry.url + path)).text()
  const owner = await asOwner(
    `{ vault { totalCount } settings { cors createWithoutToken } consents { platform decision }
      operationLog(first: 100) { entries { id } } }`,
  )
  expect(owner).toContain('"totalCount":')
  const resolved = await ofRegistry(`/resolve?w3id=${ename}`)
  return { owner, resolved, platforms: await ofRegistry('/platforms') }
}
