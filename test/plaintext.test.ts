import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { call } from './support/call.ts'
import { change } from './support/friends.ts'
import { buildHeadless, serveHeadless } from './support/headless.ts'
import { openDoor, outside } from './support/ingress-room.ts'
import { openPeople, ownerOf } from './support/people.ts'
import { findPlain } from './support/plain-search.ts'
import { unpackReleased } from './support/released.ts'
import { memorySecretStore, openTestVault, temporaryDirectory } from './support/test-vault.ts'

/** Whoever reads the data directory finds nothing in it of what the vault knows. */
beforeAll(buildHeadless, 200_000)

/** A text that is nowhere else, and that Postgres can't make shorter. */
const mark = (what: string) => `${what}-${randomBytes(12).toString('hex')}`
const createOne = `mutation ($input: MetaEnvelopeInput!) {
  createMetaEnvelope(input: $input) { metaEnvelope { id } errors { code message } } }`
const uploadOne = `mutation ($input: UploadFileInput!) {
  uploadFile(input: $input) { publicUrl errors { code message } } }`

test('the search finds what lies in the open', async () => {
  await using directory = await temporaryDirectory()
  const { ename, facts } = await unpackReleased('0.1.0', join(directory.path, 'old'))
  const inOld = ['The first post, changed', 'Released Owner', 'released.bin', ename, facts.friend]
  const found = await findPlain(join(directory.path, 'old'), inOld)
  expect([...new Set(found.map(({ text }) => text))].sort()).toEqual([...inOld].sort())
  const secret = mark('secret')
  for (const before of ['', 'a', 'ab']) {
    const folder = join(directory.path, `with${before}`)
    await mkdir(folder)
    const text = `{"data":"${Buffer.from(`${before}${secret} and more`).toString('base64')}"}`
    await writeFile(join(folder, 'one.bin'), text)
    expect(await findPlain(folder, [secret])).toMatchObject([{ form: 'base64' }])
  }
  await writeFile(join(directory.path, 'two'), Buffer.from(`x${secret}`, 'utf16le'))
  expect((await findPlain(directory.path, [secret])).map(({ form }) => form)).toContain('utf16le')
  await mkdir(join(directory.path, secret))
  expect(await findPlain(directory.path, [secret])).toHaveLength(10)
})

