import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './support/call.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

/** The owner's window reads the bytes of stored files, private ones too. */
let it: TestVault
let path: string
const windowOrigin = 'app://evault'

beforeAll(async () => {
  it = await openTestVault({ means: { windowOrigin } })
  const { data } = await it.owner(
    `mutation ($input: UploadFileInput!) {
      uploadFile(input: $input) { publicUrl errors { message } } }`,
    {
      input: {
        ...{ filename: 'note.txt', contentType: 'text/plain', acl: [it.vault.ename] },
        content: Buffer.from('only mine').toString('base64'),
      },
    },
  )
  expect(data.uploadFile.errors).toEqual([])
  path = new URL(data.uploadFile.publicUrl).pathname
})
afterAll(() => it[Symbol.asyncDispose]())

const ask = (address: string, headers: Readonly<Record<string, string>> = {}) =>
  call(new URL(address, it.vault.owner.url).href, { headers })
const owner = () => ({ authorization: `Bearer ${it.vault.owner.token}` })

test('the owner’s window reads a private file, and nobody without the token does', async () => {
  const answer = await ask(path, { ...owner(), origin: windowOrigin })
  expect([answer.status, answer.text]).toEqual([200, 'only mine'])
  expect(answer.headers['access-control-allow-origin']).toBe(windowOrigin)
  expect((await ask(path)).status).toBe(401)
  expect((await ask(path, { authorization: 'Bearer guessed' })).status).toBe(401)
  expect((await ask(path, { ...owner(), origin: 'https://elsewhere.example' })).status).toBe(403)
})

test('who looks as somebody else gets what they would get', async () => {
  expect((await ask(path, { ...owner(), 'x-view-as': 'person @friend' })).status).toBe(404)
})

test('the token is never led elsewhere: there are no redirects', async () => {
  const id = path.split('/').at(-1) ?? ''
  expect((await ask(`/files/${id}`, owner())).status).toBe(404)
})
