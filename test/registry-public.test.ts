import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createCertifiedKeys } from '../src/registry/certified-keys.ts'
import { createRegistryClient } from '../src/registry/client.ts'
import { call } from './support/call.ts'
import { openDoor } from './support/ingress-room.ts'
import {
  ask,
  changeReading,
  here,
  letRead,
  proven,
  publicName,
  readReach,
  untilPublic,
} from './support/registry-outside.ts'
import { newcomer, openRelayRoom, standIn } from './support/relay-room.ts'
import { memorySecretStore, openTestVault, temporaryDirectory } from './support/test-vault.ts'

/** Also on a computer that is busy. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000, interval: 100 })

const down = { state: 'down', cause: null } as const

describe('what the registry is told', () => {
  test('is the public address while others read it, and this computer at all other times', async () => {
    await using it = await openTestVault()
    await openDoor(it)
    const { ename, localUrl } = it.vault
    const uri = async () => (await here(it, `/resolve?w3id=${encodeURIComponent(ename)}`)).json.uri
    const is = async (isOpen: boolean, publicUrl: string | null) => {
      await eventually(uri).toBe(publicUrl ?? localUrl)
      if (publicUrl !== null) expect(await untilPublic(it)).toBe(`${publicUrl}/registry`)
      const isLocal = { uri: localUrl, problem: null }
      await eventually(() => readReach(it)).toMatchObject(publicUrl === null ? isLocal : {})
      expect(await readReach(it)).toMatchObject({
        isPublic: publicUrl !== null,
        ownRegistry: { isOpen, publicUrl: publicUrl && `${publicUrl}/registry` },
      })
      expect((await it.call('/whois', { headers: { 'x-ename': ename } })).json).toMatchObject({
        keyBindingCertificates: [expect.any(String)],
      })
    }
    const status = async (host: string) =>
      (await ask(it, '/registry/entropy', { headers: { host } })).status
    await it.call('/whois', { headers: { 'x-ename': ename } })
    await is(false, null)
    expect(await letRead(it, 'anyone')).toMatchObject({ settings: { readRegistry: 'anyone' } })
    await is(true, null)
    // It is open, and has no name yet: that is not the same as that nothing is there.
    expect(await status('one.example')).toBe(503)

    it.vault.reach.tell(proven('https://one.example'))
    await is(true, 'https://one.example')
    expect([await status('one.example'), await status('two.example')]).toEqual([200, 421])
    it.vault.reach.tell(proven('https://two.example/@home'))
    await is(true, 'https://two.example/@home')
    expect([await status('one.example'), await status('two.example')]).toEqual([421, 200])

    it.vault.reach.tell(down)
    await is(true, null)
    expect(await status('two.example')).toBe(503)
    it.vault.reach.tell(proven('https://one.example/'))
    await eventually(uri).toBe('https://one.example/')
    expect(await untilPublic(it)).toBe('https://one.example/registry')
    await letRead(it, 'this-computer')
    await is(false, null)
    expect(await status('one.example')).toBe(404)
  })

  test('is told before others can ask: nobody is led to an address of this computer', async () => {
    await using it = await openTestVault({ config: { addressRate: 1_000_000 } })
    await openDoor(it)
    const answers = new Set<string>()
    let isOver = false
    const askOften = async (host: string) => {
      while (!isOver) {
        const path = `/registry/resolve?w3id=${it.vault.ename}`
        const { status, json } = await ask(it, path, { headers: { host } })
        answers.add(status === 200 ? json.uri : String(status))
      }
    }
    const asking = ['one.example', 'two.example'].map(askOften)
    await letRead(it, 'anyone')
    for (const address of ['one', 'two', null, 'one', null, 'two']) {
      it.vault.reach.tell(address === null ? down : proven(`https://${address}.example`))
      if (address !== null) await untilPublic(it)
    }
    await eventually(() => answers.has('https://two.example')).toBe(true)
    await letRead(it, 'this-computer')
    isOver = true
    await Promise.all(asking)
    const expected = ['404', '421', '503', 'https://one.example', 'https://two.example']
    expect([...answers].filter((answer) => !expected.includes(answer))).toEqual([])
  })

  test('is the same for all vaults of this server, and only its owner says so', async () => {
    await using it = await openTestVault()
    await openDoor(it)
    it.vault.reach.tell(proven(`https://${publicName}`))
    const { json } = await here(it, '/entropy')
    const body = { registryEntropy: json.token, namespace: crypto.randomUUID() }
    const other = (await it.call('/provision', { body })).json.w3id
    const asOther = { 'x-ename': other }
    const { data } = await it.owner(changeReading, { who: 'anyone' }, asOther)
    expect(data.changeSettings.settings.readRegistry).toBe('anyone')
    expect((await ask(it, '/registry/entropy')).status).toBe(404)
    await letRead(it, 'anyone')
    await eventually(async () => (await ask(it, `/registry/resolve?w3id=${other}`)).json.uri).toBe(
      `https://${publicName}`,
    )
  })

  test('and what the owner said is still so after a restart', async () => {
    await using directory = await temporaryDirectory()
    const options = { dataDirectory: directory.path, secretStore: memorySecretStore() }
    {
      await using it = await openTestVault(options)
      await letRead(it, 'anyone')
    }
    await using it = await openTestVault(options)
    await openDoor(it)
    expect((await readReach(it)).ownRegistry).toEqual({ isOpen: true, publicUrl: null })
    it.vault.reach.tell(proven(`https://${publicName}`))
    const { ename } = it.vault
    await eventually(async () => (await ask(it, `/registry/resolve?w3id=${ename}`)).json.uri).toBe(
      `https://${publicName}`,
    )
    // The certification that was put off at the start must not take it back.
    await delay(1_500)
    expect((await ask(it, `/registry/resolve?w3id=${ename}`)).json.uri).toBe(
      `https://${publicName}`,
    )
  })

  test('a registry on the network is not led out, whatever the setting', async () => {
    await using office = await openTestVault()
    const { url: registry, secret: registrySecret } = office.vault.registry
    await using it = await openTestVault({ config: { registry }, means: { registrySecret } })
    await openDoor(it)
    it.vault.reach.tell(proven('https://one.example'))
    await letRead(it, 'anyone')
    expect((await readReach(it)).isPublic).toBe(true)
    expect((await readReach(it)).ownRegistry).toBeNull()
    expect((await ask(it, '/registry/entropy')).status).toBe(404)
    await it.vault.leaveRegistry()
  })
})

describe('what the owner is told of it', () => {
  test('was asked from outside: a proxy that changes the name, or keeps the path, is found', async () => {
    await using it = await openTestVault()
    const { port } = await it.vault.openIngress()
    let mode: 'another Host' | 'its own page' | 'honest' = 'another Host'
    await using proxy = await standIn(async (request, response) => {
      const { url = '', headers } = request
      if (mode === 'its own page') return void response.writeHead(404).end('<h1>Not found</h1>')
      const host = mode === 'honest' ? (headers.host ?? '') : `127.0.0.1:${port}`
      const answer = await call(`http://127.0.0.1:${port}${url}`, { headers: { host } })
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.text)
    })
    const publicUrl = `http://127.0.0.1:${proxy.port}`
    const again = () => it.vault.reach.tell(proven(publicUrl))
    again()
    await letRead(it, 'anyone')
    await eventually(() => readReach(it)).toMatchObject({
      isPublic: true,
      uri: null,
      problem: 'REFUSED',
    })
    expect((await readReach(it)).problemDetail).toContain('does not answer to that name')
    mode = 'its own page'
    again()
    await eventually(async () => (await readReach(it)).problem).toBe('OTHER_ADDRESS')
    mode = 'honest'
    again()
    await eventually(() => readReach(it)).toMatchObject({ uri: publicUrl, problem: null })
    await letRead(it, 'this-computer')
    await eventually(() => readReach(it)).toMatchObject({
      isPublic: false,
      uri: it.vault.localUrl,
      problem: null,
    })
  })
})

describe('others who are given its address', () => {
  test('find the vault by its eName, and its keys hold', async () => {
    await using it = await openTestVault()
    const { ename } = it.vault
    const publicUrl = `http://127.0.0.1:${(await it.vault.openIngress()).port}`
    const found = async () => {
      const registry = createRegistryClient({ url: `${publicUrl}/registry` })
      const entry = await registry.resolve(ename).catch(() => null)
      const { keysOf } = createCertifiedKeys({ registry, fetch })
      return { uri: entry?.uri, keys: await keysOf(ename).catch(() => null) }
    }
    expect(await found()).toEqual({ uri: undefined, keys: [] })
    it.vault.reach.tell(proven(publicUrl))
    await letRead(it, 'anyone')
    const { data } = await it.owner('{ identity { keys { publicKey } } }')
    const keys = data.identity.keys.map((key: { publicKey: string }) => key.publicKey)
    expect(keys).toHaveLength(1)
    await eventually(found).toEqual({ uri: publicUrl, keys })
    await eventually(() => readReach(it)).toMatchObject({
      isPublic: true,
      uri: publicUrl,
      problem: null,
    })

    const registry = createRegistryClient({
      ...{ url: `${publicUrl}/registry`, secret: it.vault.registry.secret ?? '' },
    })
    expect(await registry.readEntropy(await entropyToken(publicUrl))).toHaveLength(20)
    expect(await registry.verifyPlatformToken(await it.platformToken('a-name'))).toMatchObject({
      platform: 'a-name',
    })
    expect(await registry.platforms()).toEqual([])
    const moved = registry.register({ ename, uri: 'https://evil.example', evault: '@evil' })
    await expect(moved).rejects.toMatchObject({ code: 'REFUSED' })
    await expect(registry.unregister(ename)).resolves.toBe(false)
    expect((await found()).uri).toBe(publicUrl)
  })

  test('also below a path, as behind a relay', async () => {
    await using it = await openTestVault()
    const { port } = await it.vault.openIngress()
    await using room = await openRelayRoom(it.vault.registry)
    const who = await newcomer(it.vault.registry)
    const { publicUrl } = await room.connect(who, port)
    it.vault.reach.tell(proven(publicUrl))
    await letRead(it, 'anyone')
    const url = await untilPublic(it)
    expect(url).toBe(`${room.url}/${who.ename}/registry`)
    const registry = createRegistryClient({ url })
    await eventually(
      async () => (await registry.resolve(it.vault.ename, { fresh: true }))?.uri,
    ).toBe(publicUrl)
    const { keysOf } = createCertifiedKeys({ registry, fetch })
    expect(await keysOf(it.vault.ename)).toHaveLength(1)
  })
})

async function entropyToken(publicUrl: string): Promise<string> {
  return (await call(`${publicUrl}/registry/entropy`)).json.token
}
