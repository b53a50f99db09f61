import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { inject } from 'vitest'
import {
  createKeyCustody,
  openVault,
  type PartialVaultConfig,
  parseConfig,
  type SecretStore,
  type Vault,
  type VaultMeans,
} from '../../src/evault/index.ts'
import { memorySecretStore } from '../../src/testing/memory-secrets.ts'
import { call, type HttpAnswer } from './call.ts'

export { memorySecretStore }

interface Options {
  readonly config?: PartialVaultConfig
  readonly means?: Partial<VaultMeans>
  /** Kept when given; otherwise a new one that is removed at the end. */
  readonly dataDirectory?: string
  readonly secretStore?: SecretStore
}

/** What a GraphQL request came back with. */
export interface GraphQLAnswer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly data: any
  readonly errors: { message: string; extensions: { code: string; errorId?: string } }[]
}

type Headers = Readonly<Record<string, string | null>>

/** A whole vault on free ports over a real database, and the requests tests make of it. */
export interface TestVault extends AsyncDisposable {
  readonly vault: Vault
  readonly dataDirectory: string
  /** The lines of its log, as text. */
  readonly logged: readonly string[]
  /** On the local listener, with `X-ENAME` unless the headers say otherwise. */
  graphql(query: string, variables?: object, headers?: Headers): Promise<GraphQLAnswer>
  /** On the owner listener, with its token. */
  owner(query: string, variables?: object, headers?: Headers): Promise<GraphQLAnswer>
  /** Any other request of the local listener. */
  call(path: string, options?: Parameters<typeof call>[1]): Promise<HttpAnswer>
  /** Creates a record without a token and returns its id. */
  create(payload?: object, acl?: readonly string[], ontology?: string): Promise<string>
  /** A platform token of the vault's own registry. */
  platformToken(platform?: string): Promise<string>
}

const createRecord = `mutation ($input: MetaEnvelopeInput!) {
  createMetaEnvelope(input: $input) { metaEnvelope { id } errors { field message code } }
}`

/**
 * Opens a vault as the app does, but for the keychain.
 * @throws VaultStartError
 */
export async function openTestVault(options: Options = {}): Promise<TestVault> {
  const dataDirectory = options.dataDirectory ?? (await newDirectory())
  const store = options.secretStore ?? memorySecretStore()
  const logged: string[] = []
  const vault = await openVault(
    parseConfig({ dataDirectory, port: 0, registryPort: 0, ...options.config }),
    {
      openCustody: async () => createKeyCustody(store),
      registrySecret: null,
      templateDirectory: inject('templateDirectory'),
      workerEntry: inject('workerEntry'),
      windowOrigin: null,
      version: '0.0.0-test',
      log: pino({ level: 'debug' }, { write: (line) => logged.push(line) }),
      ...options.means,
    },
  )
  const graphql: TestVault['graphql'] = (query, variables, headers) =>
    ask(`${vault.localUrl}/graphql`, query, variables, { 'x-ename': vault.ename, ...headers })
  return {
    vault,
    dataDirectory,
    logged,
    graphql,
    owner: (query, variables, headers) =>
      ask(vault.owner.url, query, variables, {
        authorization: `Bearer ${vault.owner.token}`,
        ...headers,
      }),
    call: (path, request) => call(`${vault.localUrl}${path}`, request),
    async create(payload = { content: 'Hello!' }, acl = ['*'], ontology = 'a-type') {
      const { data, errors } = await graphql(createRecord, { input: { ontology, payload, acl } })
      const refused = errors[0] ?? data.createMetaEnvelope.errors[0]
      if (refused !== undefined) throw new Error(`not created: ${JSON.stringify(refused)}`)
      return data.createMetaEnvelope.metaEnvelope.id
    },
    async platformToken(platform = 'https://blabsy.example.com') {
      const body = { platform }
      return (await call(`${vault.registry.url}/platforms/certification`, { body })).json.token
    },
    async [Symbol.asyncDispose]() {
      await vault[Symbol.asyncDispose]()
      if (options.dataDirectory === undefined) await rm(dataDirectory, { recursive: true })
    },
  }
}

/** A directory that is removed when it is disposed of. */
export async function temporaryDirectory(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await newDirectory()
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

function newDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'evault-test-'))
}

async function ask(
  url: string,
  query: string,
  variables: object | undefined,
  headers: Headers,
): Promise<GraphQLAnswer> {
  const { status, json } = await call(url, { body: { query, variables }, headers })
  const { data = null, errors = [] } = (json ?? {}) as Partial<GraphQLAnswer>
  return { status, data, errors }
}
