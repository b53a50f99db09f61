import { randomBytes } from 'node:crypto'

const mostSessions = 10_000
/** Enough for somebody whose wallet is at odds with the registry, too few for a guess. */
const mostFailures = 20

/** One invitation, and what became of it. */
export interface LoginSession {
  /** Milliseconds since the epoch. */
  readonly until: number
  readonly ename: string | null
  readonly failures: number
}

/** Sessions in memory: 10,000 at most, of which the oldest goes first. */
export interface LoginSessions {
  /** Begins one and returns its name, 256 random bits. */
  begin(): string
  /** Null for one that nobody began, or that was forgotten. */
  find(name: string): LoginSession | null
  /** Whether it can still be answered. */
  isOpen(session: LoginSession): boolean
  /** It was answered by this eName; from now on it is kept for as long as a new one. */
  settle(name: string, ename: string): void
  /** Somebody answered it with something that does not count. */
  noteFailure(name: string): void
}

/** @param lifeMs of a session */
export function createLoginSessions(lifeMs: number, now: () => number): LoginSessions {
  const sessions = new Map<string, LoginSession>()

  /** Those that have ended are remembered once more as long: their wallets are told so. */
  function forgetOld(): void {
    for (const [name, { until }] of sessions) {
      if (until + lifeMs > now() && sessions.size < mostSessions) return
      sessions.delete(name)
    }
  }

  return {
    begin() {
      forgetOld()
      const name = randomBytes(32).toString('base64url')
      sessions.set(name, { until: now() + lifeMs, ename: null, failures: 0 })
      return name
    },
    find: (name) => sessions.get(name) ?? null,
    isOpen: ({ until, failures }) => now() < until && failures < mostFailures,
    settle(name, ename) {
      // At the end, so that those that end first are at the beginning.
      sessions.delete(name)
      sessions.set(name, { until: now() + lifeMs, ename, failures: 0 })
    },
    noteFailure(name) {
      const session = sessions.get(name)
      if (session) sessions.set(name, { ...session, failures: session.failures + 1 })
    },
  }
}
