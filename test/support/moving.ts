import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { change, until } from './friends.ts'
import type { TestVault } from './test-vault.ts'

/** A move as its owner sees it. */
export interface MoveSeen {
  readonly state: string
  readonly problem: string | null
  readonly isRunning: boolean
  readonly helps: boolean
  readonly leftBehind: number
  readonly frozenMs: number | null
  readonly uri: string | null
  readonly steps: { step: string; state: string; done: number; total: number | null }[]
  readonly report: {
    records: number
    files: number
    comparedWithAcl: number
    comparedWithoutAcl: number
    frozenMs: number
    json: string
    notMoved: { kind: string; count: number | null; reason: string; items: string[] }[]
  } | null
}

const fields = `state problem isRunning helps leftBehind frozenMs uri
  steps { step state done total }
  report { records files comparedWithAcl comparedWithoutAcl frozenMs json
    notMoved { kind count reason items } }`

type Named = Readonly<Record<string, string>>

/** The move of a vault, by its owner's window. */
export function moverOf(it: TestVault, named: Named = {}) {
  const ask = async (mutation: string, variables?: object) => {
    const { data, errors } = await it.owner(`mutation ${mutation}`, variables, named)
    if (data === null) throw new Error(`refused: ${JSON.stringify(errors)}`)
    return Object.values(data)[0] as {
      errors: { code: string; message: string }[]
      move: MoveSeen
      brought: number
      removed: number
      left: string[]
    }
  }
  const seen = async (): Promise<MoveSeen> =>
    (await it.owner(`{ move { ${fields} } }`, {}, named)).data.move
  const payload = `{ move { ${fields} } errors { code message } }`
  return {
    seen,
    start: (url: string, access = 'owner', more: object = {}) =>
      ask(`($input: StartMoveInput!) { startMove(input: $input) ${payload} }`, {
        input: { direction: 'out', url, access, ...more },
      }),
    resume: (token?: string) =>
      ask(`($token: String) { resumeMove(token: $token) ${payload} }`, { token }),
    switch: () => ask(`{ switchMove ${payload} }`),
    cancel: (remove = false) =>
      ask(
        `($remove: Boolean!) { cancelMove(remove: $remove) {
        brought removed left errors { code message } } }`,
        { remove },
      ),
    goBack: (token?: string) =>
      ask(`($token: String) { returnMove(token: $token) ${payload} }`, { token }),
    letGo: (confirmation: string) =>
      ask(`($confirmation: String!) { releaseMove(confirmation: $confirmation) ${payload} }`, {
        confirmation,
      }),
    /** Waits until nothing more goes on by itself. */
    rests: () => until(seen, ({ isRunning }) => !isRunning, 30_000),
  }
}

/** Fills a vault with some of everything; the ids of its records. */
export async function furnish(it: TestVault, count = 30): Promise<string[]> {
  const ids: string[] = []
  const bulk = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
    bulkCreateMetaEnvelopes(inputs: $inputs) { results { id success error } } }`
  const inputs = Array.from({ length: count }, (_, n) => ({
    id: n % 3 === 0 ? `own id "${n}" ü/?#` : undefined,
    ontology: `type-${n % 4}`,
    payload: {
      ...{ n, text: `Grüße ${n} 😀 "\\`, nested: { z: [1, 2.5, -0.1e-7, null], a: { b: true } } },
      ...{ __proto__x: 1, empty: {}, at: '2026-01-01T00:00:00Z' },
    },
    acl: n % 2 === 0 ? ['*'] : ['@Alice', '@bob', `@list-${n}`],
  }))
  const { data, errors } = await it.owner(bulk, { inputs })
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
  for (const { id, success, error } of data.bulkCreateMetaEnvelopes.results) {
    if (!success) throw new Error(error)
    ids.push(id)
  }
  const upload = `mutation ($input: UploadFileInput!) {
    uploadFile(input: $input) { metaEnvelopeId errors { message } } }`
  for (const [name, bytes] of Object.entries(filesOf)) {
    const content = bytes.toString('base64')
    const input = { filename: name, contentType: 'application/x-test', content, acl: ['@alice'] }
    ids.push((await it.owner(upload, { input })).data.uploadFile.metaEnvelopeId)
  }
  const made = (await change(
    it,
    `($data: JSON!) { signBindingDocument(type: self, data: $data) {
      metaEnvelopeId errors { code message } } }`,
    { data: { kind: 'self', name: 'Anna' } },
  )) as unknown as { metaEnvelopeId: string }
  ids.push(made.metaEnvelopeId)
  return ids
}

