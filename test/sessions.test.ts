import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type KeyCustody, type SessionOrigin, SigningRefused } from '../src/evault/index.ts'
import { createKeyCustody } from '../src/evault/keys/custody.ts'
import { verifySignature } from '../src/w3id/signatures.ts'
import { listenSilently } from './support/listen.ts'
import { openReceiver, type Receiver } from './support/receiver.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

const parts = `session { id action platform host redirect session message listing state signature
  publicKey askedAt triedAt status response error errorCode } errors { code field message }`
const answer = `mutation ($uri: String!) { change: answerPlatform(uri: $uri) { ${parts} } }`
const resend = `mutation ($id: ID!) { change: resendPlatformAnswer(id: $id) { ${parts} } }`
const list = '{ platformSessions { id session state message status } }'

type Says = 'yes' | 'no' | 'locked'

let platform: Receiver
let it: TestVault
let store: ReturnType<typeof memorySecretStore>
let says: Says
let asked: { purpose: string; text: string; origin: SessionOrigin | undefined }[]
let number = 0
beforeAll(async () => {
  platform = await openReceiver()
  store = memorySecretStore()
  it = await openWith()
})
afterAll(async () => {
  await it[Symbol.asyncDispose]()
  await platform[Symbol.asyncDispose]()
})
beforeEach(() => {
  platform.packets.length = 0
  platform.behave(200)
  says = 'yes'
  asked = []
})

/** A vault whose owner is asked as main asks them. */
function openWith(options: Parameters<typeof openTestVault>[0] = {}): Promise<TestVault> {
  const held = createKeyCustody(store)
  const custody: KeyCustody = {
    ...held,
    async sign(name, bytes, purpose, origin) {
      if (purpose !== 'w3ds-session') return held.sign(name, bytes, purpose)
      asked.push({ purpose, text: Buffer.from(bytes).toString(), origin })
      if (says === 'no') throw new SigningRefused('no')
      if (says === 'locked') throw new Error('the keychain is locked')
      return held.sign(name, bytes, purpose)
    },
  }
  return openTestVault({ ...options, means: { openCustody: async () => custody } })
}

const newSession = () => `session ${++number}/ä+b`
const login = (session: string, redirect = `${platform.url}/api/auth?x=1`) =>
  `w3ds://auth?redirect=${encodeURIComponent(redirect)}&session=${encodeURIComponent(session)}&platform=Blabsy`
const signature = (session: string, message: string, more: object = {}) => {
  const text = JSON.stringify({ message, sessionId: session, ...more })
  const data = Buffer.from(text).toString('base64')
  const [id, redirect] = [session, `${platform.url}/signed`].map(encodeURIComponent)
  return `w3ds://sign?session=${id}&data=${encodeURIComponent(data)}&redirect_uri=${redirect}`
}
const change = async (document: string, variables: object, vault = it) =>
  (await vault.owner(document, variables)).data.change
const listed = async (vault = it) => (await vault.owner(list)).data.platformSessions

test('a login is answered as the protocol says, signed with the key of the vault', async () => {
  platform.behave((_, response) => {
    response.writeHead(200).end('{"token":"t"}')
    return undefined
  })
  const session = newSession()
  const made = await change(answer, { uri: login(session) })
  expect(made.errors).toEqual([])
  expect(made.session).toMatchObject({
    ...{ action: 'auth', platform: 'Blabsy', host: new URL(platform.url).host, session },
    ...{ state: 'delivered', status: 200, response: '{"token":"t"}', message: null, error: null },
  })
  const [post] = platform.packets
  const { ename } = it.vault
  expect(post).toMatchObject({ method: 'POST', path: '/api/auth?x=1' })
  expect(post?.headers['content-type']).toBe('application/json')
  expect(post?.text).toBe(
    `{"w3id":"${ename}","ename":"${ename}","session":"${session}","signature":"${made.session.signature}","appVersion":"0.4.0"}`,
  )
  const { publicKey } = (await it.owner('{ identity { keys { publicKey } } }')).data.identity
    .keys[0]
  expect(publicKey).toBe(made.session.publicKey)
  const bytes = new TextEncoder().encode(session)
  expect(await verifySignature(publicKey, bytes, post?.json.signature)).toBe(true)
  const other = new TextEncoder().encode(`${session} `)
  expect(await verifySignature(publicKey, other, post?.json.signature)).toBe(false)
  expect(asked).toEqual([
    {
      ...{ purpose: 'w3ds-session', text: session },
      origin: { uri: login(session), listing: 'unlisted' },
    },
  ])
})

