import { decodeJwt } from 'jose'
import { z } from 'zod'
import { normaliseEName } from '../w3id/ename.ts'
import { fetchBoundedJson } from './bounded-fetch.ts'
import type { RegistryClient } from './client.ts'
import { RegistryError, type TokenProblem } from './errors.ts'

const LONGEST_KEPT_MS = 60_000
/** Of failures and of names without keys: a flood of bad tokens makes no flood of requests. */
const NEGATIVE_KEPT_MS = 5000
/** How often a name is asked for anew although its answer is kept. */
const ANEW_INTERVAL_MS = 5000
const NAMES_KEPT = 1000
const CERTIFICATES_TRIED = 20

const whoisAnswer = z.object({ keyBindingCertificates: z.array(z.unknown()) })

export interface CertifiedKeysOptions {
  readonly registry: Pick<RegistryClient, 'resolve' | 'verifyCertificate'>
  /** Asks the vaults for their certificates. */
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** Keys (multibase) of an eName in its normal form whose vault is held by this server, null for
   * every other: they need no registry, and are asked for anew each time. */
  readonly ownKeys?: (ename: string) => readonly string[] | null
}

/** Which public keys speak for an eName. */
export interface CertifiedKeys {
  /**
   * The public keys (multibase) certified for the eName, none for a name that the registry does
   * not know or that is no eName. An answer may be 60 s old. Certificates that do not hold are
   * skipped. Throws a RegistryError (UNREACHABLE, REFUSED, BAD_ANSWER) when the registry or the
   * vault could not tell.
   */
  keysOf(ename: string, options?: FindOptions): Promise<readonly string[]>
}

export interface FindOptions {
  /** An answer that was asked for earlier than this (milliseconds since the epoch) will not do,
   * unless the name was asked for anew less than 5 s ago, or cannot be asked for now. */
  readonly askedAfter?: number
}

/** Why a certificate does not count. */
export type CertificateProblem =
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_FOR_ANOTHER_NAME'
  | 'CERTIFICATE_FROM_UNKNOWN_REGISTRY'

/** What was found about an eName. */
export interface KeyFinding {
  /** Whether there is a vault of this name. */
  readonly isKnown: boolean
  /** The certified keys, multibase. */
  readonly keys: readonly string[]
  /** The keys its vault shows certificates for that do not count. Nobody vouches for them. */
  readonly refused: readonly { readonly publicKey: string; readonly problem: CertificateProblem }[]
}

/** Finds keys, says why others were not taken, and can be told to forget. */
export interface KeyFinder extends CertifiedKeys {
  /** What `keysOf` is a part of. Throws as it does. */
  find(ename: string, options?: FindOptions): Promise<KeyFinding>
  /** The next question about this name goes to registry and vault. */
  forget(ename: string): void
}

interface Remembered {
  readonly finding: Promise<KeyFinding>
  readonly since: number
  /** When to ask again, in milliseconds since the epoch. Infinite while the answer is awaited. */
  goodUntil: number
  /** When the name was last asked for anew. */
  anewAt: number
}

interface Certified {
  readonly publicKey: string
  /** Seconds since the epoch. */
  readonly exp: number
}

const NOTHING: KeyFinding = { isKnown: false, keys: [], refused: [] }
const NEVER = Number.NEGATIVE_INFINITY

/**
 * Finds the keys of eNames: resolve at the registry, ask the vault's `/whois`, verify each
 * certificate. Answers are kept for up to 60 s but no longer than their certificates hold,
 * failures and empty answers for 5 s, and those of 1000 names at most; questions about the same
 * name at the same time share one answer. Protocol §6.
 */
export function createCertifiedKeys(options: CertifiedKeysOptions): KeyFinder {
  const { now = Date.now } = options
  const remembered = new Map<string, Remembered>()

  /** Puts it at the end, so that the name nobody asked for longest is at the beginning. */
  function remember(name: string, entry: Remembered): void {
    remembered.delete(name)
    remembered.set(name, entry)
    const [oldest] = remembered.keys()
    if (remembered.size > NAMES_KEPT && oldest !== undefined) remembered.delete(oldest)
  }

  /** Asks anew; while nobody can be asked, what was known goes on. */
  function askAnew(name: string, known: Remembered): Promise<KeyFinding> {
    known.anewAt = now()
    const entry = ask(options, name, now, { fresh: true, anewAt: known.anewAt })
    remember(name, entry)
    return entry.finding.catch(() => {
      if (remembered.get(name) === entry) remembered.set(name, known)
      return known.finding
    })
  }

  async function find(ename: string, { askedAfter = NEVER }: FindOptions = {}) {
    const name = asEName(ename)
    if (name === null) return NOTHING
    const own = options.ownKeys?.(name)
    if (own) return { isKnown: true, keys: own, refused: [] }
    const known = remembered.get(name)
    if (known && isGood(known, now())) {
      const isEnough = known.since >= askedAfter || isWithinInterval(known.anewAt, now())
      if (!isEnough) return askAnew(name, known)
      remember(name, known)
      return known.finding
    }
    const fresh = known?.goodUntil === NEVER
    const entry = ask(options, name, now, { fresh, anewAt: known?.anewAt ?? NEVER })
    remember(name, entry)
    return entry.finding
  }

  return {
    find,
    keysOf: async (ename, findOptions) => (await find(ename, findOptions)).keys,
    forget(ename) {
      const name = asEName(ename)
      const nothing = { finding: Promise.resolve(NOTHING), since: now(), anewAt: NEVER }
      if (name !== null) remember(name, { ...nothing, goodUntil: NEVER })
    },
  }
}

