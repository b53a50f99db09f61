import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { embeddedRegistryPerTest, SECRET } from '../../test/support/embedded-registry.ts'
import { makeRegistryKey } from '../../test/support/registry-key.ts'
import { signJwt } from '../w3id/jwt.ts'
import { encodePublicKey } from '../w3id/keys.ts'
import { type CertifiedKeys, createCertifiedKeys } from './certified-keys.ts'
import { createRegistryClient, type RegistryClient } from './client.ts'
import { RegistryError } from './errors.ts'

const SECOND = 1000
const NAME = '@user-a.w3id'

const registry = await embeddedRegistryPerTest()
const keys = await Promise.all(
  Array.from({ length: 3 }, async () => encodePublicKey((await makeRegistryKey()).spki)),
)
const [keyA = '', keyB = '', keyC = ''] = keys

let vault: Server
let uri: string
let asked: string[]
let certificates: unknown[]
let answer: (response: ServerResponse) => void
let client: RegistryClient
let resolved: string[]
let clock: number
let certified: CertifiedKeys

beforeEach(async () => {
  asked = []
  certificates = []
  answer = (response) => {
    const body = { w3id: NAME, evaultId: 'vault-1', keyBindingCertificates: certificates }
    response.end(JSON.stringify(body))
  }
  vault = createServer(({ method, url, headers }, response) => {
    asked.push(`${method} ${url} ${headers['x-ename']}`)
    answer(response)
  })
  await new Promise<void>((done) => vault.listen(0, '127.0.0.1', done))
  const address = vault.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  uri = `http://127.0.0.1:${port}`

  client = createRegistryClient({ url: registry.url(), secret: SECRET })
  resolved = []
  clock = Date.now()
  certified = createCertifiedKeys({
    registry: {
      resolve: (ename) => {
        resolved.push(ename)
        return client.resolve(ename)
      },
      verifyCertificate: client.verifyCertificate,
    },
    fetch,
    now: () => clock,
  })
})
afterEach(() => {
  vault.closeAllConnections()
  vault.close()
})

const registerVault = (at = uri) => client.register({ ename: NAME, uri: at, evault: 'vault-1' })
const certificate = (publicKey: string, ename = NAME) =>
  client.keyBindingCertificate({ ename, publicKey })
/** As the registry would issue it, but at a time and for as long as the test wants. */
const dated = (publicKey: string, lifetimeSeconds: number, now = new Date(clock)) => {
  const payload = { ename: NAME, publicKey }
  return signJwt({ kid: registry.key.kid, payload, lifetimeSeconds, now }, registry.key.sign)
}

describe('keysOf', () => {
  test('finds every certified key, once', async () => {
    await registerVault()
    certificates = [await certificate(keyA), await certificate(keyB), await certificate(keyA)]
    expect(await certified.keysOf('User-A.W3ID')).toEqual([keyA, keyB])
    expect(asked).toEqual([`GET /whois ${NAME}`])
  })

  test.each(['/base', '/base/', '/base?a=b#c'])('asks a vault at %s below it', async (path) => {
    await registerVault(uri + path)
    certificates = [await certificate(keyA)]
    expect(await certified.keysOf(NAME)).toEqual([keyA])
    expect(asked).toEqual([`GET /base/whois ${NAME}`])
  })

  test('skips what does not certify a key of this name', async () => {
    await registerVault()
    const foreign = await makeRegistryKey(registry.key.kid)
    const payload = { ename: NAME, publicKey: keyC }
    certificates = [
      await certificate(keyC, '@user-b.w3id'),
      await dated(keyC, 60, new Date(clock - 61 * SECOND)),
      await signJwt({ kid: foreign.kid, payload, lifetimeSeconds: 60 }, foreign.sign),
      await client.platformToken('blabsy'),
      'no token',
      null,
      { token: 7 },
      await certificate(keyA),
    ]
    expect(await certified.keysOf(NAME)).toEqual([keyA])
  })

  test('tries no more than 20 certificates', async () => {
    await registerVault()
    certificates = [...Array(19).fill('junk'), await certificate(keyA), await certificate(keyB)]
    expect(await certified.keysOf(NAME)).toEqual([keyA])
  })

  test('has none for a name that is unknown or no name', async () => {
    expect(await certified.keysOf(NAME)).toEqual([])
    for (const none of ['', '@', 'a\nb', 'x'.repeat(600)]) {
      expect(await certified.keysOf(none)).toEqual([])
    }
    expect(resolved).toEqual([NAME])
    expect(asked).toEqual([])
  })

  test('knows the keys of our own vaults while the registry is down', async () => {
    await registry.close()
    const ownKeys = (ename: string) => (ename === NAME ? [keyA] : null)
    const { keysOf } = createCertifiedKeys({ registry: client, fetch, ownKeys })
    expect(await keysOf('USER-A.w3id')).toEqual([keyA])
    await expect(keysOf('@user-b.w3id')).rejects.toMatchObject({ code: 'UNREACHABLE' })
    await registry.restart()
  })

  test.each<[string, string, (response: ServerResponse) => void]>([
    ['an error status', 'REFUSED', (response) => response.writeHead(500).end()],
    ['no JSON', 'BAD_ANSWER', (response) => response.end('<html>')],
    ['no certificates', 'BAD_ANSWER', (response) => response.end('{"w3id":"@a"}')],
    ['too much', 'BAD_ANSWER', (response) => response.end(`"${'x'.repeat(70_000)}"`)],
    [
      'a redirect',
      'UNREACHABLE',
      (response) => response.writeHead(307, { location: '/elsewhere' }).end(),
    ],
  ])('cannot tell when the vault answers with %s', async (_what, code, badAnswer) => {
    await registerVault()
    answer = badAnswer
    await expect(certified.keysOf(NAME)).rejects.toMatchObject({ name: 'RegistryError', code })
    expect(asked).toHaveLength(1)
  })

  test('cannot tell when no vault is there', async () => {
    await registerVault('http://127.0.0.1:1')
    await expect(certified.keysOf(NAME)).rejects.toMatchObject({ code: 'UNREACHABLE' })
  })

  test('cannot tell when the registry goes down before its keys are known', async () => {
    await registerVault()
    certificates = [await certificate(keyA)]
    answer = async (response) => {
      await registry.close()
      response.end(JSON.stringify({ keyBindingCertificates: certificates }))
    }
    await expect(certified.keysOf(NAME)).rejects.toMatchObject({ code: 'UNREACHABLE' })
    await registry.restart()
  })
})

