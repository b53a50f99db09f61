import { access, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Encrypter } from 'age-encryption'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { version } from '../package.json'
import { call } from './support/call.ts'
import { openChangeStream } from './support/event-stream.ts'
import { buildHeadless, HeadlessRun, serveHeadless } from './support/headless.ts'
import { freePort, listenSilently } from './support/listen.ts'
import { snapshot } from './support/snapshot.ts'
import { temporaryDirectory } from './support/test-vault.ts'

beforeAll(buildHeadless, 120_000)

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
beforeEach(async () => {
  directory = await temporaryDirectory()
})
afterEach(() => directory[Symbol.asyncDispose]())

const data = () => join(directory.path, 'data')
const logLines = (run: HeadlessRun) =>
  run.stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

/** Runs the command line to its end. */
async function runToEnd(args: readonly string[], environment?: Record<string, string>) {
  await using run = new HeadlessRun(args, environment)
  return { code: await run.ended(), stdout: run.stdout, stderr: run.stderr }
}

describe('what it prints', () => {
  test('is one ready line on stdout, log lines on stderr, and no secret in the log', async () => {
    await using run = serveHeadless(data(), ['--log-level', 'debug'])
    const ready = await run.ready()
    expect(Object.keys(ready)).toEqual([
      ...['ready', 'version', 'ename', 'url', 'owner', 'registry', 'pid'],
    ])
    expect(Object.keys(ready.owner)).toEqual(['url', 'token'])
    expect(Object.keys(ready.registry)).toEqual(['url', 'secret'])
    expect(ready).toMatchObject({ ready: true, version })
    process.kill(ready.pid, 0)
    expect((await call(`${ready.url}/health`)).json).toEqual({ status: 'ok', version })
    expect((await call(`${ready.registry.url}/entropy`)).status).toBe(200)

    const headers = { 'x-ename': ready.ename }
    const payload = { note: 'nobody else may read this' }
    const query =
      'mutation ($i: MetaEnvelopeInput!) { createMetaEnvelope(input: $i) { errors { code } } }'
    const variables = { i: { ontology: 'a-type', payload, acl: [] } }
    await call(`${ready.url}/graphql`, { body: { query, variables }, headers })
    const authorization = `Bearer ${ready.owner.token}`
    const query2 = '{ vault { ename totalCount } }'
    const seen = await call(ready.owner.url, {
      body: { query: query2 },
      headers: { authorization },
    })
    expect(seen.json.data.vault).toEqual({ ename: ready.ename, totalCount: 1 })

    run.kill('SIGTERM')
    expect(await run.ended()).toBe(0)
    expect(run.stdout.split('\n')).toHaveLength(2)
    for (const line of logLines(run)) expect(line).toMatchObject({ level: expect.any(String) })
    const { privateKeys } = await readKeys()
    // Of the owner, the registry and its platforms; of the storage and its recovery.
    expect(privateKeys).toHaveLength(5)
    for (const secret of [ready.owner.token, ready.registry.secret, payload.note, ...privateKeys]) {
      expect(run.stderr).not.toContain(secret)
    }
    expect(run.stderr).toMatch(/INSECURE/)
  })

  test('without --json is one line for people, and no passphrase anywhere', async () => {
    const args = ['serve', '--data', data(), '--port', '0', '--registry-port', '0']
    await using run = new HeadlessRun(args, { EVAULT_PASSPHRASE: 'correct horse' })
    while (!run.stdout.includes('\n')) await new Promise((resolve) => setTimeout(resolve, 10))
    run.kill('SIGINT')
    expect(await run.ended()).toBe(0)
    expect(run.stdout).toMatch(/^@\S+ answers at http:\/\/127\.0\.0\.1:\d+\/graphql .*Ctrl-C.*\n$/)
    expect(run.stdout + run.stderr).not.toContain('correct horse')
    expect(run.stderr).not.toContain('INSECURE')
    expect(Object.keys(await snapshot(data()))).toContain('keys.age')
    expect(Object.keys(await snapshot(data()))).not.toContain('keys.json')
  })

  async function readKeys() {
    const keys = JSON.parse(await readFile(join(data(), 'keys.json'), 'utf8'))
    return { privateKeys: Object.values<string>(keys) }
  }
})

