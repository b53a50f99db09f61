import {
  type Approval,
  entryHash,
  type IdentityLogEntry,
  type KeySigner,
  nextKeyHash,
  type RecoveryRequest,
  recoveryRequestBytes,
} from '../../src/w3id/identity-log/entry.ts'
import { IdentityLogError } from '../../src/w3id/identity-log/errors.ts'
import { createIdentityLog } from '../../src/w3id/identity-log/manager.ts'
import { createMemoryStorage } from '../../src/w3id/identity-log/memory-storage.ts'
import { proofsOf } from '../../src/w3id/identity-log/proofs.ts'
import { type ValidateOptions, validateLogChain } from '../../src/w3id/identity-log/validate.ts'
import { encodePublicKey } from '../../src/w3id/keys.ts'
import { encodeSignature } from '../../src/w3id/signatures.ts'
import { makeRegistryKey } from './registry-key.ts'

/** For tests: an entry without what follows from it. */
export type Content = Omit<IdentityLogEntry, 'versionId' | 'proofs'>

/** For tests: four entries. */
export type TestLog = readonly [
  ...[IdentityLogEntry, IdentityLogEntry, IdentityLogEntry, IdentityLogEntry],
]

/** For tests. */
export const TEST_ID = '@e4d909c2-5d2f-4a7d-9473-b34b6c0f1a5a'
/** For tests: the trust list of `makeTestLog`. */
export const TEST_TRUST = {
  threshold: 2,
  trusted: ['@friend-0', '@friend-1', '@friend-2'],
  waitSeconds: 3600,
}
/** For tests: when the log of `makeTestLog` begins; a day passes before each step. */
export const TEST_START = Date.UTC(2026, 0, 2)
export const TEST_DAY = 24 * 60 * 60 * 1000

/** For tests: a fresh key, and its hash for a commitment. */
export interface TestSigner extends KeySigner {
  readonly hash: string
}

/** For tests. */
export async function makeSigner(): Promise<TestSigner> {
  const { spki, sign } = await makeRegistryKey()
  const publicKey = encodePublicKey(spki)
  return { publicKey, sign, hash: await nextKeyHash(publicKey) }
}

/** For tests. */
export function makeSigners(count: number): Promise<TestSigner[]> {
  return Promise.all(Array.from({ length: count }, makeSigner))
}

/** For tests: an entry with a true hash and true proofs, however wrong its content. */
export async function forge(
  index: number,
  content: Content,
  signers: readonly KeySigner[],
): Promise<IdentityLogEntry> {
  const entry = { versionId: `${index}-${await entryHash(content)}`, ...content }
  return { proofs: await proofsOf(entry, signers), ...entry }
}

/** For tests: a friend's word for a recovery. */
export async function approve(
  ename: string,
  signer: KeySigner,
  request: RecoveryRequest,
): Promise<Approval> {
  const signature = encodeSignature(await signer.sign(recoveryRequestBytes(request)))
  return { ename, publicKey: signer.publicKey, signature, certificate: 'e30.e30.AA' }
}

type Six = readonly [TestSigner, TestSigner, TestSigner, TestSigner, TestSigner, TestSigner]

/** For tests: a to e and a stranger. */
export async function makeSix(): Promise<Six> {
  return (await makeSigners(6)) as unknown as Six
}

/**
 * For tests: genesis with a and b, rotation to b and c, recovery to d by the first two friends,
 * rotation to e.
 */
export async function makeTestLog(
  id: string,
  [a, b, c, d, e, stranger]: Six,
  friends: readonly TestSigner[],
): Promise<TestLog> {
  let time = TEST_START
  const storage = createMemoryStorage()
  const manager = createIdentityLog({ storage, now: () => new Date(time) })
  await manager.genesis({ id, signers: [a, b], nextKeyHashes: [c.hash], trust: TEST_TRUST })
  time += TEST_DAY
  const kept = [b.publicKey]
  const nextKeyHashes = [d.hash]
  const second = await manager.rotate({ id, current: a, added: [c], kept, nextKeyHashes })
  time += TEST_DAY
  const requestedAt = new Date(time).toISOString()
  const keys = { updateKeys: [d.publicKey], nextKeyHashes: [e.hash] }
  const request = { id, previous: second.versionId, requestedAt, ...keys }
  const approvals = await Promise.all(
    friends.slice(0, 2).map((friend, at) => approve(`@friend-${at}`, friend, request)),
  )
  time += TEST_DAY
  const asked = { id, added: [d], nextKeyHashes: [e.hash], requestedAt, approvals }
  await manager.recover({ verifyApproval: async () => true, ...asked })
  time += TEST_DAY
  const last = { id, current: d, added: [e], kept: [] }
  await manager.rotate({ nextKeyHashes: [stranger.hash], ...last })
  return (await storage.read(id)) as unknown as TestLog
}

/** For tests: what an entry says, with changes. */
export function contentOf(entry: IdentityLogEntry, changes: object = {}): Content {
  const { versionId, proofs, ...content } = entry
  return { ...content, ...changes }
}

/** For tests: the code and the index a log is refused with, or "valid". */
export async function verdict(
  entries: readonly unknown[],
  options: ValidateOptions = {},
): Promise<string> {
  const verifyApproval = async () => true
  try {
    await validateLogChain(entries, { verifyApproval, ...options })
    return 'valid'
  } catch (error) {
    if (error instanceof IdentityLogError) return `${error.code} ${error.index}`
    throw error
  }
}