test('a signature is answered with the session, not with the message', async () => {
  const session = newSession()
  const made = await change(answer, { uri: signature(session, 'I vote for\nnobody') })
  expect(made.session).toMatchObject({ state: 'delivered', message: 'I vote for\nnobody' })
  expect(platform.packets[0]?.path).toBe('/signed')
  expect(platform.packets[0]?.text).toBe(
    `{"sessionId":"${session}","signature":"${made.session.signature}","w3id":"${it.vault.ename}","message":"${session}"}`,
  )
  const bytes = new TextEncoder().encode(session)
  expect(await verifySignature(made.session.publicKey, bytes, made.session.signature)).toBe(true)
})

describe('a session is signed once', () => {
  test('whatever the link around it, and over a restart', async () => {
    await using directory = await temporaryDirectory()
    store = memorySecretStore()
    const before = await openWith({ dataDirectory: directory.path })
    const [used, refused] = [newSession(), newSession()]
    await change(answer, { uri: login(used) }, before)
    says = 'no'
    await change(answer, { uri: login(refused) }, before)
    await before[Symbol.asyncDispose]()
    says = 'yes'
    await using after = await openWith({ dataDirectory: directory.path })
    asked = []
    for (const uri of [
      login(used),
      login(refused),
      signature(used, 'other'),
      login(used, 'https://a.example/'),
    ]) {
      const { session, errors } = await change(answer, { uri }, after)
      expect([session, errors[0].code]).toEqual([null, 'ALREADY_EXISTS'])
    }
    expect(asked).toEqual([])
    expect(platform.packets).toHaveLength(1)
    expect(await listed(after)).toMatchObject([
      { session: refused, state: 'declined' },
      { session: used, state: 'delivered' },
    ])
  })

  test('one that has expired is not asked about, kept or sent', async () => {
    const before = await listed()
    const over = signature(newSession(), 'I agree', { timestamp: Date.now() - 15 * 60_000 })
    const { session, errors } = await change(answer, { uri: over })
    expect([session, errors[0].code]).toEqual([null, 'INVALID_INPUT'])
    expect(errors[0].message).toContain('expired')
    expect([asked, platform.packets, await listed()]).toEqual([[], [], before])
    const fresh = signature(newSession(), 'I agree', { timestamp: Date.now() - 14 * 60_000 })
    expect((await change(answer, { uri: fresh })).session).toMatchObject({ state: 'delivered' })
  })

  test('also when it is opened twice at the same moment', async () => {
    const uri = login(newSession())
    const both = await Promise.all([change(answer, { uri }), change(answer, { uri })])
    expect(both.filter(({ session }) => session !== null)).toHaveLength(1)
    expect(asked).toHaveLength(1)
    expect(platform.packets).toHaveLength(1)
  })

  test('a no is kept, and nothing is sent', async () => {
    says = 'no'
    const session = newSession()
    const { errors } = await change(answer, { uri: login(session) })
    expect(errors[0]).toMatchObject({ code: 'FORBIDDEN', message: 'no' })
    expect((await listed())[0]).toMatchObject({ session, state: 'declined', status: null })
    expect(platform.packets).toEqual([])
  })

  test('a keychain that does not answer is no no', async () => {
    says = 'locked'
    const uri = login(newSession())
    const before = await listed()
    expect((await change(answer, { uri })).errors).toHaveLength(1)
    expect(await listed()).toEqual(before)
    says = 'yes'
    expect((await change(answer, { uri })).session).toMatchObject({ state: 'delivered' })
  })
})

