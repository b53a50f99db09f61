import { and, eq } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { consents } from '../db/schema.ts'
import { RequestError } from '../errors.ts'
import type { Grant } from './authorise.ts'
import type { Caller } from './caller.ts'
import { normalisePlatform } from './platform-name.ts'

/** What the owner decided about a platform, or that it has asked. */
export type Consent = typeof consents.$inferSelect

/** The owner's decision. Source: design, "Who is asking". */
export interface Decision {
  readonly decision: 'everything' | 'read' | 'ontologies' | 'blocked'
  readonly ontologies: readonly { readonly ontology: string; readonly write: boolean }[]
  readonly migrator: boolean
}

/** Decisions about platforms, held in memory: each request asks, and a change counts at once. */
export interface Consents {
  /**
   * For a platform in any spelling; null when nobody has decided or asked. What was decided about
   * a platform that proved itself does not count for one that only claims its name, unless it is
   * blocked.
   */
  of(ename: string, caller: { platform: string; verified: boolean }): Consent | null
  /** Keeps that a platform wants to use the vault, once. */
  ask(ename: string, caller: Extract<Caller, { kind: 'platform' }>): Promise<void>
  list(grant: Grant<'oversee'>): Consent[]
  /** The consent that such a decision would make; nothing is kept. */
  imagine(grant: Grant<'oversee' | 'administer'>, platform: string, decision: Decision): Consent
  decide(grant: Grant<'administer'>, platform: string, decision: Decision): Promise<Consent>
  /** Forgets a platform: its next request is one of a platform nobody decided about. */
  revoke(grant: Grant<'administer'>, platform: string): Promise<void>
  /**
   * Takes the owner's latest decision about a platform back, or that it was forgotten: what held
   * before holds again, also that it waits. False where there is none since the vault was opened.
   */
  undo(grant: Grant<'administer'>, platform: string): Promise<boolean>
  /** Has a listener told of each request and decision, once it counts. */
  whenChanged(listener: (ename: string) => void): void
}

/** On the live network anyone can have a token for any name: they must not fill the disk. */
const mostUndecided = 500
const mostOntologies = 200
const longestName = 500

export async function openConsents(db: Database): Promise<Consents> {
  const known = new Map<string, Consent>()
  /** What held before the latest decision about a platform; null for nothing. */
  const former = new Map<string, Consent | null>()
  const listeners: ((ename: string) => void)[] = []
  const tell = (ename: string) => {
    for (const listener of listeners) listener(ename)
  }
  for (const row of await db.select().from(consents)) known.set(keyOf(row.ename, row.platform), row)

  async function keep(row: Consent): Promise<Consent> {
    const { ename: _, platform: __, ...values } = row
    await db
      .insert(consents)
      .values(row)
      .onConflictDoUpdate({ target: [consents.ename, consents.platform], set: values })
    known.set(keyOf(row.ename, row.platform), row)
    tell(row.ename)
    return row
  }
  async function forget(ename: string, platform: string): Promise<void> {
    await db.delete(consents).where(and(eq(consents.ename, ename), eq(consents.platform, platform)))
    known.delete(keyOf(ename, platform))
    tell(ename)
  }
  const rememberFormer = (key: string) => former.set(key, known.get(key) ?? null)
  const imagine: Consents['imagine'] = ({ ename }, name, { decision, ontologies, migrator }) => {
    const platform = preparePlatform(name)
    if (ontologies.length > mostOntologies) {
      throw new RequestError('INVALID_INPUT', `At most ${mostOntologies} types.`, 'ontologies')
    }
    const before = known.get(keyOf(ename, platform))
    return {
      ename,
      platform,
      decision,
      ontologies: decision === 'ontologies' ? [...ontologies] : [],
      migrator,
      verified: before?.verified ?? false,
      askedAt: before?.askedAt ?? new Date(),
      decidedAt: new Date(),
    }
  }
  const ofVault = (ename: string) => [...known.values()].filter((row) => row.ename === ename)

  return {
    of(ename, { platform, verified }) {
      const consent = known.get(keyOf(ename, normalisePlatform(platform))) ?? null
      const isClaimed = consent?.verified === true && !verified
      return isClaimed && consent.decision !== 'blocked' ? null : consent
    },
    async ask(ename, caller) {
      const platform = normalisePlatform(caller.platform)
      const before = known.get(keyOf(ename, platform))
      if (before?.decision === 'undecided' && caller.verified && !before.verified) {
        const proved = { ...before, verified: true }
        // Nobody waits for it to be on the disk: the owner sees it at once.
        known.set(keyOf(ename, platform), proved)
        await keep(proved)
      }
      if (before !== undefined || platform.length > longestName) return
      const undecided = ofVault(ename).filter(({ decision }) => decision === 'undecided')
      if (undecided.length >= mostUndecided) return
      const { verified } = caller
      const asked = { decision: 'undecided', ontologies: [], migrator: false } as const
      const times = { askedAt: new Date(), decidedAt: null }
      const row: Consent = { ename, platform, verified, ...asked, ontologies: [], ...times }
      // Held at once, so that a burst asks once; a decision made meanwhile stays.
      known.set(keyOf(ename, platform), row)
      tell(ename)
      await db.insert(consents).values(row).onConflictDoNothing()
    },
    list: ({ ename }) => ofVault(ename).sort((a, b) => b.askedAt.getTime() - a.askedAt.getTime()),
    imagine,
    async decide(grant, platform, decision) {
      const decided = imagine(grant, platform, decision)
      rememberFormer(keyOf(decided.ename, decided.platform))
      return keep(decided)
    },
    async revoke({ ename }, name) {
      const platform = normalisePlatform(name)
      rememberFormer(keyOf(ename, platform))
      await forget(ename, platform)
    },
    async undo({ ename }, name) {
      const platform = normalisePlatform(name)
      const key = keyOf(ename, platform)
      const before = former.get(key)
      if (before === undefined) return false
      former.delete(key)
      if (before === null) await forget(ename, platform)
      else await keep(before)
      return true
    },
    whenChanged: (listener) => void listeners.push(listener),
  }
}

function preparePlatform(name: string): string {
  const platform = normalisePlatform(name)
  if (platform.length > 0 && platform.length <= longestName) return platform
  throw new RequestError('INVALID_INPUT', 'The platform is its base URL or its name.', 'platform')
}

function keyOf(ename: string, platform: string): string {
  return `${ename} ${platform}`
}
