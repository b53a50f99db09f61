import { t } from '@lingui/core/macro'
import { writtenLocale } from '../../../language/activate.ts'
import { relativeTime } from '../../components/time-text.ts'
import { vaultWords } from '../../components/vault-words.ts'
import type {
  DeliveryPartsFragment,
  DeliveryPlatformState,
  DeliveryQuery,
} from '../../graphql/documents.generated.ts'
import type { StateFilter } from './deliveries-address.ts'

export type Delivery = DeliveryPartsFragment

/** What deliveries are narrowed to. */
export const filterWords: Readonly<Record<StateFilter, string>> = {
  waiting: t`Waiting`,
  delivered: t`Delivered`,
  failed: t`Given up`,
  withheld: t`Not sent`,
}

const reasons: Readonly<Record<string, { readonly short: string; readonly long: string }>> = {
  REFUSED: {
    short: t`Refused`,
    long: t`The platform refused it, so it is not tried again by itself.`,
  },
  GIVEN_UP: {
    short: t`Given up`,
    long: t`All attempts failed, so it is not tried again by itself.`,
  },
  UNREACHABLE: {
    short: t`Given up for now`,
    long: t`Nobody answered for days. It is sent by itself when the platform answers again.`,
  },
  NO_ACCESS: {
    short: t`Not sent: no access`,
    long: t`It was not sent: the platform may not read this record.`,
  },
  NOT_SUBSCRIBED: {
    short: t`Not sent: type not chosen`,
    long: t`It was not sent: the platform is not told of this type.`,
  },
  DELETED: {
    short: t`Not sent: deleted`,
    long: t`It was not sent: the record is deleted, and the platform is not told of deletions.`,
  },
  OWN_CHANGE: {
    short: t`Not sent: its own change`,
    long: t`It was not sent: the platform made the newest change itself.`,
  },
}

type StateParts = Pick<Delivery, 'state' | 'reason' | 'attemptCount' | 'nextTryAt'>

/** What became of a delivery, in a word or two. */
export function stateWords({ state, reason, attemptCount }: StateParts): string {
  switch (state) {
    case 'waiting':
      return attemptCount > 0 ? t`Waiting, tried ${attemptCount}×` : t`Waiting`
    case 'sending':
      return t`On its way`
    case 'delivered':
      return t`Delivered`
    default: {
      const other = state === 'failed' ? t`Given up` : t`Not sent`
      return reasons[reason ?? '']?.short ?? other
    }
  }
}

/** What became of it and what comes next, in a sentence; null where the state says all. */
export function stateSentence(
  delivery: StateParts,
  platform: DeliveryPlatformState | undefined,
): string | null {
  const { state, reason } = delivery
  if (state === 'failed' || state === 'withheld') return reasons[reason ?? '']?.long ?? null
  if (state !== 'waiting') return null
  switch (platform) {
    case 'paused':
      return t`The platform is paused. It is sent when you resume.`
    case 'failing':
      return t`The platform is failing. It is sent when the platform answers again.`
    case 'unlisted':
      return t`Your registry does not list the platform. It is sent when it does again.`
    case 'notAllowed':
      return t`You have not let the platform read. It is sent when you do.`
    default:
      return null
  }
}

type Attempt = NonNullable<DeliveryQuery['delivery']>['attempts'][number]

/** Why an attempt failed; null where it did not. */
export function attemptErrorWords({
  error,
  errorCode,
  errorDetail,
}: Pick<Attempt, 'error' | 'errorCode' | 'errorDetail'>): string | null {
  if (error === null) return null
  return vaultWords({ code: errorCode, detail: errorDetail, message: error })
}

/** Why a packet can't be shown; null where it can. */
export function missingWords(
  payload: NonNullable<DeliveryQuery['delivery']>['payload'],
): string | null {
  if (payload?.missing == null) return null
  return vaultWords({ code: payload.missingCode, message: payload.missing })
}

/** What had been done with the record. */
export function operationWords(operation: string): string {
  return operations[operation] ?? operation
}

const operations: Readonly<Record<string, string>> = {
  create: t`Added`,
  update: t`Changed`,
  update_envelope_value: t`Changed a field`,
  delete: t`Deleted`,
}

const MINUTE = 60_000

/** When something is tried next, as people say it: "now", "in 12 sec.", "in 5 min.". */
export function dueText(due: number, now: number): string {
  const left = due - now
  if (left < 1_000) return t({ message: 'now', context: 'when something is tried next' })
  if (left >= MINUTE) return relativeTime(due, now)
  return seconds.format(Math.ceil(left / 1_000), 'second')
}

const seconds = new Intl.RelativeTimeFormat(writtenLocale(), { style: 'short' })

/** How long a request took: "12 ms", "1.4 s". */
export function tookText(durationMs: number): string {
  const isLong = durationMs >= 1_000
  const value = isLong ? durationMs / 1_000 : durationMs
  return new Intl.NumberFormat(writtenLocale(), {
    ...{ style: 'unit', unit: isLong ? 'second' : 'millisecond', unitDisplay: 'short' },
    maximumFractionDigits: isLong ? 1 : 0,
  }).format(value)
}

/** A share as "98 %"; what is not all is never written as all, and what is not none never as none. */
export function rateText(rate: number): string {
  const percent = rate === 1 || rate === 0 ? rate : Math.min(Math.max(rate, 0.01), 0.99)
  return new Intl.NumberFormat(writtenLocale(), {
    ...{ style: 'percent', maximumFractionDigits: 0 },
  }).format(percent)
}
