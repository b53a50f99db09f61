import { t } from '@lingui/core/macro'
import type { ConnectionCause, ConnectionState } from '../../../ipc/connection.ts'
import type { LegTone } from './path.ts'

/** How it stands with one of the ways. */
export interface WayState {
  readonly tone: LegTone
  readonly word: string
  /** When it was last proven, of the one in use; ms since the epoch. */
  readonly provenAt: number | null
  /** What last went wrong with it. */
  readonly cause: ConnectionCause | null
}

/** How it stands with the way at this place. */
export function wayStateOf({ status }: ConnectionState, at: number): WayState {
  const failures = 'failures' in status ? status.failures : []
  const failed = failures.find(({ provider }) => provider === at)?.cause ?? null
  const plain = { tone: 'plain', provenAt: null, cause: failed } as const
  if (status.state === 'off') return { ...plain, word: t`Off` }
  if ('provider' in status && status.provider === at) {
    switch (status.state) {
      case 'connecting':
        return { ...plain, word: t`Connecting` }
      case 'proving':
        return { ...plain, word: t`Not proven yet`, cause: status.cause ?? failed }
      case 'checking':
        return {
          ...{ ...plain, word: t`Being checked`, provenAt: status.provenAt },
          cause: status.cause ?? failed,
        }
      case 'up':
        return { tone: 'ok', word: t`In use`, provenAt: status.provenAt, cause: null }
    }
  }
  if (failed !== null) return { ...plain, tone: 'warn', word: t`Does not work` }
  const isOtherUp = status.state === 'up' || status.state === 'checking'
  return { ...plain, word: isOtherUp ? t`In reserve` : t`Not tried yet` }
}
