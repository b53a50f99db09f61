import { plural, t } from '@lingui/core/macro'
import { durationText } from '../../components/time-text.ts'
import type { OwnRecovery } from './use-recovery.ts'

type Progress = Pick<OwnRecovery, 'state' | 'until' | 'threshold' | 'friends'>

/** How many approvals a recovery still needs. */
export function missingApprovals({ threshold, friends }: Progress): number {
  const given = friends.filter(({ answer }) => answer === 'approved').length
  return Math.max(0, threshold - given)
}

/** Whether so many have declined that it can't succeed. */
export function isHopeless({ threshold, friends }: Progress): boolean {
  return friends.filter(({ answer }) => answer !== 'declined').length < threshold
}

/** How far a pending recovery is, in a sentence. `now` in milliseconds since the epoch. */
export function progressSentence(recovery: Progress, now: number): string {
  const missing = missingApprovals(recovery)
  const left = Date.parse(recovery.until) - now
  const wait = durationText(left)
  if (isHopeless(recovery)) {
    return t`Too many have declined: this can’t succeed any more. Call them, cancel it, and ask again.`
  }
  if (missing > 0) {
    return left > 0
      ? plural(missing, {
          one: `One approval is missing; new keys come in ${wait} at the earliest.`,
          other: `# approvals are missing; new keys come in ${wait} at the earliest.`,
        })
      : plural(missing, {
          one: 'One approval is missing. The waiting time is over.',
          other: '# approvals are missing. The waiting time is over.',
        })
  }
  if (left > 0) {
    return t`Enough friends have approved. Your new keys come in ${wait} at the earliest.`
  }
  return t`Enough friends have approved and the waiting time is over. eVault asks you once more in a window of your system; after a “no” it asks again in five minutes.`
}

type Friend = OwnRecovery['friends'][number]

/** What a friend has done, in words. */
export function friendSentence({ answer, reached, problem }: Friend): string {
  if (answer === 'approved') return t`Approved`
  if (answer === 'declined') return t`Declined`
  if (problem === null) return reached ? t`Has your request, no answer yet.` : t`Not reached yet.`
  const why = problem.replace(/\.?$/, '.')
  return reached
    ? t`Has your request, no answer yet. ${why} It is tried again by itself.`
    : t`Not reached yet. ${why} It is tried again by itself.`
}

/** What became of a recovery that is over without new keys, and what to do next. */
export const endedSentences: Readonly<Partial<Record<OwnRecovery['state'], string>>> = {
  vetoed: t`Your last request was stopped by a key of yours on another device. If that was not you, revoke that device once you have keys again; otherwise ask your friends anew.`,
  cancelled: t`Your last request was cancelled. You can ask your friends again, with other keys.`,
  void: t`Your last request counts no more: your keys were changed on another device meanwhile. Use that device, or ask your friends again.`,
}
