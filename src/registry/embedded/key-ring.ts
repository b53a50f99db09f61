import type { StoredKey } from './contents.ts'
import type { RegistryStore } from './store.ts'
import { LONGEST_TOKEN_SECONDS, publicPoint, type RegistrySigner } from './tokens.ts'

/** A retired key stays published a little longer than its last token lasts. */
const PUBLISHED_SECONDS = LONGEST_TOKEN_SECONDS + 24 * 3600

/**
 * Where the registry's keys are kept: gives its n-th key, from 1, which is made when it is
 * missing. Asked again it gives the same one, with the same `kid`.
 */
export type SignerSource = (number: number) => Promise<RegistrySigner>

/** The key cannot be changed: whoever started the registry gave it only the one. */
export class FixedKeyError extends Error {
  override readonly name = 'FixedKeyError'

  constructor() {
    super('This registry was started with a single key, which cannot be changed')
  }
}

/** The keys of the registry: one signs, those before it verify what they have signed. */
export interface KeyRing {
  current(): RegistrySigner
  /** The JWK set: public members only, the key that signs first. Protocol §2. */
  jwks(): { readonly keys: readonly Readonly<Record<string, string>>[] }
  /** From now on the next key signs. Its `kid`. Throws a FixedKeyError, and what the source and
   * the store throw: then the key that signed goes on. */
  rotate(): Promise<string>
}

interface Options {
  readonly signer: RegistrySigner | SignerSource
  readonly store: Pick<RegistryStore, 'keys' | 'putKeys' | 'adoptKeys'>
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/** Finds the key that signs. Throws a ZodError when it is no P-256 key, and the source's errors. */
export async function openKeyRing({ signer, store, now = Date.now }: Options): Promise<KeyRing> {
  if (typeof signer !== 'function') return fixedRing(signer, store, now)
  let current = await startSigner(signer, store, now)
  let lastTurn: Promise<unknown> = Promise.resolve()

  async function next(source: SignerSource): Promise<string> {
    const known = store.keys()
    const number = (known.at(-1)?.number ?? 0) + 1
    // A crash after this leaves a key that nobody uses, and that the next turn finds again.
    const following = await source(number)
    await store.putKeys(succeeded(known, number, following, now() / 1000))
    current = following
    return following.kid
  }

  return {
    current: () => current,
    jwks: () => published(current, store.keys(), now() / 1000),
    rotate() {
      const turn = lastTurn.then(() => next(signer))
      lastTurn = turn.catch(() => {})
      return turn
    },
  }
}

function fixedRing(signer: RegistrySigner, store: Options['store'], now: () => number): KeyRing {
  publicPoint(signer)
  return {
    current: () => signer,
    jwks: () => published(signer, store.keys(), now() / 1000),
    rotate: () => Promise.reject(new FixedKeyError()),
  }
}

async function startSigner(
  source: SignerSource,
  store: Options['store'],
  now: () => number,
): Promise<RegistrySigner> {
  const known = store.keys()
  const last = known.at(-1)
  const signer = await source(last?.number ?? 1)
  if (!last) {
    store.adoptKeys(succeeded(known, 1, signer, 0))
    return signer
  }
  const { x, y } = publicPoint(signer)
  if (last.x === x && last.y === y) return signer
  // The keychain has lost the private key and made another: it must not go by the old one's name.
  const following = await source(last.number + 1)
  await store.putKeys(succeeded(known, last.number + 1, following, now() / 1000))
  return following
}

/** The keys with one more, which signs from `at` (seconds since the epoch) on. */
function succeeded(
  known: readonly StoredKey[],
  number: number,
  signer: RegistrySigner,
  at: number,
): StoredKey[] {
  const retired = known.map((key) => ({ ...key, retiredAt: key.retiredAt ?? Math.ceil(at) }))
  const key = { number, kid: signer.kid, ...publicPoint(signer), retiredAt: null }
  return [...retired.filter((old) => isPublished(old, at)), key]
}

function isPublished({ retiredAt }: StoredKey, at: number): boolean {
  return retiredAt === null || at < retiredAt + PUBLISHED_SECONDS
}

function published(signer: RegistrySigner, known: readonly StoredKey[], at: number) {
  const earlier = known.filter((key) => key.kid !== signer.kid && isPublished(key, at))
  const points = [{ kid: signer.kid, ...publicPoint(signer) }, ...earlier.toReversed()]
  const keys = points.map(({ kid, x, y }) => {
    return { kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' }
  })
  return { keys }
}
