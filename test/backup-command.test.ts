import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { call } from './support/call.ts'
import { buildHeadless, HeadlessRun, serveHeadless } from './support/headless.ts'
import { s3Server } from './support/s3-server.ts'
import { temporaryDirectory } from './support/test-vault.ts'

beforeAll(buildHeadless, 400_000)

type Environment = Readonly<Record<string, string>>

async function evault(args: readonly string[], environment: Environment = {}, input?: string) {
  await using run = new HeadlessRun([...args, '--insecure-dev-keys'], environment, input)
  return { code: await run.ended(), stdout: run.stdout, stderr: run.stderr }
}

async function serve<T>(data: string, work: (url: string, ename: string) => Promise<T>) {
  await using run = serveHeadless(data)
  const { ename, url } = await run.ready()
  const answer = await work(`${url}/graphql`, ename)
  run.kill('SIGTERM')
  expect(await run.ended()).toBe(0)
  return answer
}

const create = `mutation { createMetaEnvelope(input: { ontology: "a-type", payload: { a: "kept" }, acl: ["*"] }) {
  metaEnvelope { id } } }`
const read = '{ metaEnvelopes(first: 5) { edges { node { parsed } } } }'
const askAs = (ename: string) => ({ headers: { 'x-ename': ename } })

test('a vault is backed up to a bucket, proven, and brought back with its kit by commands', async () => {
  await using home = await temporaryDirectory()
  await using server = await s3Server(home.path)
  const { endpoint, region, bucket, accessKeyId, secretAccessKey } = server.settings
  const s3 = {
    ...{ EVAULT_S3_ENDPOINT: endpoint, EVAULT_S3_REGION: region },
    ...{ EVAULT_S3_ACCESS_KEY_ID: accessKeyId, EVAULT_S3_SECRET_ACCESS_KEY: secretAccessKey },
  }
  const data = join(home.path, 'data')
  const kit = join(home.path, 'my.evaultkit')
  const place = `s3://${bucket}/family/evault`
  await serve(data, (url, ename) => call(url, { body: { query: create }, ...askAs(ename) }))
  const { stdout: words } = await evault(['kit', 'save', kit, '--data', data])

  const early = await evault(['backup', '--to', place, '--data', data], s3)
  expect(early).toMatchObject({ code: 7, stderr: expect.stringContaining('no backups of a vault') })
  const first = await evault(['backup', '--to', place, '--begin', '--data', data], s3)
  expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('of which') })
  const second = await evault(['backup', '--to', place, '--data', data], s3)
  expect(second).toMatchObject({ code: 0, stderr: expect.stringContaining('of which') })
  const proven = await evault(['drill', '--from', place, '--data', data], s3)
  expect(proven).toMatchObject({ code: 0, stderr: expect.stringContaining('all of it is there') })

  const there = join(home.path, 'there')
  const args = ['restore', '--from', place, '--data', there, '--kit', kit]
  const wrong = await evault(args, s3, words.replace(/[a-z]+/, 'qqqq'))
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('Word 1') })
  expect(await evault(args, s3, words)).toMatchObject({ code: 0 })
  const { json } = await serve(there, (url, ename) =>
    call(url, { body: { query: read }, ...askAs(ename) }),
  )
  expect(json.data.metaEnvelopes.edges).toEqual([{ node: { parsed: { a: 'kept' } } }])
  expect(await evault(args, s3, words)).toMatchObject({
    ...{ code: 2, stderr: expect.stringContaining('Nothing was changed') },
  })
  for (const { stderr } of [early, first, second, proven]) {
    expect(stderr).not.toContain(secretAccessKey)
    expect(stderr).not.toContain('AGE-SECRET-KEY')
  }
}, 400_000)

test('an absent drive is said so, and is not made', async () => {
  await using home = await temporaryDirectory()
  const [data, drive] = [join(home.path, 'data'), join(home.path, 'drive')]
  await serve(data, async () => undefined)
  const absent = await evault(['backup', '--to', drive, '--begin', '--data', data])
  expect(absent).toMatchObject({ code: 7, stderr: expect.stringContaining('Connect the drive') })
  await mkdir(drive)
  expect((await evault(['backup', '--to', drive, '--begin', '--data', data])).code).toBe(0)
}, 400_000)
