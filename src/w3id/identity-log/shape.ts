import { base64pad } from 'multiformats/bases/base64'
import { normaliseEName } from '../ename.ts'
import { decodePublicKey, encodePublicKey } from '../keys.ts'
import { encodeSignature } from '../signatures.ts'
import type { Approval, IdentityLogEntry, Proof, TrustList } from './entry.ts'
import { IdentityLogError } from './errors.ts'

const MOST_KEYS = 20
// The keys of a rotation that all are new, and one that was current before.
const MOST_PROOFS = MOST_KEYS + 1
const MOST_TRUSTED = 100
const LONGEST_WAIT_SECONDS = 10 * 365 * 24 * 60 * 60
const LONGEST_CERTIFICATE = 8192

const VERSION_ID = /^(0|[1-9]\d{0,8})-[0-9a-f]{64}$/
const SHA_256 = /^[0-9a-f]{64}$/
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const SIGNATURE = /^[A-Za-z0-9+/]{86}==$/
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/

type Members = Readonly<Record<string, unknown>>

/**
 * Reads an entry, strictly: exactly the members of `IdentityLogEntry`, every text exactly as we
 * would write it. Returns a copy. Throws IdentityLogError `MALFORMED`, or `WRONG_METHOD` for an
 * entry of another method, whose shape is unknown.
 */
export function parseEntry(value: unknown, index: number): IdentityLogEntry {
  const method = typeof value === 'object' && value !== null && 'method' in value && value.method
  if (typeof method === 'string' && method !== 'w3id:v1') {
    throw new IdentityLogError('WRONG_METHOD', index, 'The entry is of a method we do not know')
  }
  try {
    return readEntry(value)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new IdentityLogError('MALFORMED', index, error.message)
  }
}

function readEntry(value: unknown): IdentityLogEntry {
  const members = readMembers('The entry', value, [
    ...['id', 'versionId', 'versionTime', 'previous', 'method', 'operation', 'updateKeys'],
    ...['nextKeyHashes', 'trust', 'recovery', 'proofs'],
  ])
  const { previous, method, operation, trust } = members
  if (method !== 'w3id:v1') throw new TypeError('The method is no text')
  if (operation !== 'genesis' && operation !== 'rotate' && operation !== 'recover') {
    throw new TypeError('The operation is none of genesis, rotate and recover')
  }
  const id = readEName('The id', members.id)
  return {
    id,
    versionId: readText('The versionId', members.versionId, VERSION_ID),
    versionTime: readTime('The versionTime', members.versionTime),
    previous: previous === null ? null : readText('The previous', previous, VERSION_ID),
    method,
    operation,
    updateKeys: readKeys(members.updateKeys),
    nextKeyHashes: readHashes(members.nextKeyHashes),
    trust: trust === null ? null : readTrust(trust, id),
    recovery: readRecovery(members.recovery, operation === 'recover'),
    proofs: readList('The proofs', members.proofs, MOST_PROOFS).map(readProof),
  }
}

function readKeys(value: unknown): readonly string[] {
  const keys = readList('The updateKeys', value, MOST_KEYS).map(readKey)
  return distinct('The updateKeys', keys)
}

function readHashes(value: unknown): readonly string[] {
  const hashes = readList('The nextKeyHashes', value, MOST_KEYS).map((hash) =>
    readText('A hash of nextKeyHashes', hash, SHA_256),
  )
  return distinct('The nextKeyHashes', hashes)
}

function readTrust(value: unknown, id: string): TrustList {
  const members = readMembers('The trust list', value, ['threshold', 'trusted', 'waitSeconds'])
  const trusted = readList('The trusted', members.trusted, MOST_TRUSTED).map((name) =>
    readEName('A trusted eName', name),
  )
  // A thief of a current key could approve the recovery with it.
  if (trusted.includes(id)) throw new TypeError('The trusted name the identity itself')
  return {
    threshold: readInteger('The threshold', members.threshold, 1, trusted.length),
    trusted: distinct('The trusted', trusted),
    waitSeconds: readInteger('The waitSeconds', members.waitSeconds, 0, LONGEST_WAIT_SECONDS),
  }
}

function readRecovery(value: unknown, isNeeded: boolean): IdentityLogEntry['recovery'] {
  if (!isNeeded) {
    if (value === null) return null
    throw new TypeError('The entry has a recovery and is none')
  }
  const members = readMembers('The recovery', value, ['requestedAt', 'approvals'])
  return {
    requestedAt: readTime('The requestedAt', members.requestedAt),
    approvals: readList('The approvals', members.approvals, MOST_TRUSTED).map(readApproval),
  }
}

function readApproval(value: unknown): Approval {
  const names = ['ename', 'publicKey', 'signature', 'certificate']
  const members = readMembers('An approval', value, names)
  const certificate = readText("An approval's certificate", members.certificate, JWT)
  if (certificate.length > LONGEST_CERTIFICATE) {
    throw new TypeError(`A certificate has more than ${LONGEST_CERTIFICATE} characters`)
  }
  return {
    ename: readEName("An approval's ename", members.ename),
    publicKey: readKey(members.publicKey),
    signature: readSignature(members.signature),
    certificate,
  }
}

function readProof(value: unknown): Proof {
  const { kid, alg, signature } = readMembers('A proof', value, ['kid', 'alg', 'signature'])
  if (alg !== 'ES256') throw new TypeError('The alg of a proof is not ES256')
  return { kid: readKey(kid), alg, signature: readSignature(signature) }
}

function readMembers(what: string, value: unknown, names: readonly string[]): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${what} is no object`)
  }
  const isExact =
    Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name))
  if (!isExact) throw new TypeError(`${what} has not exactly the members ${names.join(', ')}`)
  return value as Members
}

function readList(what: string, value: unknown, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length < 1 || value.length > most) {
    throw new TypeError(`${what} are no list of 1 to ${most}`)
  }
  // `map` would pass over holes.
  return Array.from(value)
}

function distinct(what: string, texts: readonly string[]): readonly string[] {
  if (new Set(texts).size < texts.length) throw new TypeError(`${what} are not distinct`)
  return texts
}

function readText(what: string, value: unknown, shape: RegExp): string {
  if (typeof value !== 'string' || !shape.test(value)) throw new TypeError(`${what} is malformed`)
  return value
}

function readInteger(what: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw new TypeError(`${what} is no whole number from ${least} to ${most}`)
  }
  return value
}

function readTime(what: string, value: unknown): string {
  const text = readText(what, value, TIME)
  const date = new Date(text)
  // February 30 is read as March 2.
  if (Number.isNaN(date.getTime()) || date.toISOString() !== text) {
    throw new TypeError(`${what} is no time`)
  }
  return text
}

function readEName(what: string, value: unknown): string {
  if (typeof value !== 'string' || normaliseEName(value) !== value) {
    throw new TypeError(`${what} is no normalised eName`)
  }
  return value
}

function readKey(value: unknown): string {
  if (typeof value !== 'string' || encodePublicKey(decodePublicKey(value)) !== value) {
    throw new TypeError('A key is not in multibase z of DER SPKI')
  }
  return value
}

function readSignature(value: unknown): string {
  const text = readText('A signature', value, SIGNATURE)
  if (encodeSignature(decodeBase64(text)) !== text) {
    throw new TypeError('A signature is not written in the one way that base64 allows')
  }
  return text
}

function decodeBase64(text: string): Uint8Array {
  try {
    return base64pad.baseDecode(text)
  } catch {
    throw new TypeError('A signature is not valid base64')
  }
}
