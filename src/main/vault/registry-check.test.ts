import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { embeddedRegistryPerTest } from '../../../test/support/embedded-registry.ts'
import { checkRegistry, readRegistryUrl } from './registry-check.ts'

const registry = await embeddedRegistryPerTest()
let server: Server | null = null

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = null
})

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test.each([
  ['https://registry.example', 'https://registry.example'],
  ['  https://Registry.Example/ ', 'https://registry.example'],
  ['https://example.org/registry/', 'https://example.org/registry'],
  ['http://127.0.0.1:4321', 'http://127.0.0.1:4321'],
  ['http://localhost:4321/', 'http://localhost:4321'],
  ['http://[::1]:4321', 'http://[::1]:4321'],
])('%j is the registry %s', (typed, url) => {
  expect(readRegistryUrl(typed)).toBe(url)
})

test.each([
  ['', 'no address'],
  ['registry.example', 'no address'],
  ['file:///etc/passwd', 'no address'],
  ['https://name:secret@registry.example', 'Leave the name and the password out'],
  ['https://registry.example/?secret=1', 'Leave out what comes after'],
  ['https://registry.example/#top', 'Leave out what comes after'],
  ['http://registry.example', 'not encrypted'],
  ['http://127.0.0.1.registry.example', 'not encrypted'],
  ['http://localhost.registry.example', 'not encrypted'],
])('%j is refused: %s', (typed, why) => {
  expect(() => readRegistryUrl(typed)).toThrow(why)
})

test('a registry that runs is taken', async () => {
  await expect(checkRegistry(registry.url())).resolves.toBeUndefined()
})

test('a registry that does not run is told', async () => {
  const url = registry.url()
  await registry.close()
  await expect(checkRegistry(url)).rejects.toThrow(
    `Nothing answers at ${new URL(url).host}: the connection was refused`,
  )
})

test('a name that nobody has is told', async () => {
  await expect(checkRegistry('https://registry.invalid')).rejects.toThrow(
    'No computer is known as registry.invalid',
  )
})

const aKey = '{"keys":[{"kty":"EC"}]}'
const wrong: [string, RequestListener, string][] = [
  ['another program', (_, answer) => answer.writeHead(404).end(), 'no registry at this address'],
  ['a web page', (_, answer) => answer.end('<html>'), 'not as a registry does'],
  [
    'a vault, which has keys as well',
    ({ url }, answer) =>
      url === '/.well-known/jwks.json' ? answer.end(aKey) : answer.writeHead(404).end(),
    'no registry at this address',
  ],
  ['keys alone', (_, answer) => answer.end(aKey), 'it gives no entropy'],
  ['no keys', (_, answer) => answer.end('{"keys":[]}'), 'it has no keys'],
  [
    'a redirect',
    (_, answer) => answer.writeHead(302, { location: 'https://other.example' }).end(),
    'points to another address',
  ],
  ['a broken connection', (request) => request.socket.destroy(), 'can’t be reached'],
]
test.each(wrong)('%s is no registry, and that is told', async (_, listener, why) => {
  await expect(checkRegistry(await serve(listener))).rejects.toThrow(why)
})

test('one that never answers is told after five seconds', async () => {
  const url = await serve(() => {})
  await expect(checkRegistry(url)).rejects.toThrow('did not answer within five seconds')
}, 8_000)

test('an unencrypted answer where https is asked for is told', async () => {
  const url = (await serve((_, answer) => answer.end())).replace('http:', 'https:')
  await expect(checkRegistry(url)).rejects.toThrow(/is not safe|can’t be reached/)
})