function isWithinInterval(since: number, at: number): boolean {
  return at >= since && at - since < ANEW_INTERVAL_MS
}

function ask(
  options: CertifiedKeysOptions,
  name: string,
  now: () => number,
  { fresh, anewAt }: { readonly fresh: boolean; readonly anewAt: number },
): Remembered {
  const found = findKeys(options, name, now, fresh)
  const entry: Remembered = {
    finding: found.then(({ finding }) => finding),
    since: now(),
    goodUntil: Number.POSITIVE_INFINITY,
    anewAt,
  }
  found.then(
    ({ goodUntil }) => {
      entry.goodUntil = goodUntil
    },
    () => {
      entry.goodUntil = now() + NEGATIVE_KEPT_MS
    },
  )
  return entry
}

function asEName(text: string): string | null {
  try {
    return normaliseEName(text)
  } catch {
    return null
  }
}

/** A clock that was set back must not make an answer last longer. */
function isGood({ since, goodUntil }: Remembered, at: number): boolean {
  return at < goodUntil && (at >= since || goodUntil === Number.POSITIVE_INFINITY)
}

async function findKeys(
  { registry, fetch }: CertifiedKeysOptions,
  name: string,
  now: () => number,
  fresh: boolean,
): Promise<{ readonly finding: KeyFinding; readonly goodUntil: number }> {
  const tokens = await findCertificates({ registry, fetch }, name, fresh)
  if (!tokens) return { finding: NOTHING, goodUntil: now() + NEGATIVE_KEPT_MS }
  const answers = await Promise.all(tokens.map((token) => verified(registry, token, name)))
  const certified = answers.flatMap(({ good }) => (good && good.exp * 1000 > now() ? [good] : []))
  const { unsure } = answers.find((answer) => answer.unsure) ?? {}
  if (unsure && certified.length === 0) throw unsure
  const kept = unsure || certified.length === 0 ? NEGATIVE_KEPT_MS : LONGEST_KEPT_MS
  return {
    finding: {
      isKnown: true,
      keys: [...new Set(certified.map(({ publicKey }) => publicKey))],
      refused: answers.flatMap(({ refused }) => refused ?? []),
    },
    goodUntil: Math.min(now() + kept, ...certified.map(({ exp }) => exp * 1000)),
  }
}

/** The certificates of the name's vault, null when the registry does not know the name. */
async function findCertificates(
  { registry, fetch }: CertifiedKeysOptions,
  name: string,
  fresh: boolean,
): Promise<string[] | null> {
  const entry = await registry.resolve(name, { fresh })
  // Known as that, but certified under the name it has.
  if (!entry || (asEName(entry.ename) ?? name) !== name) return null
  try {
    return await askWhois(fetch, entry.uri, name)
  } catch (error) {
    // The vault may have moved since the registry's answer was kept.
    const moved = fresh ? null : await registry.resolve(name, { fresh: true }).catch(() => null)
    if (!moved || moved.uri === entry.uri) throw error
    return askWhois(fetch, moved.uri, name)
  }
}

async function askWhois(
  fetch: CertifiedKeysOptions['fetch'],
  uri: string,
  name: string,
): Promise<string[]> {
  const url = new URL(uri)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/whois`
  url.search = ''
  url.hash = ''
  const who = 'The vault'
  const body = await fetchBoundedJson({ fetch, url, headers: { 'x-ename': name }, who })
  const { data } = whoisAnswer.safeParse(body)
  if (!data) {
    throw new RegistryError('BAD_ANSWER', `${who} at ${url.host} named no certificates`)
  }
  return data.keyBindingCertificates
    .filter((certificate) => typeof certificate === 'string')
    .slice(0, CERTIFICATES_TRIED)
}

interface Verified {
  readonly good?: Certified
  readonly refused?: KeyFinding['refused'][number]
  /** There when it stays unknown whether the certificate holds. */
  readonly unsure?: RegistryError
}

const PROBLEMS: Partial<Record<TokenProblem, CertificateProblem>> = {
  EXPIRED: 'CERTIFICATE_EXPIRED',
  OTHER_NAME: 'CERTIFICATE_FOR_ANOTHER_NAME',
  UNKNOWN_ISSUER: 'CERTIFICATE_FROM_UNKNOWN_REGISTRY',
}

async function verified(
  registry: CertifiedKeysOptions['registry'],
  token: string,
  name: string,
): Promise<Verified> {
  try {
    return { good: await registry.verifyCertificate(token, name) }
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    if (error.code !== 'INVALID_TOKEN') return { unsure: error }
    const problem = PROBLEMS[error.problem ?? 'OTHER_KIND']
    const publicKey = claimedKey(token)
    return problem && publicKey !== null ? { refused: { publicKey, problem } } : {}
  }
}

/** The key in a certificate that nobody vouches for; null when it is no certificate. */
function claimedKey(token: string): string | null {
  try {
    const { publicKey } = decodeJwt(token)
    return typeof publicKey === 'string' ? publicKey : null
  } catch {
    return null
  }
}
