import { normaliseEName } from '../ename.ts'
import {
  type Approval,
  entryHash,
  type IdentityLogEntry,
  type IdentityLogStorage,
  type KeySigner,
  type TrustList,
  type VerifyApproval,
} from './entry.ts'
import { IdentityLogError } from './errors.ts'
import { canonicalKey, proofsOf } from './proofs.ts'
import { validateStoredLog } from './validate.ts'

/** The first entry of a log. */
export interface GenesisInput {
  readonly id: string
  /** The first keys; all of them sign. */
  readonly signers: readonly KeySigner[]
  readonly nextKeyHashes: readonly string[]
  /** Nobody when left out. */
  readonly trust?: TrustList | null
}

/** Other keys, another trust list, or both. */
export interface RotateInput {
  readonly id: string
  /** One of the current keys, whether it stays or not. */
  readonly current: KeySigner
  /** The keys that come; at least one of them was committed to. */
  readonly added: readonly KeySigner[]
  /** The current keys that stay. The others are revoked, for ever. */
  readonly kept: readonly string[]
  readonly nextKeyHashes: readonly string[]
  /** Unchanged when left out. */
  readonly trust?: TrustList | null
}

/** All keys anew, on the word of the trusted. */
export interface RecoverInput {
  readonly id: string
  readonly added: readonly KeySigner[]
  readonly nextKeyHashes: readonly string[]
  /** As it stands in the request that was approved. */
  readonly requestedAt: string
  readonly approvals: readonly Approval[]
  readonly verifyApproval: VerifyApproval
}

/**
 * Writes identity logs. Each call resolves to the entry it wrote, once that is durable, and
 * rejects with IdentityLogError when the log would not be valid with it, `CONFLICT` when another
 * entry was written first, and a TypeError for a key that is none.
 */
export interface IdentityLog {
  genesis(input: GenesisInput): Promise<IdentityLogEntry>
  rotate(input: RotateInput): Promise<IdentityLogEntry>
  recover(input: RecoverInput): Promise<IdentityLogEntry>
}

interface LogSource {
  readonly storage: IdentityLogStorage
  readonly now?: () => Date
}

/** What an entry says, without what follows from its place in the log. */
type Draft = Pick<
  IdentityLogEntry,
  'operation' | 'updateKeys' | 'nextKeyHashes' | 'trust' | 'recovery'
>

/** A manager of the logs in a storage. `now` is the clock, the machine's when left out. */
export function createIdentityLog(options: LogSource): IdentityLog {
  return {
    genesis: (input) => writeGenesis(options, input),
    rotate: (input) => writeRotation(options, input),
    recover: (input) => writeRecovery(options, input),
  }
}

async function writeGenesis(source: LogSource, input: GenesisInput): Promise<IdentityLogEntry> {
  const id = normaliseEName(input.id)
  const log = await source.storage.read(id)
  if (log.length > 0) {
    throw new IdentityLogError('CONFLICT', log.length, 'The identity has a log: rotate its keys')
  }
  const { signers, nextKeyHashes, trust = null } = input
  const updateKeys = keysOf(signers)
  const draft: Draft = { operation: 'genesis', updateKeys, nextKeyHashes, trust, recovery: null }
  return append(source, { id, log, draft, signers })
}

async function writeRotation(source: LogSource, input: RotateInput): Promise<IdentityLogEntry> {
  const { id, log, head } = await readLog(source, input.id)
  const { current, added, kept, nextKeyHashes, trust = head.trust } = input
  const updateKeys = [...kept.map(canonicalKey), ...keysOf(added)]
  const draft: Draft = { operation: 'rotate', updateKeys, nextKeyHashes, trust, recovery: null }
  return append(source, { id, log, draft, signers: [current, ...added] })
}

async function writeRecovery(source: LogSource, input: RecoverInput): Promise<IdentityLogEntry> {
  const { id, log, head } = await readLog(source, input.id)
  const { added, nextKeyHashes, requestedAt, approvals, verifyApproval } = input
  const draft: Draft = {
    operation: 'recover',
    updateKeys: keysOf(added),
    nextKeyHashes,
    trust: head.trust,
    recovery: { requestedAt, approvals },
  }
  return append(source, { id, log, draft, signers: added, verifyApproval })
}

async function readLog(source: LogSource, name: string) {
  const id = normaliseEName(name)
  const log = await source.storage.read(id)
  const head = log.at(-1)
  if (head === undefined) {
    throw new IdentityLogError('BROKEN_CHAIN', 0, 'The identity has no log: write its genesis')
  }
  return { id, log, head }
}

function keysOf(signers: readonly KeySigner[]): readonly string[] {
  return signers.map(({ publicKey }) => canonicalKey(publicKey))
}

interface Addition {
  readonly id: string
  readonly log: readonly IdentityLogEntry[]
  readonly draft: Draft
  readonly signers: readonly KeySigner[]
  readonly verifyApproval?: VerifyApproval
}

async function append(source: LogSource, addition: Addition): Promise<IdentityLogEntry> {
  const { id, log, draft, signers, ...verifying } = addition
  const now = source.now?.() ?? new Date()
  const head = log.at(-1)
  const hashed = {
    id,
    versionTime: laterOf(now.toISOString(), head?.versionTime),
    previous: head?.versionId ?? null,
    method: 'w3id:v1' as const,
    // A copy: the caller's lists may change while a signer waits for its owner.
    ...structuredClone(draft),
  }
  const versionId = `${log.length}-${await entryHash(hashed)}`
  const proofs = await proofsOf({ versionId, ...hashed }, signers)
  const entry: IdentityLogEntry = { versionId, proofs, ...hashed }
  await validateStoredLog([...log, entry], log.length, { id, now, ...verifying })
  await source.storage.append(entry)
  return entry
}

/** A clock that was set back makes no entry older than the one before. */
function laterOf(time: string, atLeast: string | undefined): string {
  return atLeast !== undefined && atLeast > time ? atLeast : time
}
