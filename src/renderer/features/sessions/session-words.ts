import { t } from '@lingui/core/macro'
import { vaultWords } from '../../components/vault-words.ts'
import type { PlatformSession } from './use-sessions.ts'

interface SessionWords {
  readonly tone: 'ok' | 'plain' | 'bad'
  readonly word: string
  readonly meaning: string
}

/** What came of a session, for the eyes. */
export function sessionWords({ state, action, host }: PlatformSession): SessionWords {
  switch (state) {
    case 'declined':
      return { tone: 'plain', word: t`Not signed`, meaning: t`You did not confirm it.` }
    case 'delivered':
      return {
        tone: 'ok',
        word: t`Taken`,
        meaning:
          action === 'auth'
            ? t`${host} has taken your login. Go on in the window where you began it.`
            : t`${host} has taken your signature.`,
      }
    case 'refused':
      return { tone: 'bad', word: t`Not taken`, meaning: t`${host} did not take it.` }
    case 'undelivered':
      return {
        tone: 'bad',
        word: t`Not received`,
        meaning: t`It is signed, but ${host} has not taken it yet.`,
      }
  }
}

/** Why it was not taken; null when it was, or when nothing was sent. */
export function errorWords({ error, errorCode, errorDetail }: PlatformSession): string | null {
  if (error === null) return null
  return vaultWords({ code: errorCode, detail: errorDetail, message: error })
}

/** What the registry said of the host; null when it lists it. */
export function listingWords({ listing }: PlatformSession): string | null {
  switch (listing) {
    case 'listed':
      return null
    case 'unlisted':
      return t`Your registry listed no platform there.`
    case 'unknown':
      return t`Your registry could not be asked about it.`
  }
}