describe('an answer', () => {
  test('is shared by all who ask at the same time', async () => {
    await registerVault()
    certificates = [await certificate(keyA)]
    const answers = await Promise.all(
      ['@user-a.w3id', 'USER-A.w3id', ' user-a.w3id'].map((name) => certified.keysOf(name)),
    )
    expect(answers).toEqual([[keyA], [keyA], [keyA]])
    expect([resolved.length, asked.length]).toEqual([1, 1])
  })

  test('is kept for 60 s', async () => {
    await registerVault()
    certificates = [await certificate(keyA)]
    await certified.keysOf(NAME)
    certificates = [await certificate(keyB)]
    clock += 60 * SECOND - 1
    expect(await certified.keysOf(NAME)).toEqual([keyA])
    clock += 1
    expect(await certified.keysOf(NAME)).toEqual([keyB])
    expect(asked).toHaveLength(2)
  })

  test('is kept no longer than the first of its certificates holds', async () => {
    await registerVault()
    certificates = [await certificate(keyA), await dated(keyB, 30)]
    expect(await certified.keysOf(NAME)).toEqual([keyA, keyB])
    clock += 28 * SECOND
    await certified.keysOf(NAME)
    expect(asked).toHaveLength(1)
    clock += 2 * SECOND
    expect(await certified.keysOf(NAME)).toEqual([keyA])
    expect(asked).toHaveLength(2)
  })

  test('is asked for again when the clock was set back', async () => {
    await registerVault()
    certificates = [await certificate(keyA)]
    await certified.keysOf(NAME)
    clock -= 3600 * SECOND
    await certified.keysOf(NAME)
    expect(asked).toHaveLength(2)
  })

  test('with a certificate that could not be checked is kept for 5 s', async () => {
    await registerVault()
    certificates = [await certificate(keyA), await certificate(keyB)]
    let isDown = true
    const { keysOf } = createCertifiedKeys({
      registry: {
        resolve: client.resolve,
        verifyCertificate: async (token, ename) => {
          const isUnknown = isDown && token === certificates[1]
          if (isUnknown) throw new RegistryError('UNREACHABLE', 'The registry is down')
          return client.verifyCertificate(token, ename)
        },
      },
      fetch,
      now: () => clock,
    })
    expect(await keysOf(NAME)).toEqual([keyA])
    isDown = false
    clock += 5 * SECOND - 1
    expect(await keysOf(NAME)).toEqual([keyA])
    clock += 1
    expect(await keysOf(NAME)).toEqual([keyA, keyB])
  })

  test('that there are no keys is kept for 5 s', async () => {
    for (let again = 0; again < 10; again++) await certified.keysOf(NAME)
    expect(resolved).toHaveLength(1)
    await registerVault()
    clock += 5 * SECOND
    expect(await certified.keysOf(NAME)).toEqual([])
    expect([resolved.length, asked.length]).toEqual([2, 1])
    certificates = [await certificate(keyA)]
    clock += 5 * SECOND - 1
    expect(await certified.keysOf(NAME)).toEqual([])
    clock += 1
    expect(await certified.keysOf(NAME)).toEqual([keyA])
  })

  test('that failed is kept for 5 s', async () => {
    await registerVault()
    certificates = [await certificate(keyA)]
    const good = answer
    answer = (response) => response.writeHead(503).end()
    const failure = { code: 'REFUSED' }
    await expect(certified.keysOf(NAME)).rejects.toMatchObject(failure)
    answer = good
    clock += 5 * SECOND - 1
    await expect(certified.keysOf(NAME)).rejects.toMatchObject(failure)
    expect(asked).toHaveLength(1)
    clock += 1
    expect(await certified.keysOf(NAME)).toEqual([keyA])
  })

  test('is forgotten once 1000 other names were asked for since', async () => {
    const names: string[] = []
    const { keysOf } = createCertifiedKeys({
      registry: {
        resolve: async (ename) => {
          names.push(ename)
          return null
        },
        verifyCertificate: client.verifyCertificate,
      },
      fetch,
      now: () => clock,
    })
    await keysOf('@first')
    await keysOf('@second')
    for (let at = 0; at < 998; at++) await keysOf(`@${at}`)
    await keysOf('@first')
    expect(names).toHaveLength(1000)
    await keysOf('@one-more')
    await keysOf('@first')
    expect(names).toHaveLength(1001)
    await keysOf('@second')
    expect(names).toHaveLength(1002)
  })
})
