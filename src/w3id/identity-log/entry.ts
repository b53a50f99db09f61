import { base16 } from 'multiformats/bases/base16'
import { canonicalJson } from '../canonical-json.ts'
import type { SignBytes } from '../jwt.ts'
import { decodePublicKey } from '../keys.ts'

/** Who may approve a recovery. */
export interface TrustList {
  /** How many of them have to, from 1. */
  readonly threshold: number
  /** eNames, normalised, distinct; not the identity itself. */
  readonly trusted: readonly string[]
  /** How long a recovery waits after its request, so that the owner can stop it. */
  readonly waitSeconds: number
}

/** A signature over an entry. */
export interface Proof {
  /** The key that signed, multibase `z` of DER SPKI. */
  readonly kid: string
  readonly alg: 'ES256'
  /** Base64, padded, of raw r‖s. */
  readonly signature: string
}

/** The word of somebody on the trust list for a recovery. */
export interface Approval {
  readonly ename: string
  /** Multibase `z` of DER SPKI. */
  readonly publicKey: string
  /** Over `recoveryRequestBytes`: base64, padded, of raw r‖s. */
  readonly signature: string
  /** Key binding certificate (a JWT) of the approver's key at that time. */
  readonly certificate: string
}

/** An entry of an identity log. */
export interface IdentityLogEntry {
  /** Normalised eName. */
  readonly id: string
  /** `<index>-<hash>`, the hash as `entryHash` makes it. */
  readonly versionId: string
  /** ISO 8601, UTC, with milliseconds; never before the entry before. */
  readonly versionTime: string
  /** versionId of the entry before; null in the first. */
  readonly previous: string | null
  readonly method: 'w3id:v1'
  readonly operation: 'genesis' | 'rotate' | 'recover'
  /** The keys that are current from here on: multibase `z` of DER SPKI, 1 to 20, distinct. */
  readonly updateKeys: readonly string[]
  /** `nextKeyHash` of the keys that may come next: 1 to 20, distinct. */
  readonly nextKeyHashes: readonly string[]
  readonly trust: TrustList | null
  /** Only in `recover`. */
  readonly recovery: {
    readonly requestedAt: string
    readonly approvals: readonly Approval[]
  } | null
  /** Over `entryBytes`, one for each key that has to sign. */
  readonly proofs: readonly Proof[]
}

/** A key pair of which only the public half is known here. */
export interface KeySigner {
  /** Multibase. */
  readonly publicKey: string
  readonly sign: SignBytes
}

/** Where logs are kept. */
export interface IdentityLogStorage {
  /** All entries in order, [] for none. */
  read(id: string): Promise<readonly IdentityLogEntry[]>
  /**
   * Appends; throws IdentityLogError `CONFLICT` unless the head is `previous`. Resolves when
   * durable.
   */
  append(entry: IdentityLogEntry): Promise<void>
}

/** What an approver signs. */
export interface RecoveryRequest {
  readonly id: string
  /** versionId of the entry that the recovery is to follow. */
  readonly previous: string
  readonly updateKeys: readonly string[]
  readonly nextKeyHashes: readonly string[]
  /** ISO 8601, UTC, with milliseconds. */
  readonly requestedAt: string
}

/**
 * Whether the approval's key spoke for its eName at that time, as its certificate says. `at` is
 * when the recovery was requested, `id` whose recovery it is. The approval's signature over the
 * request has been checked before.
 */
export type VerifyApproval = (
  approval: Approval,
  request: { readonly id: string; readonly at: Date },
) => Promise<boolean>

/** Lower-case hex SHA-256 of the key's DER SPKI. Throws a TypeError for a key that is none. */
export function nextKeyHash(publicKey: string): Promise<string> {
  return sha256(decodePublicKey(publicKey))
}

/**
 * What an approver of a recovery signs: the UTF-8 bytes of the request's canonical JSON with
 * `type: "w3id-recovery:v1"`. It names the head of the log, so whatever entry comes first makes
 * it void.
 */
export function recoveryRequestBytes(request: RecoveryRequest): Uint8Array {
  const { id, previous, updateKeys, nextKeyHashes, requestedAt } = request
  return canonicalBytes({
    type: 'w3id-recovery:v1',
    id,
    previous,
    updateKeys,
    nextKeyHashes,
    requestedAt,
  })
}

/** What a proof signs: the canonical JSON of the entry without its proofs. */
export function entryBytes(entry: Omit<IdentityLogEntry, 'proofs'>): Uint8Array {
  return canonicalBytes({ ...entry, proofs: undefined })
}

/** Lower-case hex SHA-256 of the entry's canonical JSON without versionId and proofs. */
export function entryHash(entry: Omit<IdentityLogEntry, 'versionId' | 'proofs'>): Promise<string> {
  return sha256(canonicalBytes({ ...entry, versionId: undefined, proofs: undefined }))
}

function canonicalBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value))
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))
  return base16.baseEncode(new Uint8Array(hash))
}
