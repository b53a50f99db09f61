import { createHash, randomBytes } from 'node:crypto'
import { ask, socialMediaPost, type VaultAddress } from './app.ts'

/** What one client of sixteen does over and over: new records, changes of them, files. */
const mutations = {
  create: `mutation ($input: MetaEnvelopeInput!) {
    answer: createMetaEnvelope(input: $input) { metaEnvelope { id } errors { code message } } }`,
  update: `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
    answer: updateMetaEnvelope(id: $id, input: $input) {
      metaEnvelope { id } errors { code message } } }`,
  upload: `mutation ($input: UploadFileInput!) {
    answer: uploadFile(input: $input) { metaEnvelopeId errors { code message } } }`,
}

/** A record as it has to be after the kill. */
export interface KnownRecord {
  /** The change that was acknowledged last; 0 for the record as it was made. */
  version: number
  /** A change that was sent, and perhaps never answered. */
  sent: number
}

/** All that was acknowledged, since the vault was made or since the last kill. */
export interface Acknowledged {
  readonly records: Map<string, KnownRecord>
  /** SHA-256 of the bytes by the id of the file's record. */
  readonly files: Map<string, string>
}

export function nothingYet(): Acknowledged {
  return { records: new Map(), files: new Map() }
}

/** How many changes were acknowledged. */
export function changesIn({ records, files }: Acknowledged): number {
  let changes = files.size
  for (const { version } of records.values()) changes += version + 1
  return changes
}

/** A client that writes until the vault is gone. */
export class Writer {
  readonly #authorization: string

  constructor(
    private readonly vault: VaultAddress,
    private readonly acknowledged: Acknowledged,
    platformToken: string,
  ) {
    this.#authorization = `Bearer ${platformToken}`
  }

  /** Resolves when a request broke off. @throws where the vault refuses one */
  async writeUntilKilled(): Promise<void> {
    for (;;) {
      const id = await this.#create()
      if (id === null) return
      for (let version = 1; version <= 2; version += 1)
        if (!(await this.#update(id, version))) return
      if (!(await this.#upload())) return
    }
  }

  async #create(): Promise<string | null> {
    const made = await this.#send(mutations.create, { input: this.#input(0) })
    if (made === null) return null
    const { id } = made.metaEnvelope as { id: string }
    this.acknowledged.records.set(id, { version: 0, sent: 0 })
    return id
  }

  async #update(id: string, version: number): Promise<boolean> {
    const known = this.acknowledged.records.get(id) as KnownRecord
    known.sent = version
    const changed = await this.#send(mutations.update, { id, input: this.#input(version) })
    if (changed !== null) known.version = version
    return changed !== null
  }

  async #upload(): Promise<boolean> {
    const bytes = randomBytes(10_000)
    const content = bytes.toString('base64')
    const input = { filename: 'a.bin', contentType: 'image/png', acl: ['*'], content }
    const kept = await this.#send(mutations.upload, { input })
    if (kept === null) return false
    const hash = createHash('sha256').update(bytes).digest('hex')
    this.acknowledged.files.set(kept.metaEnvelopeId as string, hash)
    return true
  }

  #input(version: number) {
    const payload = { version, content: randomBytes(300).toString('base64') }
    return { ontology: socialMediaPost, payload, acl: ['*'] }
  }

  /** Null where the connection broke. */
  async #send(query: string, variables: object): Promise<Record<string, unknown> | null> {
    const headers = { authorization: this.#authorization }
    const answer = await ask(this.vault, query, variables, headers).catch(() => null)
    if (answer === null) return null
    const { data, errors } = answer
    const refused = errors ?? data.answer.errors
    if (refused?.length > 0) throw new Error(`refused: ${JSON.stringify(refused)}`)
    return data.answer
  }
}