test('a vault that was closed shows nothing of what was in it', async () => {
  await using directory = await temporaryDirectory()
  const dataDirectory = join(directory.path, 'vault')
  const secretStore = memorySecretStore()
  const marks = {
    payload: mark('payload'),
    long: mark('long'),
    earlier: mark('earlier'),
    deleted: mark('deleted'),
    ontology: mark('ontology'),
    friend: `@${mark('friend')}`,
    platform: `https://${mark('platform')}.example`,
    blocked: mark('blocked'),
    fileName: mark('file-name'),
    bytes: mark('bytes'),
    document: mark('document'),
    passphrase: mark('passphrase'),
    path: mark('path'),
    address: '203.0.113.77',
  }
  const long = Array.from({ length: 500 }, () => `${marks.long} ${mark('filler')}`).join(' ')
  let ename = ''
  {
    await using it = await openTestVault({ dataDirectory, secretStore })
    ename = it.vault.ename
    await using people = await openPeople(it)
    const owner = await ownerOf(it, secretStore.secrets)
    const friend = await people.meet(marks.friend)
    const id = await it.create({ text: marks.earlier }, [marks.friend], marks.ontology)
    const update = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
      updateMetaEnvelope(id: $id, input: $input) { errors { code } } }`
    const input = { ontology: marks.ontology, payload: { text: marks.payload, long }, acl: ['*'] }
    expect((await it.owner(update, { id, input })).data.updateMetaEnvelope.errors).toEqual([])
    const gone = await it.create({ text: marks.deleted })
    await it.owner('mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }', { id: gone })
    const token = await it.platformToken(marks.platform)
    const platform = { authorization: `Bearer ${token}` }
    await it.graphql('{ metaEnvelopes { totalCount } }', {}, platform)
    const decide = `mutation ($p: String!) {
      decideConsent(platform: $p, decision: blocked, ontologies: []) { errors { code } } }`
    expect((await it.owner(decide, { p: marks.blocked })).data.decideConsent.errors).toEqual([])
    const document = { subject: ename, type: 'self', data: { name: marks.document } }
    const ownerSignature = await owner.sign(document)
    const made = await it.graphql(
      `mutation ($input: CreateBindingDocumentInput!) {
        createBindingDocument(input: $input) { metaEnvelopeId errors { code } } }`,
      { input: { ...document, ownerSignature } },
      platform,
    )
    const { metaEnvelopeId: bindingDocumentId, errors } = made.data.createBindingDocument
    expect(errors).toEqual([])
    await it.graphql(
      `mutation ($input: CreateBindingDocumentSignatureInput!) {
        createBindingDocumentSignature(input: $input) { errors { code } } }`,
      { input: { bindingDocumentId, signature: await friend.sign(document) } },
      platform,
    )
    const content = Buffer.from(`${marks.bytes} `.repeat(10_000)).toString('base64')
    const file = { filename: marks.fileName, contentType: 'text/plain', acl: ['*'], content }
    expect((await it.owner(uploadOne, { input: file })).data.uploadFile.errors).toEqual([])
    const headers = await owner.headers(it.vault)
    const body = { passphrase: `${marks.passphrase} of twelve words` }
    const set = await it.call('/passphrase/set', {
      body,
      headers: { 'x-ename': ename, ...headers },
    })
    expect(set.status).toBe(200)
    await openDoor(it)
    await outside(it, `/${marks.path}`, { headers: { 'x-forwarded-for': marks.address } })
    const trusted = { trusted: [marks.friend], threshold: 1, waitSeconds: 60 }
    const trust = `($trusted: [String!]!, $threshold: Int!, $waitSeconds: Int!) { setTrust(
      trusted: $trusted, threshold: $threshold, waitSeconds: $waitSeconds) { errors { message } } }`
    await change(it, trust, trusted)
  }
  const texts = [
    ...Object.values(marks),
    ename,
    ...Object.values(Object.fromEntries(secretStore.secrets)),
  ]
  expect(await findPlain(directory.path, texts)).toEqual([])
  // It was there, and is read again.
  await using it = await openTestVault({ dataDirectory, secretStore })
  const again = await it.owner('{ metaEnvelopes { edges { node { parsed } } } }')
  const all = JSON.stringify(again.data)
  for (const text of [marks.payload, marks.long, marks.document]) expect(all).toContain(text)
  expect(JSON.stringify((await it.owner('{ consents { platform } }')).data)).toContain(
    marks.blocked,
  )
}, 120_000)

test('neither does one that was killed in the middle of it', async () => {
  await using directory = await temporaryDirectory()
  const dataDirectory = join(directory.path, 'vault')
  const marks = [mark('payload'), mark('bytes'), mark('platform'), mark('ontology')]
  const [payload = '', bytes = '', platform = '', ontology = ''] = marks
  await using run = serveHeadless(dataDirectory)
  const { ename, url, owner, registry } = await run.ready()
  const headers = { 'x-ename': ename }
  const ask = (query: string, variables: object) =>
    call(`${url}/graphql`, { body: { query, variables }, headers })
  for (let n = 0; n < 20; n += 1) {
    const input = { ontology, payload: { n, payload }, acl: ['*'] }
    const { json } = await ask(createOne, { input })
    expect(json.data.createMetaEnvelope.errors).toEqual([])
  }
  const certified = { body: { platform: `https://${platform}.example` } }
  const { token } = (await call(`${registry.url}/platforms/certification`, certified)).json
  const bearer = { ...headers, authorization: `Bearer ${token}` }
  await call(`${url}/graphql`, {
    body: { query: '{ metaEnvelopes { totalCount } }' },
    headers: bearer,
  })
  // A body that is read to the disk and never comes to its end.
  const content = Buffer.from(`${bytes} `.repeat(300_000)).toString('base64')
  const input = { filename: 'f', contentType: 'text/plain', acl: ['*'], content }
  const body = JSON.stringify({ query: uploadOne, variables: { input } })
  const upload = request(owner.url, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' },
      'content-length': body.length,
    },
  })
  const ended = once(upload, 'error').catch(() => {})
  upload.write(body.slice(0, -1000))
  const drafts = join(dataDirectory, 'blobs', 'drafts')
  await vi.waitFor(async () => expect(await readdir(drafts)).toHaveLength(1), 10_000)
  await new Promise((resolve) => setTimeout(resolve, 500))
  run.kill('SIGKILL')
  await Promise.all([run.ended(), ended])
  expect(await readdir(drafts)).toHaveLength(1)
  expect(await findPlain(directory.path, [...marks, ename])).toEqual([])
}, 120_000)
