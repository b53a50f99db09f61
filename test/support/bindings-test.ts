import { openPeople, ownerOf, type People, type Person } from './people.ts'
import { memorySecretStore, openTestVault, type TestVault } from './test-vault.ts'

/** What a binding document says and its signatures cover. */
export interface Document {
  readonly subject: string
  readonly type: string
  readonly data: object
}
type Signature = Awaited<ReturnType<Person['sign']>>
type Headers = Readonly<Record<string, string>>

const fields = 'subject type data signatures { signer signature timestamp }'
/** What is asked of a payload with a binding document. */
export const payload = `bindingDocument { ${fields} } errors { field message code }`
const createOne = `mutation ($input: CreateBindingDocumentInput!) {
  createBindingDocument(input: $input) { metaEnvelopeId ${payload} }
}`
const signOne = `mutation ($input: CreateBindingDocumentSignatureInput!) {
  createBindingDocumentSignature(input: $input) { ${payload} }
}`
const getOne = `query ($id: ID!) { bindingDocument(id: $id) { id ontology parsed ${fields} } }`

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
type Answer = any

/**
 * A vault with people around it and the requests for binding documents; sent with a platform's
 * token for everything unless headers are given.
 */
export interface BindingsTest extends AsyncDisposable {
  readonly it: TestVault
  readonly people: People
  readonly owner: Person
  readonly platform: Headers
  submit(document: Document, ownerSignature: Signature, headers?: Headers): Promise<Answer>
  /** Creates a document the owner has signed and returns its id. */
  created(document: Document): Promise<string>
  addSignature(id: string, signature: Signature, headers?: Headers): Promise<Answer>
  read(id: string, headers?: Headers): Promise<Answer>
  signersOf(id: string): Promise<string[]>
  /** A document of the type `self`. */
  selfie(data?: object): Document
}

export async function openBindingsTest(): Promise<BindingsTest> {
  const secretStore = memorySecretStore()
  const it = await openTestVault({ secretStore })
  const people = await openPeople(it)
  const owner = await ownerOf(it, secretStore.secrets)
  const platform = { authorization: `Bearer ${await it.platformToken()}` }

  const submit: BindingsTest['submit'] = async (document, ownerSignature, headers = platform) => {
    const input = { ...document, ownerSignature }
    return (await it.graphql(createOne, { input }, headers)).data.createBindingDocument
  }
  const read: BindingsTest['read'] = async (id, headers = platform) =>
    (await it.graphql(getOne, { id }, headers)).data.bindingDocument
  return {
    ...{ it, people, owner, platform, submit, read },
    async created(document) {
      const { metaEnvelopeId, errors } = await submit(document, await owner.sign(document))
      if (errors.length > 0) throw new Error(`not created: ${JSON.stringify(errors)}`)
      return metaEnvelopeId
    },
    async addSignature(id, signature, headers = platform) {
      const input = { bindingDocumentId: id, signature }
      return (await it.graphql(signOne, { input }, headers)).data.createBindingDocumentSignature
    },
    signersOf: async (id) => (await read(id)).signatures.map(({ signer }: Signature) => signer),
    selfie: (data = { name: 'John' }) => ({ subject: owner.ename, type: 'self', data }),
    async [Symbol.asyncDispose]() {
      await people[Symbol.asyncDispose]()
      await it[Symbol.asyncDispose]()
    },
  }
}
