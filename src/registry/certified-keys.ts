import { z } from 'zod'
import { normaliseEName } from '../w3id/ename.ts'
import { fetchBoundedJson } from './bounded-fetch.ts'
import type { RegistryClient } from './client.ts'
import { RegistryError } from './errors.ts'

const LONGEST_KEPT_MS = 60_000
/** Of failures and of names without keys: a flood of bad tokens makes no flood of requests. */
const NEGATIVE_KEPT_MS = 5000
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
  keysOf(ename: string): Promise<readonly string[]>
}

interface Finding {
  readonly keys: readonly string[]
  /** When to ask again, in milliseconds since the epoch. */
  readonly goodUntil: number
}

interface Remembered {
  readonly keys: Promise<readonly string[]>
  readonly since: number
  /** Infinite while the answer is awaited. */
  goodUntil: number
}

interface Certified {
  readonly publicKey: string
  /** Seconds since the epoch. */
  readonly exp: number
}

/**
 * Finds the keys of eNames: resolve at the registry, ask the vault's `/whois`, verify each
 * certificate. Answers are kept for up to 60 s but no longer than their certificates hold,
 * failures and empty answers for 5 s, and those of 1000 names at most; questions about the same
 * name at the same time share one answer. Protocol §6.
 */
export function createCertifiedKeys(options: CertifiedKeysOptions): CertifiedKeys {
  const { now = Date.now } = options
  const remembered = new Map<string, Remembered>()

  return {
    async keysOf(ename) {
      const name = asEName(ename)
      if (name === null) return []
      const own = options.ownKeys?.(name)
      if (own) return own
      const known = remembered.get(name)
      const entry = known && isGood(known, now()) ? known : ask(options, name, now)
      // Put back at the end, so that the name nobody asked for longest is at the beginning.
      remembered.delete(name)
      remembered.set(name, entry)
      const [oldest] = remembered.keys()
      if (remembered.size > NAMES_KEPT && oldest !== undefined) remembered.delete(oldest)
      return entry.keys
    },
  }
}

function ask(options: CertifiedKeysOptions, name: string, now: () => number): Remembered {
  const finding = findKeys(options, name, now)
  const entry: Remembered = {
    keys: finding.then(({ keys }) => keys),
    since: now(),
    goodUntil: Number.POSITIVE_INFINITY,
  }
  finding.then(
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
): Promise<Finding> {
  const entry = await registry.resolve(name)
  if (!entry) return { keys: [], goodUntil: now() + NEGATIVE_KEPT_MS }
  const tokens = await askWhois(fetch, entry.uri, name)
  const answers = await Promise.all(tokens.map((token) => verified(registry, token, name)))
  const certified = answers.filter(
    (answer): answer is Certified =>
      answer !== null && !(answer instanceof RegistryError) && answer.exp * 1000 > now(),
  )
  const unsure = answers.find((answer) => answer instanceof RegistryError)
  if (unsure && certified.length === 0) throw unsure
  const kept = unsure || certified.length === 0 ? NEGATIVE_KEPT_MS : LONGEST_KEPT_MS
  return {
    keys: [...new Set(certified.map(({ publicKey }) => publicKey))],
    goodUntil: Math.min(now() + kept, ...certified.map(({ exp }) => exp * 1000)),
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

/** What the certificate says, null when it does not hold, the error when that stays unknown. */
async function verified(
  registry: CertifiedKeysOptions['registry'],
  token: string,
  name: string,
): Promise<Certified | RegistryError | null> {
  try {
    return await registry.verifyCertificate(token, name)
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    return error.code === 'INVALID_TOKEN' ? null : error
  }
}
