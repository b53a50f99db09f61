import { execFileSync } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ENTRY, embeddedRegistryPerTest, SECRET } from '../../../test/support/embedded-registry.ts'

const registry = await embeddedRegistryPerTest()
const { key, call, register, start, logged } = registry

const blocker = createServer()
beforeAll(() => new Promise<void>((done) => blocker.listen(0, '127.0.0.1', done)))
afterAll(() => new Promise<void>((done) => blocker.close(() => done())))

test('a taken port is stepped over, and the result says so', async () => {
  const address = blocker.address()
  const taken = address !== null && typeof address === 'object' ? address.port : 0
  await registry.restart({ port: taken })
  expect(registry.port()).toBeGreaterThan(taken)
  expect(registry.url()).toBe(`http://127.0.0.1:${registry.port()}`)
  expect((await call('/entropy')).status).toBe(200)
  expect(logged).toContainEqual([{ wanted: taken, port: registry.port() }, expect.any(String)])
})

test('what was registered and certified is there after a restart', async () => {
  await register()
  await call('/platforms/certification', { body: { platform: 'https://a.example' } })
  await registry.restart()
  expect((await call('/resolve?w3id=@user-a.w3id')).body).toMatchObject(ENTRY)
  expect((await call('/platforms')).body).toEqual(['https://a.example'])
})

test('many writes at once are all kept, in one whole file, for its owner only', async () => {
  const names = Array.from({ length: 40 }, (_, at) => `@user-${at}`)
  const answers = await Promise.all(names.map((ename) => register({ ...ENTRY, ename })))
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => 201))
  expect(await readdir(registry.directory())).toEqual(['registry.json'])
  const file = join(registry.directory(), 'registry.json')
  const { entries } = JSON.parse(await readFile(file, 'utf8'))
  expect(entries.map(({ ename }: typeof ENTRY) => ename).sort()).toEqual(names.sort())
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('closing does not wait for a client that never ends its request', async () => {
  const held = httpRequest(`${registry.url()}/register`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
  })
  held.on('error', () => {})
  held.write('{')
  await new Promise((done) => setTimeout(done, 50))
  const began = performance.now()
  await registry.close()
  expect(performance.now() - began).toBeLessThan(3000)
  await registry.restart()
})

test('closing in the middle of writes loses none that was acknowledged', async () => {
  const names = Array.from({ length: 30 }, (_, at) => `@user-${at}`)
  const answers = names.map((ename) => register({ ...ENTRY, ename }))
  await Promise.any(answers)
  await registry.close()
  expect(await readdir(registry.directory())).toEqual(['registry.json'])

  const outcomes = await Promise.allSettled(answers)
  await registry.restart()
  for (const [at, outcome] of outcomes.entries()) {
    if (outcome.status === 'rejected' || outcome.value.status !== 201) continue
    expect((await call(`/resolve?w3id=${names[at]}`)).status).toBe(200)
  }
})

test('closing waits for a write that takes long', async () => {
  // Opening a pipe for writing takes until somebody reads it.
  const slow = join(registry.directory(), 'registry.json.tmp')
  execFileSync('/usr/bin/mkfifo', [slow])
  const cutOff = expect(register()).rejects.toThrow()
  await new Promise((done) => setTimeout(done, 50))
  let isClosed = false
  const closing = registry.close().then(() => {
    isClosed = true
  })
  await cutOff
  await new Promise((done) => setTimeout(done, 100))
  expect(isClosed).toBe(false)
  await readFile(slow)
  await closing
  await registry.restart()
})

test('a secret that no header can carry is refused', async () => {
  for (const secret of ['', 'two words', 'line\nbreak', 'ü']) {
    await expect(start({ secret })).rejects.toThrow('printable ASCII')
  }
})

test('a key of another curve is refused', async () => {
  const signer = { ...key, publicJwk: { ...key.publicJwk, crv: 'P-384' } }
  await expect(start({ signer })).rejects.toThrow('crv')
})
