import { isThisComputer } from '../../w3id/session-request.ts'
import {
  type AttemptErrorCode,
  type attemptError,
  errorOfStatus,
} from '../awareness/attempt-error.ts'
import type { Sender } from '../awareness/sender.ts'

/** A signed session, as far as it is sent. */
export interface SignedSession {
  readonly action: 'auth' | 'sign'
  readonly ename: string
  readonly session: string
  /** Base64 of raw r‖s. */
  readonly signature: string
}

/** What came of sending it. `undelivered`: the platform has not taken it, and may yet. */
export interface Outcome {
  readonly state: 'delivered' | 'refused' | 'undelivered'
  readonly status: number | null
  readonly response: string | null
  readonly errorCode: AttemptErrorCode | null
  readonly errorDetail: string | null
}

/**
 * Not the app's own: the version of the network's wallet whose answers these are. Deployed platforms
 * refuse an answer of less than 0.4.0, from which on wallets sign the session.
 */
const walletVersion = '0.4.0'

/** It is busy, or what stands before it has not passed it on. */
const passing: ReadonlySet<number> = new Set([408, 425, 429])

/**
 * The body of the answer, byte for byte. Platforms read `w3id` or `ename`: both are the name.
 * Protocol §7.
 */
export function answerBody(signed: SignedSession): string {
  const { action, ename, session, signature } = signed
  return JSON.stringify(
    action === 'auth'
      ? { w3id: ename, ename, session, signature, appVersion: walletVersion }
      : { sessionId: session, signature, w3id: ename, message: session },
  )
}

/** Posts an answer to where the link wanted it: no redirects, 5 s, an excerpt of what comes back. */
export async function sendAnswer(
  sender: Pick<Sender, 'post'>,
  redirect: string,
  body: string,
): Promise<Outcome> {
  const { status, response, error } = await sender.post({
    url: redirect,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body,
    // The owner has seen the host, and only that of this computer may be this computer.
    permitted: { loopback: isThisComputer(new URL(redirect).hostname), private: true },
  })
  if (status === null) return outcome('undelivered', null, response, error)
  if (status >= 200 && status < 300) return outcome('delivered', status, response, null)
  const isPassing = status >= 500 || passing.has(status)
  return outcome(isPassing ? 'undelivered' : 'refused', status, response, errorOfStatus(status))
}

function outcome(
  state: Outcome['state'],
  status: number | null,
  response: string | null,
  error: ReturnType<typeof attemptError> | null,
): Outcome {
  const [errorCode, errorDetail] = [error?.code ?? null, error?.detail ?? null]
  return { state, status, response, errorCode, errorDetail }
}
