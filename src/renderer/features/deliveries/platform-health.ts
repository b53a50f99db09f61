import { plural, t } from '@lingui/core/macro'
import type { DeliveryPlatformPartsFragment } from '../../graphql/documents.generated.ts'
import { callerOf, callerTitle, platformLine } from '../access/caller.ts'

export type DeliveryPlatform = DeliveryPlatformPartsFragment

/** How a platform is, at a glance. */
export interface Health {
  readonly tone: 'ok' | 'plain' | 'warn' | 'bad'
  /** A picture for each that says more than its colour. */
  readonly icon: 'ok' | 'idle' | 'sending' | 'paused' | 'failing' | 'off' | 'gaveUp'
  readonly words: string
}

type HealthParts = Pick<DeliveryPlatform, 'state' | 'backlog' | 'failed' | 'lastSuccessAt'>

/** How a platform is, in words. What is given up comes before what goes well. */
export function healthOf({ state, backlog, failed, lastSuccessAt }: HealthParts): Health {
  switch (state) {
    case 'failing':
      return { tone: 'bad', icon: 'failing', words: t`Failing` }
    case 'paused':
      return { tone: 'warn', icon: 'paused', words: t`Paused` }
    case 'unlisted':
      return { tone: 'plain', icon: 'off', words: t`Not listed any more` }
    case 'notAllowed':
      return { tone: 'plain', icon: 'off', words: t`Not allowed to read` }
  }
  if (failed > 0) {
    const words = plural(failed, { one: '# given up', other: '# given up' })
    return { tone: 'warn', icon: 'gaveUp', words }
  }
  if (backlog > 0) return { tone: 'plain', icon: 'sending', words: t`Receiving` }
  if (lastSuccessAt === null) return { tone: 'plain', icon: 'idle', words: t`Nothing sent yet` }
  return { tone: 'ok', icon: 'ok', words: t`Up to date` }
}

/** What people call it: its host. */
export function platformTitle(platform: string): string {
  return callerTitle(callerOf(platformLine(platform)))
}

/** Those whose name holds the text. */
export function withName(
  platforms: readonly DeliveryPlatform[],
  filter: string,
): readonly DeliveryPlatform[] {
  const text = filter.trim().toLowerCase()
  return platforms.filter(({ platform }) => platform.toLowerCase().includes(text))
}
