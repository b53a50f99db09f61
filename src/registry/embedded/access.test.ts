import { describe, expect, test } from 'vitest'
import { ENTRY, embeddedRegistryPerTest, SECRET } from '../../../test/support/embedded-registry.ts'
import type { EmbeddedRegistryOptions } from './server.ts'

const registry = await embeddedRegistryPerTest()
const { call } = registry

/** The registry in a form that can be told who may ask. */
async function reopen(options?: Partial<EmbeddedRegistryOptions>) {
  await registry.close()
  return registry.start({ port: registry.port(), ...options })
}

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

describe('where any web page may read', () => {
  const origin = 'https://evil.example'
  const allowed = (answer: { headers: Record<string, unknown> }) =>
    answer.headers['access-control-allow-origin']

  test('its answers and refusals can be read, and nothing can be written', async () => {
    await registry.restart({ cors: 'any' })
    for (const [path, status] of [
      ['/entropy', 200],
      ['/resolve?w3id=@nobody', 404],
      ['/.well-known/jwks.json', 200],
    ] as const) {
      const answer = await call(path, { headers: { origin } })
      expect([path, answer.status, allowed(answer)]).toEqual([path, status, '*'])
    }
    const certify = { body: { platform: 'https://evil.example' }, headers: { origin } }
    const written = await call('/platforms/certification', certify)
    expect([written.status, allowed(written)]).toEqual([403, undefined])
    expect((await call('/platforms')).body).toEqual([])
  })

  test('a preflight is answered for reading only', async () => {
    await registry.restart({ cors: 'any' })
    const preflight = (method: string) => {
      const headers = { origin, 'access-control-request-method': method }
      return call('/register', { method: 'OPTIONS', headers })
    }
    const reading = await preflight('GET')
    expect(reading.status).toBe(204)
    expect(reading.headers['access-control-allow-methods']).toBe('GET, HEAD')
    for (const method of ['POST', 'PATCH', 'DELETE']) {
      expect((await preflight(method)).status).toBe(403)
    }
  })

  test('another Host is refused all the same, and it ends when the owner says so', async () => {
    await using own = await reopen({ cors: 'any' })
    const rebound = await call('/entropy', { headers: { host: 'evil.example', origin } })
    expect([rebound.status, allowed(rebound)]).toEqual([421, undefined])
    own.expose({ cors: 'none' })
    expect(allowed(await call('/entropy', { headers: { origin } }))).toBeUndefined()
  })
})

test('the name a tunnel gives is ours while the owner says so', async () => {
  await using own = await reopen()
  const headers = { host: 'registry.example' }
  expect((await call('/entropy', { headers })).status).toBe(421)
  own.expose({ publicUrl: 'https://registry.example/' })
  expect((await call('/entropy', { headers })).status).toBe(200)
  expect((await call('/entropy', { headers: { host: 'evil.example' } })).status).toBe(421)
  own.expose({ publicUrl: null })
  expect((await call('/entropy', { headers })).status).toBe(421)
  for (const publicUrl of ['registry.example', 'ftp://registry.example', 'https://u:p@r.example']) {
    expect(() => own.expose({ publicUrl })).toThrow('http or https')
  }
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
