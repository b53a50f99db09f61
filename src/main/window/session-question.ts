import { t } from '@lingui/core/macro'
import type { SessionToSign } from '../vault/signing-guard.ts'

/** What the owner is asked about a platform's session, and how urgently. */
export interface SessionQuestion {
  readonly title: string
  readonly detail: string
  readonly button: string
  readonly isWarning: boolean
}

/**
 * The question before a platform's session is signed. What the registry says and what is signed
 * comes before what the link says: its words are strangers', and each of their lines is marked.
 */
export function aboutSession({ request, listing }: SessionToSign): SessionQuestion {
  const { action, host, platform, session, message } = request
  const warning = listing === 'listed' ? null : warningOf(listing, host)
  const isLogin = action === 'auth'
  const paragraphs = [
    warning,
    t`Your answer goes to: ${host}`,
    `${t`Exactly this is signed:`}\n${session}`,
    platform === null ? null : t`The link says that it is of “${platform}”.`,
    message === null ? null : `${t`The link says that you agree to this:`}\n${quoted(message)}`,
    isLogin
      ? t`Whoever began this login gets in as you. Cancel if it was not you, on a page that you opened yourself.`
      : t`They can show your signature to others, and it can’t be taken back.`,
  ]
  return {
    title: isLogin ? t`Log in at ${host}?` : t`Sign for ${host}?`,
    detail: paragraphs.filter((one) => one !== null).join('\n\n'),
    button: isLogin ? t`Log in` : t`Sign`,
    isWarning: warning !== null,
  }
}

function warningOf(listing: 'unlisted' | 'unknown', host: string): string {
  return listing === 'unlisted'
    ? t`WARNING: your registry lists no platform at ${host}. Anybody can make a link like this.`
    : t`WARNING: your registry could not be asked whether ${host} is a platform. Anybody can make a link like this.`
}

/** So that no line of theirs looks like one of ours. */
function quoted(message: string): string {
  return message
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
}
