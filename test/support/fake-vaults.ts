import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { IdentityLogEntry, RecoveryRequest } from '../../src/w3id/identity-log/entry.ts'
import { createIdentityLog } from '../../src/w3id/identity-log/manager.ts'
import { createMemoryStorage } from '../../src/w3id/identity-log/memory-storage.ts'
import { call } from './call.ts'
import { makeSigner, type TestSigner } from './identity-log.ts'
import type { TestVault } from './test-vault.ts'

interface Asked {
  readonly method: string
  readonly path: string
  readonly body: unknown
}
type Answer = (asked: Asked) => { readonly status?: number; readonly json: unknown }

/** Vaults that answer whatever a test wants, known and certified at the registry of a real one. */
export interface FakeVaults extends AsyncDisposable {
  /** A certificate of that registry. */
  certificate(ename: string, publicKey: string): Promise<string>
  settle(ename: string, answer: Answer): Promise<void>
}

export async function openFakeVaults({ vault }: TestVault): Promise<FakeVaults> {
  const answers = new Map<string, Answer>()
  const server = createServer(async (request, response) => {
    const text = (await request.setEncoding('utf8').toArray()).join('')
    const answer = answers.get(String(request.headers['x-ename']))
    const asked = {
      method: request.method ?? '',
      path: request.url ?? '',
      body: text === '' ? undefined : JSON.parse(text),
    }
    const { status = 200, json } = answer?.(asked) ?? { status: 404, json: { error: 'no' } }
    response.statusCode = status
    response.setHeader('content-type', 'application/json').end(JSON.stringify(json))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const askRegistry = (path: string, body: object) =>
    call(`${vault.registry.url}${path}`, {
      body,
      headers: { authorization: `Bearer ${vault.registry.secret}` },
    })
  return {
    async certificate(ename, publicKey) {
      return (await askRegistry('/key-binding-certificate', { ename, publicKey })).json.token
    },
    async settle(ename, answer) {
      answers.set(ename, answer)
      await askRegistry('/register', { ename, uri, evault: `${ename}-vault` })
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Somebody without a vault of ours who asks for a recovery. */
export interface Asker {
  readonly signer: TestSigner
  readonly entries: readonly IdentityLogEntry[]
  readonly request: RecoveryRequest
  /** What their vault answers to `GET /identity-log`. */
  readonly told: { entries: unknown[]; next: null; pendingRecovery: object | null }
}

export async function makeAsker(id: string, trusted: readonly string[]): Promise<Asker> {
  const [signer, next, fresh, after] = (await Promise.all(
    [1, 2, 3, 4].map(() => makeSigner()),
  )) as [TestSigner, TestSigner, TestSigner, TestSigner]
  const storage = createMemoryStorage()
  const trust = { threshold: 1, trusted, waitSeconds: 0 }
  const genesis = { id, signers: [signer], nextKeyHashes: [next.hash], trust }
  const { versionId: previous } = await createIdentityLog({ storage }).genesis(genesis)
  const asked = {
    requestedAt: new Date(Date.now() + 5).toISOString(),
    updateKeys: [fresh.publicKey],
    nextKeyHashes: [after.hash],
  }
  const entries = await storage.read(id)
  return {
    ...{ signer, entries, request: { id, previous, ...asked } },
    told: {
      ...{ entries: [...entries], next: null },
      pendingRecovery: { until: asked.requestedAt, ...asked },
    },
  }
}