describe('--help and --version', () => {
  test('--version is the version', async () => {
    expect(await runToEnd(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  test('--help names every setting, their order and the exit codes', async () => {
    const { code, stdout } = await runToEnd(['serve', '--help'])
    expect(code).toBe(0)
    for (const text of [
      ...['--json', '--data', '--port', '--policy', '--registry', '--registry-port'],
      ...['--registry-secret', '--passphrase-file', '--insecure-dev-keys', '--config'],
      ...['EVAULT_PASSPHRASE', 'arguments, environment variables, config file, defaults'],
      ...['Exit codes:', 'dataDirectory'],
    ]) {
      expect(stdout).toContain(text)
    }
  })
})

describe('a wrong argument ends with code 2 and one clear line', () => {
  test.each([
    [['serve', '--port', '65536'], 'port: must be 0 to 65535'],
    [['serve', '--registry', 'http://me:pw@x'], 'registry: must be "embedded" or an http(s) URL'],
    [['serve', '--registry-secret', 'two words'], 'registrySecret: must be printable ASCII'],
    [['serve', '--data', '/dev/null'], '/dev/null is not a directory'],
    [['serve', '--passphrase-file', '/nowhere'], "The passphrase file can't be read"],
    [['serve', '--unheard-of'], "unknown option '--unheard-of'"],
    [['sing'], "unknown command 'sing'"],
  ])('%j', async (args, words) => {
    const environment = args.includes('--passphrase-file') ? {} : { EVAULT_PASSPHRASE: 'x' }
    const run = await runToEnd(args, { EVAULT_DATA: data(), ...environment })
    expect(run).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(words) })
    expect(run.stderr).toMatch(/^evault: [^\n]+\n$/)
    await expect(access(data())).rejects.toThrow('ENOENT')
  })
})

describe('where it listens', () => {
  test('a taken port is left alone: the next free one is used, and its owner is told', async () => {
    await using taken = await listenSilently()
    await using run = serveHeadless(data(), ['--port', String(taken.port)])
    const ready = await run.ready()
    expect(Number(new URL(ready.url).port)).toBeGreaterThan(taken.port)
    const { json } = await call(ready.owner.url, {
      body: { query: '{ vault { localUrl warnings { code message } } }' },
      headers: { authorization: `Bearer ${ready.owner.token}` },
    })
    expect(json.data.vault.localUrl).toBe(ready.url)
    expect(json.data.vault.warnings).toContainEqual({
      code: 'PORT_CHANGED',
      message: expect.stringContaining(`${taken.port} is used by another program`),
    })
  })
})

test('settings come from arguments, then the environment, then the config file', async () => {
  const file = join(directory.path, 'settings.json')
  const [a, b, c] = [await freePort(), await freePort(), await freePort()]
  await writeFile(file, JSON.stringify({ port: a, registryPort: b, dataDirectory: data() }))
  const environment = { EVAULT_CONFIG: file, EVAULT_REGISTRY_PORT: '0', EVAULT_PORT: String(b) }
  const args = ['serve', '--json', '--insecure-dev-keys', '--port', String(c)]
  await using run = new HeadlessRun(args, environment)
  const { url, registry } = await run.ready()
  expect(url).toBe(`http://127.0.0.1:${c}`)
  expect([a, b, c]).not.toContain(Number(new URL(registry.url).port))
  expect(Object.keys(await snapshot(data()))).toContain('keys.json')
})

describe('when it can’t start', () => {
  test('a second vault on the same directory ends with code 3 and touches nothing', async () => {
    await using first = serveHeadless(data())
    await first.ready()
    const before = await snapshot(data())
    await using second = serveHeadless(data())
    expect(await second.ended()).toBe(3)
    expect(second.stdout).toBe('')
    expect(logLines(second).at(-1)).toMatchObject({
      level: 'fatal',
      code: 'DATA_DIRECTORY_IN_USE',
      msg: expect.stringContaining('Another eVault process'),
    })
    expect(await snapshot(data())).toEqual(before)
  })

  test('of several started at once on one new directory exactly one opens it', async () => {
    const runs = Array.from({ length: 4 }, () => serveHeadless(data()))
    const ends = runs.map(async (run) => {
      const code = await Promise.race([
        run.ready().then(
          () => 'ready',
          () => run.ended(),
        ),
      ])
      return code
    })
    expect((await Promise.all(ends)).sort()).toEqual([3, 3, 3, 'ready'])
    await Promise.all(runs.map((run) => run[Symbol.asyncDispose]()))
  })

  test('without a passphrase it refuses with code 4 and says what to do', async () => {
    const { code, stderr } = await runToEnd(['serve', '--data', data()])
    expect(code).toBe(4)
    expect(stderr).toContain('EVAULT_PASSPHRASE')
    expect(stderr).toContain('--insecure-dev-keys')
    await expect(access(data())).rejects.toThrow('ENOENT')
  })

  test('the wrong passphrase ends with code 4 and changes nothing; the right one opens', async () => {
    const plain = serveHeadless(data())
    const { ename } = await plain.ready()
    plain.kill('SIGTERM')
    await plain.ended()
    const keys = join(data(), 'keys.age')
    await encrypt(join(data(), 'keys.json'), keys)
    const before = await readFile(keys)

    const args = ['serve', '--json', '--data', data(), '--port', '0', '--registry-port', '0']
    const wrong = await runToEnd(args, { EVAULT_PASSPHRASE: 'battery staple' })
    expect(wrong).toMatchObject({ code: 4, stdout: '' })
    expect(JSON.parse(wrong.stderr)).toMatchObject({ code: 'KEY_FILE_PASSPHRASE' })
    expect(wrong.stderr).not.toContain('battery staple')
    expect(await readFile(keys)).toEqual(before)

    const passphrase = join(directory.path, 'passphrase')
    await writeFile(passphrase, 'correct horse\n')
    await using right = new HeadlessRun([...args, '--passphrase-file', passphrase])
    expect((await right.ready()).ename).toBe(ename)
  })

  /** As `age -p` does, but so that a passphrase is tried in a moment. */
  async function encrypt(from: string, to: string) {
    const encrypter = new Encrypter()
    encrypter.setPassphrase('correct horse')
    encrypter.setScryptWorkFactor(4)
    await writeFile(to, await encrypter.encrypt(await readFile(from)))
    await rm(from)
  }
})

describe('SIGTERM', () => {
  test('ends it in order within five seconds, whoever is listening or writing', async () => {
    await using run = serveHeadless(data())
    const ready = await run.ready()
    await using changes = await openChangeStream(ready.owner)
    const ended = changes.next()
    const body = {
      query: `mutation { createMetaEnvelope(input: { ontology: "o", payload: { a: 1 }, acl: [] }) {
        metaEnvelope { id } } }`,
    }
    const headers = { 'x-ename': ready.ename }
    let stopped = false
    const acknowledged: string[] = []
    const writing = Array.from({ length: 4 }, async () => {
      while (!stopped) {
        const answer = await call(`${ready.url}/graphql`, { body, headers }).catch(() => null)
        if (answer === null) return
        acknowledged.push(answer.json.data.createMetaEnvelope.metaEnvelope.id)
      }
    })
    expect(await ended).toMatchObject({ kind: 'CREATED' })
    const started = performance.now()
    run.kill('SIGTERM')
    expect(await run.ended()).toBe(0)
    expect(performance.now() - started).toBeLessThan(5_000)
    stopped = true
    await Promise.all(writing)
    expect(logLines(run).filter(({ level }) => level === 'error' || level === 'warn')).toEqual([
      expect.objectContaining({ msg: expect.stringContaining('INSECURE') }),
    ])

    await using again = serveHeadless(data())
    const { owner } = await again.ready()
    const { json } = await call(owner.url, {
      body: { query: '{ vault { totalCount } }' },
      headers: { authorization: `Bearer ${owner.token}` },
    })
    expect(json.data.vault.totalCount).toBeGreaterThanOrEqual(acknowledged.length)
  })

  test('ends it at once while a registry is asked that never answers', async () => {
    await using silent = await listenSilently()
    const registry = ['--registry', `http://127.0.0.1:${silent.port}`, '--registry-secret', 'x']
    await using run = serveHeadless(data(), registry)
    await run.ready()
    const started = performance.now()
    run.kill('SIGTERM')
    expect(await run.ended()).toBe(0)
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})
