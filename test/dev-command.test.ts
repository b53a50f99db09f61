import { access, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { call } from './support/call.ts'
import { buildHeadless, HeadlessRun } from './support/headless.ts'
import { listenSilently } from './support/listen.ts'
import { openReceiver, type Receiver } from './support/receiver.ts'
import { temporaryDirectory } from './support/test-vault.ts'

beforeAll(buildHeadless, 120_000)

/** What `evault dev --json` prints. */
interface Network {
  readonly registry: { readonly url: string; readonly secret: string }
  readonly people: readonly {
    readonly name: string
    readonly ename: string
    readonly url: string
    readonly owner: { readonly url: string; readonly token: string }
  }[]
  readonly wallet: string
}

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let platform: Receiver
beforeEach(async () => {
  directory = await temporaryDirectory()
  platform = await openReceiver()
})
afterEach(async () => {
  await platform[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

const data = () => join(directory.path, 'network')
const anyPorts = ['--port', '0', '--registry-port', '0', '--wallet-port', '0']

function runDev(args: readonly string[] = [], environment: Record<string, string> = {}) {
  return new HeadlessRun(['dev', '--data', data(), ...anyPorts, '--json', ...args], environment)
}

async function readyOf(run: HeadlessRun): Promise<Network> {
  return (await run.ready()) as unknown as Network
}

const createPost = `mutation ($input: MetaEnvelopeInput!) {
  createMetaEnvelope(input: $input) { metaEnvelope { id } errors { code } }
}`

async function create(
  person: { readonly ename: string; readonly url: string } | undefined,
  ontology: string,
) {
  const variables = { input: { ontology, payload: { content: 'Hello!' }, acl: ['*'] } }
  const { json } = await call(`${person?.url}/graphql`, {
    body: { query: createPost, variables },
    headers: { 'x-ename': person?.ename ?? null },
  })
  expect(json.data.createMetaEnvelope.errors).toEqual([])
}

function linkOf(session: string): string {
  const redirect = encodeURIComponent(`${platform.url}/login`)
  return `w3ds://auth?redirect=${redirect}&session=${session}&platform=${encodeURIComponent(platform.url)}`
}

describe('people', () => {
  test('have vaults of their own at one registry, and a listed platform hears of each', async () => {
    await using run = runDev(['--people', '2', '--platform', platform.url])
    const { registry, people } = await readyOf(run)
    expect(registry.secret).toBe('development-secret')
    expect(people.map(({ name }) => name)).toEqual(['Ada', 'Ben'])
    for (const { ename, url } of people) {
      expect((await call(`${registry.url}/resolve?w3id=${ename}`)).json.uri).toBe(url)
    }
    await create(people[0], 'of-ada')
    await create(people[1], 'of-ben')
    await expect
      .poll(() => platform.packets.map(({ json }) => json.schemaId).sort(), {
        timeout: 30_000,
      })
      .toEqual(['of-ada', 'of-ben'])
  })

  test('are the same at the next start, and others with --fresh', async () => {
    const enames: (string | undefined)[] = []
    for (const args of [[], [], ['--fresh']]) {
      await using run = runDev(args)
      enames.push((await readyOf(run)).people[0]?.ename)
      run.kill('SIGTERM')
      expect(await run.ended()).toBe(0)
    }
    expect(enames[1]).toBe(enames[0])
    expect(enames[2]).not.toBe(enames[0])
  })

  test('have the secret of the environment', async () => {
    await using run = runDev([], { EVAULT_REGISTRY_SECRET: 'of-my-own' })
    const { registry } = await readyOf(run)
    expect(registry.secret).toBe('of-my-own')
    const body = { url: 'https://listed.example' }
    const listed = (secret: string) =>
      call(`${registry.url}/platforms`, { body, headers: { authorization: `Bearer ${secret}` } })
    expect((await listed('development-secret')).status).toBe(401)
    expect((await listed('of-my-own')).status).toBe(201)
  })
})

describe('the folder', () => {
  test('is left alone where it holds something else, --fresh or not', async () => {
    await mkdir(data())
    await writeFile(join(data(), 'thesis.txt'), 'years of work')
    for (const args of [[], ['--fresh']]) {
      await using run = runDev(args)
      expect(await run.ended()).toBe(2)
      expect(run.stderr).toContain('has not made')
    }
    expect(await readdir(data())).toEqual(['thesis.txt'])
  })

  test('is not emptied while it is in use, and what was put beside the people stays', async () => {
    await using run = runDev()
    await run.ready()
    await writeFile(join(data(), 'notes.txt'), 'mine')
    await using second = runDev(['--fresh'])
    expect(await second.ended()).toBe(3)
    await access(join(data(), 'person-1', 'pg'))
    run.kill('SIGTERM')
    expect(await run.ended()).toBe(0)
    await using third = runDev(['--fresh'])
    await third.ready()
    expect(await readdir(data())).toContain('notes.txt')
  })
})

describe('the wallet', () => {
  let run: HeadlessRun
  let network: Network
  beforeEach(async () => {
    run = runDev(['--people', '2'])
    network = await readyOf(run)
  })
  afterEach(() => run[Symbol.asyncDispose]())

  test('shows what a platform asks for, and has it signed by whom the button names', async () => {
    const { wallet, people } = network
    const ename = people[1]?.ename ?? ''
    const page = await call(`${wallet}/?uri=${encodeURIComponent(linkOf('session-1'))}`)
    expect(page.status).toBe(200)
    expect(page.text).toContain('session-1')
    expect(page.text).toContain(ename)
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'")

    const body = { ename, uri: linkOf('session-1') }
    const origin = new URL(wallet).origin
    const signed = await call(`${wallet}/sign`, { body, headers: { origin } })
    expect([signed.status, signed.json]).toMatchObject([200, { state: 'delivered', status: 200 }])
    const answer = platform.packets[0]?.json
    expect(answer).toMatchObject({ w3id: ename, ename, session: 'session-1' })
    expect(answer.signature).toMatch(/^[\w+/]{86}==$/)
  })

  test('refuses other web pages, forms, foreign hosts and people', async () => {
    const { wallet, people } = network
    const body = { ename: people[0]?.ename ?? '', uri: linkOf('session-2') }
    const sign = async (headers: Record<string, string>, sent: unknown = body) =>
      (await call(`${wallet}/sign`, { body: sent, headers })).status
    expect(await sign({ origin: 'https://evil.example' })).toBe(403)
    expect(await sign({ origin: 'http://localhost:1' })).toBe(403)
    expect(await sign({ origin: 'null' })).toBe(403)
    expect(await sign({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await sign({ host: 'evil.example' })).toBe(421)
    expect(await sign({ 'content-type': 'text/plain' })).toBe(415)
    expect(await sign({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(415)
    expect(await sign({}, { ...body, ename: '@nobody' })).toBe(404)
    expect(await sign({}, { ...body, more: 1 })).toBe(400)
    expect(await sign({}, { ...body, uri: 'w3ds://auth?' })).toBe(400)
    expect(platform.packets).toEqual([])
    expect(await sign({})).toBe(200)
    expect(await sign({})).toBe(400)
  })

  test('shows a hostile link as text', async () => {
    const session = encodeURIComponent('"><script>alert(1)</script>')
    const { text } = await call(`${network.wallet}/?uri=${encodeURIComponent(linkOf(session))}`)
    expect(text).not.toContain('<script>alert')
    const bad = await call(`${network.wallet}/?uri=${encodeURIComponent('<b>no link</b>')}`)
    expect([bad.status, bad.text.includes('<b>')]).toEqual([400, false])
  })
})

test('says in words where everything is, and which port another program has', async () => {
  await using other = await listenSilently()
  const args = ['--port', String(other.port), '--registry-port', '0', '--wallet-port', '0']
  await using run = new HeadlessRun(['dev', '--data', data(), ...args])
  await expect.poll(() => run.stdout, { timeout: 30_000 }).toContain('Ctrl-C stops it.')
  expect(run.stdout).toContain(`others stand above: port ${other.port}.`)
  expect(run.stdout).toMatch(/Wallet {5}http:\/\/localhost:\d+/)
  const example = /curl -X POST (\S+) .*\n.*'X-ENAME: (\S+)'.*\n *-d '(.*)'/.exec(run.stdout)
  const [, url = '', ename = '', body = ''] = example ?? []
  const { json } = await call(url, {
    body,
    headers: { 'x-ename': ename, 'content-type': 'application/json' },
  })
  expect(json.data.createMetaEnvelope.errors).toEqual([])
})

test('says when a platform can’t be told of changes, and when it can again', async () => {
  const args = ['dev', '--data', data(), ...anyPorts, '--platform', platform.url]
  await using run = new HeadlessRun(args)
  await expect.poll(() => run.stdout, { timeout: 30_000 }).toContain('Ctrl-C stops it.')
  const [, ename = '', url = ''] = /Ada +(\S+)\n +(\S+)/.exec(run.stdout) ?? []
  platform.behave(503)
  await create({ ename, url }, 'of-ada')
  const says = (line: string) =>
    expect.poll(() => run.stdout, { timeout: 30_000 }).toContain(`\nAda’s vault ${line}`)
  await says(`can’t tell ${platform.url}/api/webhook of changes: `)
  platform.behave(200)
  await says(`reaches ${platform.url}/api/webhook again.\n`)
  run.kill('SIGINT')
  expect(await run.ended()).toBe(0)
})

test('arguments that mean nothing are refused before anything is made', async () => {
  for (const args of [
    ['--people', '0'],
    ['--people', '21'],
    ['--port', 'x'],
    ['--platform', 'ftp://elsewhere.example'],
  ]) {
    await using run = runDev(args)
    expect(await run.ended()).toBe(2)
  }
  await expect(access(data())).rejects.toThrow()
})
