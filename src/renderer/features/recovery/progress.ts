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
  const earliest = `new keys come in ${durationText(left)} at the earliest`
  if (isHopeless(recovery)) {
    return 'Too many have declined: this can’t succeed any more. Call them, cancel it, and ask again.'
  }
  if (missing > 0) {
    const count = missing === 1 ? 'One approval is' : `${missing} approvals are`
    return left > 0
      ? `${count} missing; ${earliest}.`
      : `${count} missing. The waiting time is over.`
  }
  if (left > 0) return `Enough friends have approved. Your ${earliest}.`
  return 'Enough friends have approved and the waiting time is over. eVault asks you once more in a window of your system; after a “no” it asks again in five minutes.'
}

type Friend = OwnRecovery['friends'][number]

/** What a friend has done, in words. */
export function friendSentence({ answer, reached, problem }: Friend): string {
  if (answer === 'approved') return 'Approved'
  if (answer === 'declined') return 'Declined'
  const why =
    problem === null ? '' : ` ${problem.replace(/\.?$/, '.')} It is tried again by itself.`
  return reached ? `Has your request, no answer yet.${why}` : `Not reached yet.${why}`
}

/** What became of a recovery that is over without new keys, and what to do next. */
export const endedSentences: Readonly<Partial<Record<OwnRecovery['state'], string>>> = {
  vetoed:
    'Your last request was stopped by a key of yours on another device. If that was not you, revoke that device once you have keys again; otherwise ask your friends anew.',
  cancelled: 'Your last request was cancelled. You can ask your friends again, with other keys.',
  void: 'Your last request counts no more: your keys were changed on another device meanwhile. Use that device, or ask your friends again.',
}