export const filesOf: Readonly<Record<string, Buffer>> = {
  'small.txt': Buffer.from('a small file'),
  'odd ü.bin': Buffer.from(Array.from({ length: 70_001 }, (_, at) => (at * 31) % 256)),
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
type Any = any

/** Everything a vault holds, as its owner sees it, in an order that is the same everywhere. */
export async function contentsOf(it: TestVault, named: Named = {}): Promise<Any[]> {
  const all: Any[] = []
  for (let after: string | null = null; ; ) {
    const { data, errors } = await it.owner(
      `query ($after: String) { metaEnvelopes(first: 100, after: $after) {
        edges { node { id ontology parsed acl } } pageInfo { hasNextPage endCursor } } }`,
      { after },
      named,
    )
    if (data === null) throw new Error(JSON.stringify(errors))
    all.push(...data.metaEnvelopes.edges.map(({ node }: Any) => node))
    if (!data.metaEnvelopes.pageInfo.hasNextPage) break
    after = data.metaEnvelopes.pageInfo.endCursor
  }
  return all
    .map((record) => ({
      ...record,
      acl: [...record.acl].sort(),
      parsed: { ...record.parsed, ...('publicUrl' in record.parsed && { publicUrl: '(here)' }) },
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** A request that comes through, as it is before it is forwarded. */
export interface Passing {
  readonly method: string
  readonly path: string
  /** Forwarded as it is when it was looked at. */
  body: string
  readonly headers: IncomingMessage['headers']
}

/** What stands between a vault and another: sees, delays, changes and breaks off what passes. */
export interface Between extends AsyncDisposable {
  readonly url: string
  readonly passed: Passing[]
  /** Called before a request is forwarded; `drop` breaks it off. */
  before: (passing: Passing) => Promise<'drop' | undefined> | 'drop' | undefined
  /** Called with an answer before it is given; `drop` breaks it off. */
  after: (passing: Passing, text: string) => Promise<string | 'drop'> | string | 'drop'
}

export async function openBetween(target: string): Promise<Between> {
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const it: Between = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed: [],
    before: () => undefined,
    after: (_, text) => text,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return it

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = incoming
    const text = Buffer.concat(await incoming.toArray()).toString()
    const passing: Passing = { method, path, headers, body: text }
    it.passed.push(passing)
    if ((await it.before(passing)) === 'drop') return void outgoing.destroy()
    const body = Buffer.from(passing.body)
    const { host: _, 'content-length': __, 'transfer-encoding': ___, ...others } = headers
    const answer = await new Promise<{ status: number; headers: object; body: Buffer }>(
      (resolve, reject) => {
        const onward = request(
          `${target}${path}`,
          { method, headers: { ...others, 'content-length': body.length }, agent: false },
          async (response) => {
            const { statusCode: status = 0, headers } = response
            resolve({ status, headers, body: Buffer.concat(await response.toArray()) })
          },
        )
        onward.on('error', reject)
        onward.end(body)
      },
    )
    const isText = String((answer.headers as Any)['content-type']).includes('json')
    let given = answer.body
    if (isText) {
      const text = await it.after(passing, answer.body.toString())
      if (text === 'drop') return void outgoing.destroy()
      given = Buffer.from(text)
    }
    outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': given.length } as Any)
    outgoing.end(given)
  }
}
