import { createHash } from 'node:crypto'
import { canonicalJson } from '../../w3id/canonical-json.ts'
import { prepareAcl } from '../envelopes/prepare.ts'

/** A record on its way. `acl` is null where the source does not show it. */
export interface MovedRecord {
  readonly id: string
  readonly ontology: string
  readonly payload: unknown
  readonly acl: readonly string[] | null
}

/** By what a record is compared: SHA-256 of canonical JSON, lower-case hex. */
export interface RecordHashes {
  /** Of id, ontology, payload and ACL; the same as `contentHash` where the ACL is unknown. */
  readonly hash: string
  /** Of id, ontology and payload. */
  readonly contentHash: string
}

/**
 * The hashes of a record. Two records that mean the same have the same: the order of keys does not
 * count, nor do order and spelling of names in the ACL.
 * @throws TypeError for a payload that JSON cannot hold, RequestError for an ACL that is none
 */
export function hashRecord({ id, ontology, payload, acl }: MovedRecord): RecordHashes {
  const contentHash = sha256(canonicalJson({ id, ontology, payload }))
  if (acl === null) return { hash: contentHash, contentHash }
  const names = prepareAcl(acl).sort()
  return { hash: sha256(canonicalJson({ acl: names, id, ontology, payload })), contentHash }
}

/**
 * Whether a record is as it was to be. One that can't be hashed is not.
 * @param showsAcl whether the place where it was found shows ACLs
 */
export function isSame(
  { hash, contentHash }: RecordHashes,
  found: MovedRecord,
  showsAcl: boolean,
): boolean {
  try {
    const hashes = hashRecord(found)
    // An ACL that the source never showed is not compared.
    const isAclKnown = showsAcl && found.acl !== null && hash !== contentHash
    return isAclKnown ? hashes.hash === hash : hashes.contentHash === contentHash
  } catch {
    return false
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
