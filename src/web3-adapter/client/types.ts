import type { PlatformEvidence } from '../../registry/client.ts'
import type { SignBytes } from '../../w3id/jwt.ts'
import type { Payload } from '../mapping/types.ts'

/** A record as a vault holds it. */
export interface VaultRecord {
  readonly id: string
  readonly ontology: string
  readonly payload: Payload
  /** As in the vault's log: `recordHash` of the three. Protocol §5. */
  readonly hash: string
}

/** A record as it is to be in a vault, and whose eNames may have it (`*`: all). */
export interface RecordDraft {
  readonly id: string
  readonly ontology: string
  readonly payload: Payload
  readonly acl: readonly string[]
}

/** A file for a vault. */
export interface FileDraft {
  readonly filename: string
  readonly contentType: string
  /** Base64, at most 250 MB decoded. */
  readonly content: string
  readonly acl: readonly string[]
}

/** What a vault is to tell the platform about: of these ontologies only. */
export interface Subscription {
  /** Packets with `envelopeHash` in place of `data`. */
  readonly byReference: boolean
  /** Packets about deletions, too. */
  readonly deletions: boolean
  readonly ontologies: readonly string[]
}

/**
 * The vaults of the people a platform has to do with, found by eName at its registry and asked
 * with its platform token. All of it is safe to repeat, and is tried three times while a vault
 * cannot be reached or is busy. Every method throws a VaultError, and a TypeError for what is no
 * eName. Protocol §4 and §5.
 */
export interface VaultClient {
  /** Null when the vault holds no such record, or does not show it to this platform. */
  read(ename: string, id: string): Promise<VaultRecord | null>
  /** All records of the ontology that the platform may read, in pages of 100. */
  list(ename: string, ontology: string): AsyncIterable<VaultRecord>
  /** Creates a record of our own id. 'exists' when there is one of this id: perhaps made by an
   * attempt whose answer was lost. */
  create(ename: string, record: RecordDraft): Promise<'created' | 'exists'>
  /** Puts a record in the place of the one with this hash. 'changed' when that is another one by
   * now, or gone: read it and try again. */
  update(ename: string, record: RecordDraft, ifHash: string): Promise<'updated' | 'changed'>
  /** Removes a record; one that is not there is no error. */
  remove(ename: string, id: string): Promise<void>
  /** Stores a file and returns its `w3ds://file?id=…` URI. Repeated, it may be stored twice. */
  upload(ename: string, file: FileDraft): Promise<string>
  /** The file that a `w3ds://file` URI names, as the answer of who has it: its body is at most
   * 250 MB. The caller reads it or cancels it. */
  openFile(uri: string): Promise<Response>
  /** Chooses what the vault tells this platform about; 'unsupported' by vaults that do not offer
   * the choice, and tell everything. */
  subscribe(ename: string, subscription: Subscription): Promise<'subscribed' | 'unsupported'>
}

/** What a platform shows to its registry, where that asks for it: the secret it was registered
 * with, or signatures with its key. */
export type Evidence = Extract<PlatformEvidence, { secret: string }> | { readonly sign: SignBytes }

export interface VaultClientOptions {
  /** Base URL of the registry. */
  readonly registry: string
  /** Base URL of the platform, as the registry knows it. */
  readonly platform: string
  readonly evidence?: Evidence
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** Ends whatever is under way, and every wait for another try: VaultError `ABORTED`. */
  readonly signal?: AbortSignal
}
