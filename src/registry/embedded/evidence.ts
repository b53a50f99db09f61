import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { readPlatformProof } from '../platform-proof.ts'
import { type Attempts, createAttempts } from './attempts.ts'
import type { StoredEvidence, StoredPlatform } from './contents.ts'
import { canonicalPlatform } from './platform-name.ts'
import type { RegistryStore } from './store.ts'

/** What somebody shows who wants to be certified as a platform. */
export interface Shown {
  readonly secret?: string | undefined
  /** A JWT as `makePlatformProof` makes it. */
  readonly proof?: string | undefined
}

/** Whether what was shown will do; where not, how long to wait before the next time. */
export type Judgement =
  | { readonly isGood: true }
  | { readonly isGood: false; readonly waitMs: number }

/** Decides whether somebody is the platform they say they are. */
export interface EvidenceJudge {
  /** `audiences` are the base URLs of this registry. */
  judge(platform: StoredPlatform, shown: Shown, audiences: readonly string[]): Promise<Judgement>
  /** The platform is registered anew, or is gone. */
  forget(url: string): void
}

interface Options {
  readonly store: Pick<RegistryStore, 'spendProof'>
  readonly attempts?: Attempts
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/** Makes a judge. A proof it has accepted is not accepted again, after a restart neither. */
export function createEvidenceJudge({
  store,
  attempts = createAttempts(),
  now = Date.now,
}: Options): EvidenceJudge {
  async function isGood(
    { url, evidence }: StoredPlatform,
    { secret, proof }: Shown,
    audiences: readonly string[],
  ): Promise<boolean> {
    if (evidence === null) return true
    if (evidence.kind === 'secret') return secret !== undefined && isSecret(secret, evidence)
    if (proof === undefined) return false
    const time = now() / 1000
    const claims = await readPlatformProof(proof, evidence.publicKey, time)
    if (!claims || canonicalPlatform(claims.platform) !== url) return false
    if (!audiences.includes(withoutSlash(claims.aud))) return false
    const id = createHash('sha256')
      .update(JSON.stringify([url, claims.jti]))
      .digest('hex')
    return store.spendProof(id, claims.exp, time)
  }

  return {
    async judge(platform, shown, audiences) {
      if (await isGood(platform, shown, audiences)) {
        attempts.forget(platform.url)
        return { isGood: true }
      }
      return { isGood: false, waitMs: attempts.failed(platform.url) }
    },
    forget: (url) => attempts.forget(url),
  }
}

/** Keeps a secret so that it can be recognised but not read. It has to be long and random: the
 * hash is a quick one. */
export function keepSecret(secret: string): StoredEvidence {
  const salt = randomBytes(16).toString('base64')
  return { kind: 'secret', salt, hash: hashOf(secret, salt).toString('base64') }
}

function isSecret(secret: string, { salt, hash }: { salt: string; hash: string }): boolean {
  const [given, kept] = [hashOf(secret, salt), Buffer.from(hash, 'base64')]
  return given.length === kept.length && timingSafeEqual(given, kept)
}

function hashOf(secret: string, salt: string): Buffer {
  return createHmac('sha256', Buffer.from(salt, 'base64')).update(secret).digest()
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
