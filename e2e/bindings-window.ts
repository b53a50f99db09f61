import { webcrypto } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page, Route } from '@playwright/test'
import keytar from 'keytar'
import { canonicalJson } from '../src/w3id/canonical-json.ts'
import { type HeadlessRun, type ReadyLine, serveHeadless } from '../test/support/headless.ts'
import { openPeople, type People, type Person } from '../test/support/people.ts'
import {
  type ask,
  askAsOwner,
  test as base,
  expect,
  type RunningApp,
  type VaultAddress,
  vaultAddress,
} from './app.ts'

const service = 'eVault Desktop'

/** A picture of one pixel. */
export const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

/** What a binding document says and its signatures cover. */
export interface Document {
  readonly subject: string
  readonly type: string
  readonly data: object
}

/** Somebody with a vault of their own. */
export interface Neighbour {
  readonly ename: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  ask(query: string, variables?: object): Promise<any>
}

/** A registry with people, a neighbour’s vault, and apps that use it. */
export interface Village {
  readonly people: People
  readonly neighbour: Neighbour
  open(): Promise<RunningApp>
}

export const test = base.extend<{ village: Village }>({
  async village({ launch }, use) {
    const directories: string[] = []
    const apps: RunningApp[] = []
    const newDirectory = async () => {
      const directory = await mkdtemp(join(tmpdir(), 'evault-village-'))
      directories.push(directory)
      return directory
    }
    const run: HeadlessRun = serveHeadless(join(await newDirectory(), 'data'))
    const host = await run.ready()
    const people = await openPeople({ vault: { registry: host.registry } })
    await use({
      people,
      neighbour: neighbourAt(host),
      async open() {
        const userData = await newDirectory()
        const { url, secret } = host.registry
        const settings = { setup: { step: 'done' }, registry: url }
        await writeFile(join(userData, 'settings.json'), JSON.stringify(settings))
        await keytar.setPassword(service, `registry-secret/${url}`, secret)
        const app = await launch({ userData })
        apps.push(app)
        return app
      },
    })
    // One that still runs would write into what is removed.
    await Promise.all(apps.map((app) => app.quit().catch(() => {})))
    await people[Symbol.asyncDispose]()
    await run[Symbol.asyncDispose]()
    for (const path of directories) await rm(path, { recursive: true, force: true })
  },
})

function neighbourAt({ ename, owner: { url, token } }: ReadyLine): Neighbour {
  return {
    ename,
    async ask(query, variables = {}) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      })
      return response.json()
    },
  }
}

/** Goes to the Bindings screen. */
export async function openBindings(window: Page): Promise<void> {
  await window.getByRole('link', { name: 'Bindings' }).click()
  await expect(window.getByRole('heading', { name: 'Waiting for you' })).toBeVisible()
}

/** A name as the window shortens it. */
export function short(ename: string): string {
  return ename.length <= 17 ? ename : `${ename.slice(0, 9)}…${ename.slice(-4)}`
}

/** Puts a document that the owner has signed with their key into their vault. Returns its id. */
export async function put(window: Page, document: Document, signer?: Person): Promise<string> {
  const signature = signer ? await signer.sign(document) : await ownSignature(window, document)
  const input = { ...document, ownerSignature: signature }
  const { data } = await askAsOwner(
    window,
    `mutation ($input: CreateBindingDocumentInput!) {
      createBindingDocument(input: $input) { metaEnvelopeId errors { message } } }`,
    { input },
  )
  expect(data.createBindingDocument.errors).toEqual([])
  return data.createBindingDocument.metaEnvelopeId
}

/** The owner’s signature, with the key out of the keychain, in the present. */
async function ownSignature(window: Page, document: Document) {
  const { data } = await askAsOwner(window, '{ vault { ename evaultId } }')
  const { ename, evaultId } = data.vault
  const stored = await keytar.findCredentials(service)
  const key = stored.find(({ account }) => account.includes(evaultId) && /\/owner$/.test(account))
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const pkcs8 = Buffer.from(key?.password ?? '', 'base64')
  const secret = await webcrypto.subtle.importKey('pkcs8', pkcs8, curve, false, ['sign'])
  const bytes = Buffer.from(canonicalJson({ ...document }))
  const raw = await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, secret, bytes)
  const signature = Buffer.from(raw).toString('base64')
  return { signer: ename, signature, timestamp: new Date().toISOString() }
}

/** Somebody signs a document in the owner’s vault, over the protocol API, with their own token. */
export async function countersign(
  vault: VaultAddress,
  id: string,
  document: Document,
  signer: Person,
): Promise<string[]> {
  const response = await fetch(`${vault.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-ename': vault.ename,
      ...(await signer.headers(vault)),
    },
    body: JSON.stringify({
      query: `mutation ($input: CreateBindingDocumentSignatureInput!) {
        createBindingDocumentSignature(input: $input) { errors { code } } }`,
      variables: { input: { bindingDocumentId: id, signature: await signer.sign(document) } },
    }),
  })
  const { data } = (await response.json()) as Awaited<ReturnType<typeof ask>>
  return data.createBindingDocumentSignature.errors.map(({ code }: { code: string }) => code)
}

/** Two people who know each other, as the first one says. */
export function relation(subject: string, other: string, description: string): Document {
  const data = { kind: 'social_connection', parties: [subject, other] }
  return {
    ...{ subject, type: 'social_connection' },
    data: { ...data, relation_description: description },
  }
}

/** A relation in the app’s vault that its other party has signed too: it waits for the owner. */
export async function putWaiting(
  window: Page,
  other: Person,
  description: string,
): Promise<string> {
  const vault = await vaultAddress(window)
  const document = relation(vault.ename, other.ename, description)
  const id = await put(window, document)
  expect(await countersign(vault, id, document, other)).toEqual(['PENDING_OWNER_APPROVAL'])
  return id
}

/** The link of a relation in a neighbour’s vault that they have signed and somebody else is to. */
export async function linkToRelation(
  neighbour: Neighbour,
  other: string,
  relation_description: string,
): Promise<string> {
  const parties = [neighbour.ename, other]
  const { data } = await neighbour.ask(
    `mutation ($data: JSON!) { signBindingDocument(type: social_connection, data: $data) {
      metaEnvelopeId errors { message } } }`,
    { data: { kind: 'social_connection', parties, relation_description } },
  )
  expect(data.signBindingDocument.errors ?? []).toEqual([])
  return `w3ds://file?id=${neighbour.ename}/${data.signBindingDocument.metaEnvelopeId}`
}

/** Answers requests of the window of this name in the vault’s place. */
export async function answerInstead(
  window: Page,
  operation: string,
  answer: (route: Route) => Promise<void>,
): Promise<void> {
  await window.route('http://127.0.0.1:*/**', (route) =>
    route.request().postDataJSON()?.operationName === operation ? answer(route) : route.fallback(),
  )
}

/** Answers a request with this data. */
export function fulfil(route: Route, data: object): Promise<void> {
  const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/json' }
  return route.fulfill({ headers, body: JSON.stringify({ data }) })
}
