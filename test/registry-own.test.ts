import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeProtectedHeader } from 'jose'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseConfig } from '../src/evault/config/config.ts'
import { createKeyCustody } from '../src/evault/keys/custody.ts'
import { openPlainKeyFile } from '../src/evault/keys/key-file.ts'
import { startOwnRegistry } from '../src/evault/own-registry.ts'
import { openWhole, sealWhole } from '../src/evault/seal/sealed-whole.ts'
import { createRegistryClient } from '../src/registry/client.ts'
import { call } from './support/call.ts'
import { testSeal } from './support/storage.ts'
import { openTestVault } from './support/test-vault.ts'

const EVAULT = '@0b5d9c2e-0000-4000-8000-000000000001'
const SECRET = 'shared-secret-of-the-test'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'own-registry-'))
})
afterEach(() => rm(directory, { recursive: true }))

/** As a vault starts it, with its keys in a file. */
async function open() {
  const keys = join(directory, 'keys')
  await mkdir(keys, { recursive: true })
  const custody = createKeyCustody(await openPlainKeyFile(keys))
  const config = parseConfig({ dataDirectory: directory, registryPort: 0 })
  const seal = { evaultId: EVAULT, ...testSeal }
  return startOwnRegistry(config, SECRET, { custody, seal, log: pino({ level: 'silent' }) })
}
const token = (url: string) => createRegistryClient({ url }).platformToken('blabsy')
const kids = async (url: string) =>
  (await call(`${url}/.well-known/jwks.json`)).json.keys.map(({ kid }: { kid: string }) => kid)

test('its keys outlive it: tokens of the first verify after a change and a restart', async () => {
  const tokens: string[] = []
  {
    await using registry = await open()
    tokens.push(await token(registry.url))
    expect(await registry.rotateKey()).toBe('entropy-key-2')
    tokens.push(await token(registry.url))
  }
  await using registry = await open()
  expect(await kids(registry.url)).toEqual(['entropy-key-2', 'entropy-key-1'])
  tokens.push(await token(registry.url))
  expect(tokens.map((jwt) => decodeProtectedHeader(jwt).kid)).toEqual([
    'entropy-key-1',
    'entropy-key-2',
    'entropy-key-2',
  ])
  const client = createRegistryClient({ url: registry.url })
  for (const jwt of tokens) {
    expect(await client.verifyPlatformToken(jwt)).toMatchObject({ platform: 'blabsy' })
  }
})

test('a vault of the first format keeps its key, its names and its platforms', async () => {
  let before: string
  {
    await using registry = await open()
    before = await token(registry.url)
  }
  const file = join(directory, 'registry.json')
  const entry = { ename: '@a', uri: 'http://127.0.0.1:4000', evault: '@vault' }
  const platforms = ['https://p.example/']
  const key = testSeal.key('registry')
  const first = JSON.stringify({ version: 1, entries: [entry], platforms })
  await writeFile(file, sealWhole(key, Buffer.from(first)))
  await using registry = await open()
  const client = createRegistryClient({ url: registry.url, secret: SECRET })
  expect(await client.verifyPlatformToken(before)).toMatchObject({ platform: 'blabsy' })
  expect(await client.resolve('@a')).toEqual(entry)
  expect(await client.platforms()).toEqual(['https://p.example'])
  await client.register({ ...entry, evault: '@vault-2' })
  expect(await client.resolve('@vault')).toMatchObject({ ename: '@a', evault: '@vault-2' })
  const { version, keys } = JSON.parse(openWhole(key, await readFile(file)).toString())
  expect([version, keys.length, Object.keys(keys[0])]).toEqual([
    2,
    1,
    ['number', 'kid', 'x', 'y', 'retiredAt'],
  ])
})

test('web pages read it when the settings of now say so, and never write it', async () => {
  await using it = await openTestVault({ config: { policy: 'guarded' } })
  const headers = { origin: 'https://any.example' }
  const allowed = async () => {
    const read = await call(`${it.vault.registry.url}/platforms`, { headers })
    const body = { platform: 'https://any.example' }
    const certification = `${it.vault.registry.url}/platforms/certification`
    expect((await call(certification, { body, headers })).status).toBe(403)
    return read.headers['access-control-allow-origin']
  }
  const change = (cors: string) =>
    it.owner(`mutation { changeSettings(changes: { cors: "${cors}" }) { errors { message } } }`)
  expect(await allowed()).toBeUndefined()
  await change('any-origin')
  expect(await allowed()).toBe('*')
  await change('consented-platforms')
  expect(await allowed()).toBeUndefined()
})
