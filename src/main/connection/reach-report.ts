import type { ReachNews } from '../../evault/index.ts'
import type { TunnelStatus } from '../../tunnel/status.ts'

interface Means {
  readonly tell: (news: ReachNews) => void
  /** Of the provider at this place among those configured. */
  readonly kindOf: (provider: number) => string
  /** What the vault has missed, as the provider in use says. */
  readonly missedBy: (provider: number) => Extract<ReachNews, { state: 'up' }>['missed']
}

/** Has the vault told when the world was seen to reach it, and when it does no more. */
export function createReachReport({
  tell,
  kindOf,
  missedBy,
}: Means): (status: TunnelStatus) => void {
  let wasUp = false
  return (status) => {
    if (status.state === 'up') {
      const { publicUrl, provider, since, provenAt } = status
      wasUp = true
      const proof = { publicUrl, since, provenAt, missed: missedBy(provider) }
      tell({ state: 'up', provider: kindOf(provider), ...proof })
    } else if (wasUp && status.state !== 'checking') {
      wasUp = false
      tell({ state: 'down', cause: lastCause(status) })
    }
  }
}

function lastCause(status: TunnelStatus) {
  const failures = status.state === 'off' ? [] : status.failures
  const [last] = failures.toSorted((a, b) => b.at - a.at)
  return last?.cause ?? null
}
