import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron as electron, type Page } from '@playwright/test'
import { type ReadyLine, serveHeadless } from '../test/support/headless.ts'

/** A real browser in which names of ours lead to this computer, as rebound ones do. */
export interface Browser extends AsyncDisposable {
  readonly tab: Page
  /** The names of the files it has begun to download since it was last asked. */
  downloads(): Promise<string[]>
}

/** Electron's Chromium without the app: there need not be another browser on a machine. */
export async function launchBrowser(names: readonly string[]): Promise<Browser> {
  const executablePath = process.env.EVAULT_ELECTRON
  if (executablePath === undefined) throw new Error('EVAULT_ELECTRON is not set: run npm test')
  // Electron starts directories that have a package.json.
  const directory = await mkdtemp(join(tmpdir(), 'evault-browser-'))
  await copyFile(new URL('browser/main.mjs', import.meta.url), join(directory, 'main.mjs'))
  const manifest = { name: 'test-browser', type: 'module', main: 'main.mjs' }
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest))
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const rules = `--host-resolver-rules=${names.map((name) => `MAP ${name} 127.0.0.1`).join(', ')}`
  const profile = `--user-data-dir=${join(directory, 'profile')}`
  const app = await electron.launch({
    executablePath,
    args: [...sandbox, '--disable-gpu', '--no-proxy-server', rules, directory, profile],
    env: process.env as Record<string, string>,
  })
  return {
    tab: await app.firstWindow(),
    downloads: () =>
      app.evaluate(() => (globalThis as unknown as { downloads: string[] }).downloads.splice(0)),
    async [Symbol.asyncDispose]() {
      await app.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** The web sites of the tests: one server that answers to any name. */
export interface Sites extends AsyncDisposable {
  readonly port: number
  /** What has reached `/lax` and below since it was last asked: `METHOD content-type`. */
  arrived(): string[]
  /** Serves a page at a path. */
  put(path: string, html: string): void
}

/**
 * `/` is an empty page. `/lax` tells everybody everything and takes everything: what cannot be
 * read or written there is forbidden by the browser or badly tried, not refused by a server.
 */
export async function openSites(): Promise<Sites> {
  const pages = new Map([['/', '<!doctype html><title>A page</title>']])
  const requests: string[] = []
  const note = ({ method, headers }: IncomingMessage) =>
    requests.push(`${method} ${headers['content-type']?.split(';')[0] ?? headers.upgrade ?? ''}`)
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://any')
    const page = pages.get(pathname)
    if (pathname.startsWith('/lax')) {
      note(request)
      answerLaxly(request, response)
    } else if (page === undefined) response.writeHead(404).end()
    else response.setHeader('content-type', 'text/html; charset=utf-8').end(page)
  })
  server.on('upgrade', (request, socket) => {
    note(request)
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const accept = createHash('sha1').update(key).digest('base64')
    const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade']
    socket.write(`${[...head, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n\r\n`)
    socket.on('error', () => {}).on('data', () => socket.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    arrived: () => requests.splice(0),
    put: (path, html) => void pages.set(path, html),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function answerLaxly({ headers }: IncomingMessage, response: ServerResponse): void {
  const { accept = '', origin = '*' } = headers
  const answer = (type: string, text: string) =>
    response
      .writeHead(200, {
        'content-type': type,
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'PATCH',
        'access-control-allow-headers': 'content-type, authorization, x-ename',
      })
      .end(text)
  if (accept === 'text/event-stream') answer(accept, 'data: told\n\n')
  else if (!accept.startsWith('image/')) answer('text/javascript', 'self.told = true')
  else answer('image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
}

/** A vault that runs, with one record for everybody and one for the owner alone. */
export interface Vault extends ReadyLine, AsyncDisposable {
  readonly publicId: string
  readonly privateId: string
  /** The answer's text. */
  asOwner(query: string): Promise<string>
}

export async function serveVault(policy: 'guarded' | 'open'): Promise<Vault> {
  const directory = await mkdtemp(join(tmpdir(), 'evault-web-'))
  const run = serveHeadless(directory, ['--policy', policy])
  const ready = await run.ready()
  const headers = { authorization: `Bearer ${ready.owner.token}` }
  const asOwner = (query: string) => post({ url: ready.owner.url, body: { query }, headers })
  const create = async (text: string, acl: string): Promise<string> => {
    const input = `{ ontology: "a-type", payload: { text: "${text}" }, acl: ${acl} }`
    const query = `mutation { createMetaEnvelope(input: ${input}) { metaEnvelope { id } } }`
    return JSON.parse(await asOwner(query)).data.createMetaEnvelope.metaEnvelope.id
  }
  return {
    ...ready,
    asOwner,
    publicId: await create('for everybody', '["*"]'),
    privateId: await create('for the owner', '[]'),
    async [Symbol.asyncDispose]() {
      await run[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

interface Question {
  readonly url: string
  readonly body: object
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends JSON and reads the answer. Has all it needs within itself, so that pages can run it. */
export async function post({ url, body, headers }: Question): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return answer.text()
}

/** What a page tries: to read one address, to write to another. */
export interface Attempt {
  readonly get: string
  readonly post: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
}

/**
 * Tries from the page in this tab all the ways that the web has to reach a server.
 * @returns for each way that told the page anything, what it told
 */
export const tryEverything = (tab: Page, attempt: Attempt) => tab.evaluate(everyWay, attempt)

/** Runs in the page, so that it has all it needs within itself. */
async function everyWay({ get, post, headers, body: content }: Attempt) {
  const nothing = ''
  const body = JSON.stringify(content)
  const json = { 'content-type': 'application/json' }
  const text = { 'content-type': 'text/plain' }

  async function ask(url: string, options?: RequestInit): Promise<string> {
    const answer = await fetch(url, options)
    const isOpaque = answer.type === 'opaque' && answer.status === 0
    const told = await answer.text()
    return isOpaque && told === '' ? nothing : `${answer.status} ${told}`
  }
  function happens(target: EventTarget, ...names: string[]): Promise<Event> {
    return new Promise((resolve) => {
      for (const name of names) target.addEventListener(name, resolve, { once: true })
    })
  }
  function frame(): HTMLIFrameElement {
    const element = document.createElement('iframe')
    element.name = `frame-${document.querySelectorAll('iframe').length}`
    document.body.append(element)
    return element
  }
  /** Another origin's document is null; an answer of ours to read has some text. */
  const contentOf = (element: HTMLIFrameElement) => element.contentDocument?.body.innerText ?? ''

  async function submit(enctype: string): Promise<string> {
    const target = frame()
    const form = document.createElement('form')
    Object.assign(form, { action: post, method: 'post', enctype, target: target.name })
    // As text/plain this makes `name=value` the JSON of the body with one field more.
    const field = document.createElement('input')
    Object.assign(field, { name: `${body.slice(0, -1)},"_":"`, value: '"}' })
    form.append(field)
    document.body.append(form)
    const loaded = happens(target, 'load')
    form.submit()
    await loaded
    return contentOf(target)
  }
  async function popUp(): Promise<string> {
    const opened = self.open(get)
    if (opened === null) return 'the window did not open'
    try {
      for (;;) {
        // Until it is there the new window shows an empty page of this origin.
        const shown = opened.document.body?.innerText ?? ''
        if (shown !== '') return shown
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    } finally {
      opened.close()
    }
  }
  function xhr(): Promise<string> {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest()
      request.open('POST', post)
      for (const [name, value] of Object.entries({ ...json, ...headers })) {
        request.setRequestHeader(name, value)
      }
      request.onerror = () => resolve(request.getAllResponseHeaders() + request.responseText)
      request.onload = () => resolve(`${request.status} ${request.responseText}`)
      request.send(body)
    })
  }
  async function load(element: HTMLImageElement | HTMLScriptElement): Promise<string> {
    const before = Object.getOwnPropertyNames(self).length
    element.src = get
    document.body.append(element)
    await happens(element, 'load', 'error')
    const isShown = element instanceof HTMLImageElement && element.naturalWidth > 0
    const isRun = Object.getOwnPropertyNames(self).length > before
    return isShown || isRun ? 'it was used' : nothing
  }

  const simple = { method: 'POST', headers: text, body }
  const ways: Record<string, () => Promise<string>> = {
    fetch: () => ask(post, { method: 'POST', headers: { ...json, ...headers }, body }),
    'fetch PATCH': () => ask(post, { method: 'PATCH', headers: { ...json, ...headers }, body }),
    'fetch as text': () => ask(post, simple),
    'fetch as text without CORS': () => ask(post, { ...simple, mode: 'no-cors' }),
    'fetch with cookies': () => ask(post, { ...simple, credentials: 'include' }),
    'fetch GET': () => ask(get),
    'fetch GET with headers': () => ask(get, { headers }),
    'fetch GET without CORS': () => ask(get, { mode: 'no-cors' }),
    xhr,
    form: () => submit('application/x-www-form-urlencoded'),
    'form as parts': () => submit('multipart/form-data'),
    'form as text': () => submit('text/plain'),
    script: () => load(document.createElement('script')),
    image: () => load(new Image()),
    module: () => import(get).then(() => 'it was used'),
    async frame() {
      const element = frame()
      const loaded = happens(element, 'load')
      element.src = get
      await loaded
      return contentOf(element)
    },
    'pop-up': popUp,
    async 'event stream'() {
      const events = new EventSource(get)
      const { type } = await happens(events, 'open', 'message', 'error')
      events.close()
      return type === 'error' ? nothing : type
    },
    async socket() {
      const socket = new WebSocket(get.replace('http', 'ws'))
      const { type } = await happens(socket, 'open', 'error')
      socket.close()
      return type === 'error' ? nothing : type
    },
    async beacon() {
      for (const type of ['text/plain', 'application/json']) {
        navigator.sendBeacon(post, new Blob([body], { type }))
      }
      return nothing
    },
  }
  const told: Record<string, string> = {}
  for (const [name, way] of Object.entries(ways)) {
    // Chromium holds a socket back for up to five seconds where many have failed before.
    const tooLong = new Promise<string>((resolve) => setTimeout(resolve, 9_000, 'no end to it'))
    const learnt = await Promise.race([way().catch(() => nothing), tooLong])
    if (learnt !== nothing) told[name] = learnt
  }
  return told
}
