import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { call } from '../support/call.ts'
import { type KeyHolder, makeKey } from './key-holder.ts'

interface Registry {
  readonly url: string
  readonly secret: string
}

/** A vault of a person made for this run, on the server under test. */
export interface Tenant {
  readonly ename: string
  readonly uri: string
  readonly owner: KeyHolder
  /** `X-ENAME`, and that only. */
  readonly named: { readonly 'x-ename': string }
  /** `X-ENAME`, and a token of the owner. */
  headers(): Promise<{ 'x-ename': string; authorization: string }>
}

/** Has the server make a vault for a new eName. Source: protocol §4, `POST /provision`. */
export async function provisionTenant(vaultUrl: string, registryUrl: string): Promise<Tenant> {
  const { publicKey, as } = await makeKey()
  const { json } = await call(`${registryUrl}/entropy`)
  const body = {
    registryEntropy: json.token,
    namespace: randomUUID(),
    verificationId: randomUUID(),
    publicKey,
  }
  const answer = await call(`${vaultUrl}/provision`, { body })
  if (answer.status !== 200) throw new Error(`No vault was made: ${answer.text}`)
  const { w3id: ename, uri } = answer.json
  const owner = as(ename)
  const named = { 'x-ename': ename }
  const headers = async () => ({ ...named, authorization: `Bearer ${await owner.token(ename)}` })
  return { ename, uri, owner, named, headers }
}

/** People with vaults of their own: all that answers there is `/whois`. */
export function makePeople(registry: Registry) {
  const certificates = new Map<string, string>()
  let server: Server | null = null

  async function open(): Promise<string> {
    server ??= createServer((request, response) => {
      const w3id = String(request.headers['x-ename'])
      const certificate = certificates.get(w3id)
      const keyBindingCertificates = certificate === undefined ? [] : [certificate]
      const answer = { w3id, evaultId: null, keyBindingCertificates }
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
    }).listen(0, '127.0.0.1')
    const opened = server
    if (!opened.listening) await new Promise((resolve) => opened.once('listening', resolve))
    return `http://127.0.0.1:${(opened.address() as AddressInfo).port}`
  }

  async function ask(path: string, body: object) {
    const headers = { authorization: `Bearer ${registry.secret}` }
    const answer = await call(`${registry.url}${path}`, { body, headers })
    if (answer.status >= 400) throw new Error(`The registry refuses ${path}: ${answer.text}`)
    return answer.json
  }

  return {
    /** A new person, registered and certified. */
    async meet(): Promise<KeyHolder> {
      const uri = await open()
      const ename = `@${randomUUID()}`
      const { publicKey, as } = await makeKey()
      await ask('/register', { ename, uri, evault: `@${randomUUID()}` })
      const { token } = await ask('/key-binding-certificate', { ename, publicKey })
      certificates.set(ename, token)
      return as(ename)
    },
    async [Symbol.asyncDispose]() {
      server?.closeAllConnections()
      await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)))
    },
  }
}
