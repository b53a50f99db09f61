import { type Answer, createAnswerCache } from '../../registry/answer-cache.ts'
import type { KeyFinder } from '../../registry/certified-keys.ts'
import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
import { timeoutSignal } from '../../registry/timeout.ts'
import type { IdentityLogEntry } from '../../w3id/identity-log/entry.ts'
import { IdentityLogError } from '../../w3id/identity-log/errors.ts'
import { canonicalKey } from '../../w3id/identity-log/proofs.ts'
import { validateLogChain } from '../../w3id/identity-log/validate.ts'
import { createOtherVaults } from '../recovery/other-vaults.ts'
import { vouchedThen } from '../recovery/vouched.ts'
import { type KeyTerm, termsOf } from './key-terms.ts'

/** Why an identity log says nothing about a signature. */
export type LogProblem =
  /** Registry or vault could not tell. */
  | 'UNREACHABLE'
  /** The signer's vault shows a log that was changed, or never was one. */
  | 'LOG_INVALID'
  /** The registry certifies none of the keys the log ends with. */
  | 'LOG_UNVOUCHED'

/** What the vault of a signer shows of their former keys. */
export type SignerLog =
  | {
      readonly kind: 'whole'
      /** Those that ended first; the newest 2000. */
      readonly terms: readonly KeyTerm[]
    }
  | { readonly kind: 'refused'; readonly reason: LogProblem; readonly message: string }

export interface SignerLogs {
  /**
   * The log of an eName, validated whole, and vouched for: the registry certifies a key it ends
   * with. Otherwise a vault could show any history for a name. Whoever holds that key can write
   * another history of their own, as they could have then; nobody else can.
   * @param ename normalised
   * @param certified the keys the registry certifies for it now
   */
  of(ename: string, certified: readonly string[]): Promise<SignerLog>
}

interface Means {
  readonly registry: Pick<RegistryClient, 'resolve' | 'verifyCertificate'>
  readonly find: KeyFinder['find']
  /** For requests to vaults of others. */
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

const keptMs = 60_000
const refusalKeptMs = 5_000
/** For all pages of a log. */
const longestReadMs = 20_000
/** More than anybody changes keys; a hostile log may have a hundred thousand. */
const mostTerms = 2_000

/** Remembers 1000 logs for a minute, and failures for 5 s; asked at once they are read once. */
export function createSignerLogs(means: Means): SignerLogs {
  const logs = createAnswerCache<SignerLog>(means.now)
  return {
    async of(ename, certified) {
      const ask = () => readLog(means, ename)
      const { value } = await logs.get(ename, ask)
      // Vouched for when it was read; the signer may have changed keys since.
      if (value.kind === 'refused' || endsWithOneOf(value.terms, certified)) return value
      return (await logs.get(ename, ask, { fresh: true })).value
    },
  }
}

async function readLog(means: Means, ename: string): Promise<Answer<SignerLog>> {
  const value = await judgeLog(means, ename)
  const keepMs = value.kind === 'whole' ? keptMs : refusalKeptMs
  return { value, keepMs, mayGoStale: false }
}

async function judgeLog(means: Means, ename: string): Promise<SignerLog> {
  const { registry, now } = means
  try {
    const { entries } = await vaultsInTime(means).identityOf(ename)
    const verifyApproval = vouchedThen(registry)
    await validateLogChain(entries, { id: ename, verifyApproval, now: new Date(now()) })
    const terms = termsOf(entries as readonly IdentityLogEntry[]).slice(-mostTerms)
    if (await isVouchedFor(means, ename, terms)) return { kind: 'whole', terms }
    return refused(
      'LOG_UNVOUCHED',
      `The registry certifies no key ${ename}’s identity log ends with`,
    )
  } catch (error) {
    if (error instanceof RegistryError) return refused('UNREACHABLE', error.message)
    if (!(error instanceof IdentityLogError)) throw error
    const { index, message } = error
    const problem = `The identity log of ${ename} does not hold (entry ${index}): ${message}`
    return refused('LOG_INVALID', problem)
  }
}

/** The certified keys that are remembered may be older than the log. */
async function isVouchedFor(
  { find, now }: Means,
  ename: string,
  terms: readonly KeyTerm[],
): Promise<boolean> {
  const askedAfter = now()
  if (endsWithOneOf(terms, (await find(ename)).keys)) return true
  return endsWithOneOf(terms, (await find(ename, { askedAfter })).keys)
}

function endsWithOneOf(terms: readonly KeyTerm[], keys: readonly string[]): boolean {
  const certified = new Set(keys.map(canonicalKey))
  return terms.some(
    ({ publicKey, until }) => until === Number.POSITIVE_INFINITY && certified.has(publicKey),
  )
}

/** Each request has its own limit; a log of many pages would have the sum of them. */
function vaultsInTime({ registry, fetch }: Means) {
  const end = timeoutSignal(longestReadMs)
  const inTime: typeof fetch = (input, init) => {
    const signal = init?.signal ? AbortSignal.any([init.signal, end]) : end
    return fetch(input, { ...init, signal })
  }
  return createOtherVaults({ registry, fetch: inTime })
}

function refused(reason: LogProblem, message: string): SignerLog {
  return { kind: 'refused', reason, message }
}
