import { normaliseEName } from '../ename.ts'
import {
  entryHash,
  type IdentityLogEntry,
  nextKeyHash,
  type TrustList,
  type VerifyApproval,
} from './entry.ts'
import { IdentityLogError } from './errors.ts'
import { checkProofs, type Signatories } from './proofs.ts'
import { checkRecovery } from './recovery.ts'
import { parseEntry } from './shape.ts'

const CLOCK_DIFFERENCE_MS = 5 * 60 * 1000

/** Where a valid log ends. */
export interface IdentityState {
  readonly id: string
  readonly versionId: string
  readonly versionTime: string
  readonly updateKeys: readonly string[]
  readonly nextKeyHashes: readonly string[]
  readonly trust: TrustList | null
}

/** What else is known of a log. */
export interface ValidateOptions {
  /** The eName whose log it has to be. */
  readonly id?: string
  /** The versionId that it has to end with: finds a tail that was cut off. */
  readonly head?: string
  /** The time; the present when left out. Entries from more than 5 minutes later are refused. */
  readonly now?: Date
  /** Needed as soon as the log holds a recovery. */
  readonly verifyApproval?: VerifyApproval
}

/**
 * Checks a whole log, as it came from JSON, and returns where it ends. Throws IdentityLogError
 * with the first entry that does not hold, and what `verifyApproval` throws.
 * A log whose tail was cut off is valid by itself: only `head` finds that out.
 */
export function validateLogChain(
  entries: readonly unknown[],
  options: ValidateOptions = {},
): Promise<IdentityState> {
  return validateStoredLog(entries, 0, options)
}

/**
 * As `validateLogChain`, for a log of which the first `stored` entries come from storage of our
 * own: `verifyApproval` was asked about their recoveries when they were appended, and the
 * certificates have expired since.
 */
export async function validateStoredLog(
  entries: readonly unknown[],
  stored: number,
  options: ValidateOptions,
): Promise<IdentityState> {
  const latest = (options.now ?? new Date()).getTime() + CLOCK_DIFFERENCE_MS
  const everCurrent: KeyHashes = new Map()
  let previous: IdentityLogEntry | null = null
  for (const [index, value] of entries.entries()) {
    const entry = parseEntry(value, index)
    checkId(entry, index, previous?.id ?? options.id)
    await checkPlace(entry, index, previous, latest)
    const signatories = await checkKeys(entry, index, previous, everCurrent)
    await checkProofs(entry, index, signatories)
    if (entry.operation === 'recover' && previous !== null) {
      const verify = index < stored ? async () => true : options.verifyApproval
      await checkRecovery(entry, index, previous, verify)
    }
    previous = entry
  }
  return stateOf(previous, entries.length - 1, options.head)
}

/**
 * The keys that were current at that time, [] before the first entry. Expects a log that
 * `validateLogChain` accepted.
 */
export function keysAt(entries: readonly IdentityLogEntry[], at: Date): readonly string[] {
  const time = at.getTime()
  return entries.findLast((entry) => Date.parse(entry.versionTime) <= time)?.updateKeys ?? []
}

/** Hashes of the keys that were ever current, by key. */
type KeyHashes = Map<string, string>

function stateOf(
  last: IdentityLogEntry | null,
  index: number,
  head: string | undefined,
): IdentityState {
  if (head !== undefined && last?.versionId !== head) {
    throw new IdentityLogError('WRONG_HEAD', Math.max(index, 0), 'The log ends with another entry')
  }
  if (last === null) throw new IdentityLogError('BROKEN_CHAIN', 0, 'The log is empty')
  const { id, versionId, versionTime, updateKeys, nextKeyHashes, trust } = last
  return { id, versionId, versionTime, updateKeys, nextKeyHashes, trust }
}

function checkId(entry: IdentityLogEntry, index: number, id: string | undefined): void {
  if (id === undefined || normaliseEName(id) === entry.id) return
  throw new IdentityLogError('WRONG_ID', index, 'The entry is of another identity')
}

async function checkPlace(
  entry: IdentityLogEntry,
  index: number,
  previous: IdentityLogEntry | null,
  latest: number,
): Promise<void> {
  const { versionId, proofs, ...hashed } = entry
  if (!versionId.startsWith(`${index}-`)) {
    throw new IdentityLogError('WRONG_INDEX', index, 'The entry stands in another place')
  }
  const isFirst = entry.operation === 'genesis'
  if (isFirst !== (previous === null) || entry.previous !== (previous?.versionId ?? null)) {
    throw new IdentityLogError('BROKEN_CHAIN', index, 'The entry does not continue the one before')
  }
  if (versionId !== `${index}-${await entryHash(hashed)}`) {
    throw new IdentityLogError('WRONG_HASH', index, 'The entry was changed: its hash is another')
  }
  if (entry.versionTime < (previous?.versionTime ?? '')) {
    throw new IdentityLogError('WRONG_TIME', index, 'The entry is older than the one before')
  }
  if (Date.parse(entry.versionTime) > latest) {
    throw new IdentityLogError('WRONG_TIME', index, 'The entry is from the future: check the clock')
  }
}

/** Which keys may come. Returns which have to sign, and notes the new ones as current. */
async function checkKeys(
  entry: IdentityLogEntry,
  index: number,
  previous: IdentityLogEntry | null,
  everCurrent: KeyHashes,
): Promise<Signatories> {
  const { operation, updateKeys, nextKeyHashes } = entry
  const current = previous?.updateKeys ?? []
  const added =
    operation === 'rotate' ? updateKeys.filter((key) => !current.includes(key)) : updateKeys
  if (added.some((key) => everCurrent.has(key))) {
    throw new IdentityLogError('REUSED_KEY', index, 'A key that was current before comes again')
  }
  const committed = previous?.nextKeyHashes ?? []
  const hashes = await Promise.all(added.map(nextKeyHash))
  if (operation === 'rotate' && !hashes.some((hash) => committed.includes(hash))) {
    throw new IdentityLogError('WRONG_NEXT_KEY', index, 'No new key was committed to before')
  }
  for (const [at, key] of added.entries()) everCurrent.set(key, hashes[at] ?? '')
  const used = new Set(everCurrent.values())
  if (nextKeyHashes.some((hash) => used.has(hash))) {
    throw new IdentityLogError('REUSED_KEY', index, 'A key that was current shall come again')
  }
  return { all: added, oneOf: operation === 'rotate' ? current : null }
}
