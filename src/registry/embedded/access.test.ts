import { expect, test } from 'vitest'
import { ENTRY, embeddedRegistryPerTest, SECRET } from '../../../test/support/embedded-registry.ts'

const registry = await embeddedRegistryPerTest()
const { call } = registry

test.each([
  'evil.example',
  'evil.example:PORT',
  '127.0.0.1',
  '127.0.0.1:1',
  'localhost.evil.example:PORT',
])('Host %s is refused with 421', async (host) => {
  const headers = { host: host.replace('PORT', String(registry.port())) }
  for (const path of ['/entropy', '/resolve?w3id=@a', '/nowhere']) {
    expect((await call(path, { headers })).status).toBe(421)
  }
  const written = await call('/register', { body: ENTRY, secret: SECRET, headers })
  expect(written.status).toBe(421)
})

test.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('Host %s is ours', async (name) => {
  const headers = { host: `${name}:${registry.port()}` }
  expect((await call('/entropy', { headers })).status).toBe(200)
})

test('an Origin gets no CORS header and may not write', async () => {
  for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${registry.port()}`]) {
    const headers = { origin }
    const read = await call('/entropy', { headers })
    expect(read.status).toBe(200)
    expect(Object.keys(read.headers).filter((name) => name.startsWith('access-control'))).toEqual(
      [],
    )

    const certify = { body: { platform: 'https://evil.example' }, headers }
    expect((await call('/platforms/certification', certify)).status).toBe(403)
    expect((await call('/register', { body: ENTRY, secret: SECRET, headers })).status).toBe(403)
    expect((await call('/register', { method: 'OPTIONS', headers })).status).toBe(403)
  }
  expect((await call('/platforms')).body).toEqual([])
})

test('only JSON is read, up to 64 kB', async () => {
  const body = JSON.stringify({ platform: 'x' })
  for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
    const answer = await call('/platforms/certification', {
      body,
      headers: { 'content-type': type },
    })
    expect(answer).toMatchObject({ status: 415, body: { error: expect.any(String) } })
  }
  const large = await call('/platforms/certification', { body: { platform: 'x'.repeat(65_536) } })
  expect(large).toMatchObject({ status: 413, body: { error: expect.any(String) } })
})

test('what is not there is 404, a broken address 400, both as {error}', async () => {
  expect(await call('/nowhere')).toMatchObject({ status: 404, body: { error: 'Not found' } })
  const broken = await call('/%E0%A4%A')
  expect(broken.status).toBe(400)
  expect(Object.keys(broken.body)).toEqual(['error'])
})
