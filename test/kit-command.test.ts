import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { call } from './support/call.ts'
import { buildHeadless, HeadlessRun, serveHeadless } from './support/headless.ts'
import { temporaryDirectory } from './support/test-vault.ts'

beforeAll(buildHeadless, 200_000)

async function kit(action: 'save' | 'restore', file: string, data: string, input?: string) {
  const args = ['kit', action, file, '--data', data, '--insecure-dev-keys']
  await using run = new HeadlessRun(args, {}, input)
  return { code: await run.ended(), stdout: run.stdout, stderr: run.stderr }
}

/** Serves the vault for as long as it takes to ask the owner's API. */
async function ask(data: string, query: string) {
  await using run = serveHeadless(data)
  const { ename, owner } = await run.ready()
  const headers = { authorization: `Bearer ${owner.token}` }
  const { json } = await call(owner.url, { body: { query }, headers })
  run.kill('SIGTERM')
  expect(await run.ended()).toBe(0)
  return { ename, data: json.data }
}
const rotate = 'mutation { rotateKey { errors { message } } }'
const readLog = '{ identity { log { versionId } } vault { totalCount } }'

test('a kit brings the keys of a headless vault back, and makes an empty directory its vault', async () => {
  await using home = await temporaryDirectory()
  const data = join(home.path, 'data')
  const file = join(home.path, 'kit.evaultkit')
  expect(await kit('save', file, data)).toMatchObject({ code: 2, stdout: '' })
  const { ename } = await ask(data, rotate)
  const { data: before } = await ask(data, readLog)

  const saved = await kit('save', file, data)
  expect(saved.code).toBe(0)
  const words = saved.stdout
  expect(words.match(/[a-z]+/g)).toHaveLength(12)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const sealed = await readFile(file)
  // Another kit has other words: the file that is there stays.
  expect(await kit('save', file, data)).toMatchObject({ code: 1, stdout: '' })
  expect(await readFile(file)).toEqual(sealed)

  await rm(join(data, 'keys.json'))
  expect((await kit('save', join(home.path, 'other'), data)).code).toBe(4)
  const wrong = await kit('restore', file, data, words.replace(/[a-z]+/, 'qqqq'))
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('Word 1 is not one') })
  expect(await kit('restore', file, data, words)).toMatchObject({ code: 0 })
  expect(await ask(data, rotate)).toMatchObject({ ename, data: { rotateKey: { errors: [] } } })

  const elsewhere = join(home.path, 'elsewhere')
  expect(await kit('restore', file, elsewhere, words)).toMatchObject({ code: 0 })
  const there = await ask(elsewhere, readLog)
  expect(there).toMatchObject({ ename, data: before })
})

test('a kit is not saved of a vault that runs, nor restored over another one', async () => {
  await using home = await temporaryDirectory()
  const [one, other] = [join(home.path, 'one'), join(home.path, 'other')]
  const file = join(home.path, 'kit.evaultkit')
  {
    await using run = serveHeadless(one)
    await run.ready()
    expect(await kit('save', file, one)).toMatchObject({ code: 3, stdout: '' })
    run.kill('SIGTERM')
    await run.ended()
  }
  const { stdout: words } = await kit('save', file, one)
  const { ename } = await ask(other, readLog)
  const keys = await readFile(join(other, 'keys.json'))
  const refused = await kit('restore', file, other, words)
  expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('Nothing was changed') })
  expect(await readFile(join(other, 'keys.json'))).toEqual(keys)
  expect((await ask(other, readLog)).ename).toBe(ename)
  await writeFile(file, 'no kit')
  expect((await kit('restore', file, other, words)).stderr).toContain('no recovery kit')
})