test.each([
  ['f'.repeat(64), undefined, 'digest'],
  ['{"data":{},"subject":"@a","type":"self"}', undefined, 'document'],
  [`${Buffer.from('{"alg":"ES256"}').toString('base64url')}.e30`, undefined, 'token'],
  ['s', 'http://blabsy.example/', 'without encryption'],
  ['s', 'ftp://blabsy.example/', 'no http or https'],
])(
  'the session %s to %s is refused before anybody is asked',
  async (session, redirect, problem) => {
    const before = await listed()
    const { errors } = await change(answer, { uri: login(session, redirect) })
    expect(errors[0]).toMatchObject({ code: 'INVALID_INPUT' })
    expect(errors[0].message).toContain(problem)
    expect(asked).toEqual([])
    expect(await listed()).toEqual(before)
  },
)

describe('the registry', () => {
  test('lists a platform by its host', async () => {
    await it.platformToken(`${platform.url}/`)
    await expect
      .poll(
        async () => {
          const made = await change(answer, { uri: login(newSession()) })
          return [made.session.listing, asked.at(-1)?.origin?.listing]
        },
        { timeout: 5_000 },
      )
      .toEqual(['listed', 'listed'])
    const { port } = platform
    const made = await change(answer, { uri: login(newSession(), `http://localhost:${port}/`) })
    expect(made.session.listing).toBe('unlisted')
  })

  test('that says nothing is told', async () => {
    await using silent = await listenSilently()
    store = memorySecretStore()
    const config = { registry: `http://127.0.0.1:${silent.port}` }
    await using vault = await openWith({ config })
    const made = await change(answer, { uri: login(newSession()) }, vault)
    expect(made.session).toMatchObject({ listing: 'unknown', state: 'delivered' })
    expect(asked[0]?.origin?.listing).toBe('unknown')
  }, 30_000)
})

describe('what the platform does with it', () => {
  test.each([
    [400, 'refused', 'ERROR_STATUS'],
    [302, 'refused', 'REDIRECTED'],
    [503, 'undelivered', 'ERROR_STATUS'],
    [429, 'undelivered', 'ERROR_STATUS'],
  ])('%i is told with what it says', async (status, state, errorCode) => {
    platform.behave((_, response) => {
      response.writeHead(status, { location: `${platform.url}/elsewhere` })
      response.end(`so ${'x'.repeat(100_000)}`)
      return undefined
    })
    const { session } = await change(answer, { uri: login(newSession()) })
    expect(session).toMatchObject({ status, state, errorCode })
    expect(session.response).toMatch(/^so x{100,}/)
    expect(session.response.length).toBeLessThan(600)
    expect(platform.packets.map(({ path }) => path)).toEqual(['/api/auth?x=1'])
  })

  test('one that was away is sent the same answer again, once it is taken no more', async () => {
    const gone = await openReceiver()
    await gone.close()
    const { session } = await change(answer, { uri: login(newSession(), `${gone.url}/api`) })
    expect(session).toMatchObject({
      ...{ state: 'undelivered', status: null, errorCode: 'CONNECTION_REFUSED' },
    })
    await using back = await openReceiver(gone.port)
    const again = await change(resend, { id: session.id })
    expect(again.session).toMatchObject({ state: 'delivered', signature: session.signature })
    expect(back.packets.map(({ json }) => json.signature)).toEqual([session.signature])
    expect(asked).toHaveLength(1)
    const { errors } = await change(resend, { id: session.id })
    expect(errors[0]).toMatchObject({ code: 'NOT_FOUND' })
    expect(back.packets).toHaveLength(1)
  })

  test('nothing that was declined, refused or never was is sent again', async () => {
    says = 'no'
    await change(answer, { uri: login(newSession()) })
    const [{ id }] = await listed()
    for (const one of [id, '019a2c3e-7b11-7c42-a2f0-5f1c9b110000']) {
      expect((await change(resend, { id: one })).errors[0].code).toBe('NOT_FOUND')
    }
    expect(platform.packets).toEqual([])
  })
})

test('only the owner has them', async () => {
  const { errors } = await it.graphql(list)
  expect(errors[0]?.message).toContain('platformSessions')
})
