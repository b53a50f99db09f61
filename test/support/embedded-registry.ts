import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { afterEach, beforeEach } from 'vitest'
import {
  type EmbeddedRegistry,
  type EmbeddedRegistryOptions,
  startEmbeddedRegistry,
} from '../../src/registry/embedded/server.ts'
import { makeRegistryKey } from './registry-key.ts'

export const SECRET = 'shared-secret-of-the-test'
export const ENTRY = { ename: '@user-a.w3id', uri: 'http://127.0.0.1:4000', evault: '@vault-1' }

interface Call {
  method?: string
  body?: unknown
  secret?: string | null
  headers?: Record<string, string>
}

/** Over node:http, because fetch sets `Host` and `Origin` as it likes. */
function callRegistry(url: string, { method, body, secret = null, headers = {} }: Call = {}) {
  return new Promise<{
    status: number
    body: { token: string; error: string }
    headers: Record<string, unknown>
  }>((resolve, reject) => {
    const outgoing = httpRequest(
      url,
      {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(secret !== null && { authorization: `Bearer ${secret}` }),
          ...headers,
        },
      },
      async (answer) => {
        const text = (await answer.toArray()).join('')
        resolve({
          status: answer.statusCode ?? 0,
          body: text === '' ? undefined : JSON.parse(text),
          headers: answer.headers,
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
}

/** A fresh embedded registry on real HTTP for each test of the file, with its key and its log. */
export async function embeddedRegistryPerTest() {
  const key = await makeRegistryKey('kid-of-this-registry')
  const logged: unknown[] = []
  const log = (...line: unknown[]) => void logged.push(line)
  let directory = ''
  let registry: EmbeddedRegistry
  const start = (options: Partial<EmbeddedRegistryOptions> = {}) =>
    startEmbeddedRegistry({
      directory,
      port: 0,
      secret: SECRET,
      signer: key,
      logger: { warn: log, error: log },
      ...options,
    })
  const call = (path: string, options?: Call) => callRegistry(`${registry.url}${path}`, options)

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'registry-'))
    registry = await start()
  })
  afterEach(async () => {
    await registry[Symbol.asyncDispose]()
    await rm(directory, { recursive: true })
  })

  return {
    key,
    logged,
    start,
    call,
    directory: () => directory,
    port: () => registry.port,
    url: () => registry.url,
    close: () => registry[Symbol.asyncDispose](),
    /** Closes the registry and starts one on the same directory. */
    async restart(options?: Partial<EmbeddedRegistryOptions>) {
      await registry[Symbol.asyncDispose]()
      registry = await start(options)
    },
    register: (entry: unknown = ENTRY) => call('/register', { body: entry, secret: SECRET }),
    /** What a token says, once its signature was checked against the published keys. */
    async claims(token: string) {
      const { body } = await call('/.well-known/jwks.json')
      const keys = createLocalJWKSet(body as unknown as JSONWebKeySet)
      return (await jwtVerify(token, keys, { algorithms: ['ES256'] })).payload
    },
  }
}
