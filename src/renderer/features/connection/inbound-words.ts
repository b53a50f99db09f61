import { t } from '@lingui/core/macro'
import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconHourglass,
  type Icon as TablerIcon,
} from '@tabler/icons-react'
import { writtenLocale } from '../../../language/activate.ts'
import type { InboundVerdict } from '../../graphql/documents.generated.ts'
import { type Caller, callerTitle } from '../access/caller.ts'
import type { InboundRow } from './inbound-list.ts'

interface VerdictLook {
  readonly word: string
  readonly tone: 'ok' | 'plain' | 'warn' | 'bad'
  readonly Icon: TablerIcon
}

export const verdicts: Readonly<Record<InboundVerdict, VerdictLook>> = {
  served: { word: t`Served`, tone: 'ok', Icon: IconCircleCheck },
  refused: { word: t`Refused`, tone: 'bad', Icon: IconBan },
  limited: { word: t`Too many`, tone: 'warn', Icon: IconHourglass },
  failed: { word: t`Failed`, tone: 'warn', Icon: IconAlertTriangle },
}

/** Who sent a request, as far as somebody looked. */
export function callerWords({ callerKind, callerName }: InboundRow): string {
  switch (callerKind) {
    case null:
      return t`Not checked`
    case 'refusedToken':
      return t`With a token that does not hold`
    case 'anonymous':
    case 'owner':
      return callerTitle({ kind: callerKind, name: '' })
    default:
      return callerTitle({ kind: callerKind, name: callerName ?? '' } satisfies Caller)
  }
}

/** What a request asked for: its GraphQL fields, or its method and path. */
export function operationWords({ operation, method, route }: InboundRow): string {
  if (operation) return operation
  if (method === null) return t`No HTTP`
  return `${method} ${route ?? t`(no such path)`}`
}

/** Where it came from. */
export function addressWords(address: string): string {
  return address === 'unknown' ? t`Unknown` : address
}

const second = new Intl.DateTimeFormat(writtenLocale(), { timeStyle: 'medium', hourCycle: 'h23' })

/** The time of day on this computer's clock, to the second: "14:05:09". */
export function secondText(time: number): string {
  return second.format(time)
}
