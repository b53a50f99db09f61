import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { version } from '../package.json'
import { call } from './support/call.ts'
import { buildHeadless, HeadlessRun } from './support/headless.ts'
import { freePort, listenSilently } from './support/listen.ts'
import { temporaryDirectory } from './support/test-vault.ts'

beforeAll(buildHeadless, 120_000)

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
beforeEach(async () => {
  directory = await temporaryDirectory()
})
afterEach(() => directory[Symbol.asyncDispose]())

const data = () => join(directory.path, 'relay')

function run(changes: Record<string, string> = {}, environment: Record<string, string> = {}) {
  const settings = {
    registry: 'http://127.0.0.1:1',
    'public-url': 'https://relay.example/',
    port: '0',
    'ssh-port': '0',
    data: data(),
    listen: '127.0.0.1',
    ...changes,
  }
  const args = Object.entries(settings).flatMap(([name, value]) =>
    value === '' ? [] : [`--${name}`, value],
  )
  return new HeadlessRun(['relay', '--json', ...args], environment)
}

test('a relay says where it is, answers there, and stops in order', async () => {
  await using relay = run()
  const ready = (await relay.ready()) as unknown as Record<string, never>
  expect(ready).toEqual({
    ...{ ready: true, version, url: 'https://relay.example', pid: expect.any(Number) },
    ...{ port: expect.any(Number), sshPort: expect.any(Number) },
    hostKey: expect.stringMatching(/^ssh-ed25519 AAAA/),
  })
  expect((await call(`http://127.0.0.1:${ready.port}/`)).json).toEqual({
    error: 'No vault has this address',
  })
  relay.kill('SIGTERM')
  expect(await relay.ended()).toBe(0)
  expect((await stat(join(data(), 'host-key'))).mode & 0o777).toBe(0o600)
  await using again = run(
    { registry: '', data: '' },
    {
      EVAULT_REGISTRY: 'http://127.0.0.1:1',
      EVAULT_RELAY_DATA: data(),
    },
  )
  expect((await again.ready()) as unknown).toMatchObject({ hostKey: ready.hostKey })
})

test.each([
  ['public-url', 'relay.example', 'publicUrl'],
  ['public-url', 'https://relay.example/path', 'publicUrl'],
  ['public-url', '', 'publicUrl'],
  ['registry', 'embedded', 'registry'],
  ['port', '70000', 'port'],
  ['data', '', 'data'],
])('--%s %s ends with 2 and says so', async (name, value, said) => {
  await using relay = run({ [name]: value })
  expect(await relay.ended()).toBe(2)
  expect(relay.stderr).toContain(said)
})

test('a port that is taken ends with 2, a key that is damaged with 3', async () => {
  await using other = await listenSilently(await freePort())
  await using taken = run({ 'ssh-port': String(other.port) })
  expect(await taken.ended()).toBe(2)
  await mkdir(data(), { recursive: true })
  await writeFile(join(data(), 'host-key'), 'not a key')
  await using damaged = run()
  expect(await damaged.ended()).toBe(3)
})
