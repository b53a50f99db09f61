import { z } from 'zod'
import { createCertifiedKeys } from '../../registry/certified-keys.ts'
import { createRegistryClient } from '../../registry/client.ts'
import {
  createSignatureVerifier,
  type SignatureVerifier,
} from '../../registry/signature-verifier.ts'
import { normaliseEName } from '../../w3id/ename.ts'
import { formatW3dsUri } from '../../w3id/uri.ts'
import { LoginError } from './login-error.ts'
import { createLoginSessions, type LoginSessions } from './login-sessions.ts'
import type { Login, LoginOptions } from './types.ts'

const usualMinutes = 10

const text = z.string().min(1).max(512)
const answerShape = z
  .object({ w3id: text.optional(), ename: text.optional(), session: text, signature: text })
  .transform(({ w3id, ename, session, signature }) => {
    return { names: [w3id, ename].filter((name) => name !== undefined), session, signature }
  })

/**
 * Makes the login of a platform. Its sessions are in memory: a restart forgets them.
 * Throws a TypeError when an address in the options is no http or https URL.
 */
export function createLogin(options: LoginOptions): Login {
  const { registry: url, platform, redirect, minutes = usualMinutes } = options
  const { fetch = globalThis.fetch, now = Date.now } = options
  const sessions = createLoginSessions(minutes * 60_000, now)
  const verifier = createVerifier(url, fetch, now)
  const uriOf = (session: string) => formatW3dsUri({ action: 'auth', redirect, session, platform })
  // What is wrong with the addresses is told now, not to the first who wants to log in.
  uriOf('a-session')

  return {
    offer() {
      const session = sessions.begin()
      return { session, uri: uriOf(session) }
    },
    async accept(body) {
      const { ename, session, signature } = readAnswer(body)
      checkOpen(sessions, session)
      const bytes = new TextEncoder().encode(session)
      const verdict = await verifier.explain(ename, bytes, signature)
      if (!verdict.valid) throw refusal(sessions, session, verdict)
      // Somebody else may have been faster.
      checkOpen(sessions, session)
      sessions.settle(session, ename)
      return { session, ename }
    },
    outcome(name) {
      const session = sessions.find(name)
      if (session === null || !sessions.isOpen(session)) return 'expired'
      return session.ename === null ? 'waiting' : { ename: session.ename }
    },
  }
}

function createVerifier(
  url: string,
  fetch: typeof globalThis.fetch,
  now: () => number,
): SignatureVerifier {
  const registry = createRegistryClient({ url, fetch, now })
  const { keysOf, find } = createCertifiedKeys({ registry, fetch, now })
  return createSignatureVerifier({ keysOf, find, fetch, now })
}

/** Throws a LoginError for what is no answer of a wallet. */
function readAnswer(body: unknown): { ename: string; session: string; signature: string } {
  const { data } = answerShape.safeParse(body)
  if (data === undefined) {
    throw new LoginError(400, 'The answer must have w3id or ename, session and signature')
  }
  const { names, session, signature } = data
  const [ename, other] = new Set(names.map(readEName))
  if (ename === undefined) throw new LoginError(400, 'The answer does not say whose it is')
  if (other !== undefined) throw new LoginError(400, 'w3id and ename name two different people')
  return { ename, session, signature }
}

function readEName(name: string): string {
  try {
    return normaliseEName(name)
  } catch (cause) {
    throw new LoginError(400, 'The answer names nobody: this is no eName', { cause })
  }
}

function checkOpen(sessions: LoginSessions, name: string): void {
  const session = sessions.find(name)
  if (session === null) throw new LoginError(404, 'This platform offered no such session')
  if (session.ename !== null) throw new LoginError(409, 'Somebody has logged in with this already')
  if (!sessions.isOpen(session)) {
    throw new LoginError(410, 'This has expired: go back to the platform for a new code')
  }
}

function refusal(
  sessions: LoginSessions,
  session: string,
  { reason, message }: { reason: string; message: string },
): LoginError {
  // Nobody's fault who wants to log in.
  if (reason === 'UNREACHABLE') return new LoginError(503, `${message}. Try again in a while`)
  sessions.noteFailure(session)
  return new LoginError(401, message)
}
