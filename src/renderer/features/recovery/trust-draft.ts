import { t } from '@lingui/core/macro'
import { parseW3id } from '../../../w3id/w3id.ts'
import { type FieldRefusal, refusalsByField } from '../../components/field-refusals.ts'
import { majorityOf } from './words.ts'

/** The most that the identity log takes. */
const MOST_FRIENDS = 100

/** A trust list that is being edited. */
export interface TrustDraft {
  /** eNames, normalised. */
  readonly trusted: readonly string[]
  /** null: more than half, however many there are. */
  readonly threshold: number | null
  readonly waitSeconds: number
}

export type TrustErrors = { [F in 'trusted' | 'threshold' | 'waitSeconds' | 'form']?: string }

export const emptyTrust: TrustDraft = { trusted: [], threshold: null, waitSeconds: 86_400 }

/** The threshold that a draft stands for. */
export function thresholdOf({ trusted, threshold }: TrustDraft): number {
  const most = Math.max(1, trusted.length)
  return Math.min(threshold ?? majorityOf(trusted.length), most)
}

export type ReadName =
  | { readonly ename: string; readonly problem: null }
  | { readonly ename: null; readonly problem: string | null }

/**
 * A name as it was typed, normalised, or what is wrong with it; neither while there is none yet.
 * @param own the owner's eName
 */
export function readName(text: string, trusted: readonly string[], own: string): ReadName {
  const typed = text.trim()
  const wrong = (problem: string | null) => ({ ename: null, problem })
  if (typed === '' || typed === '@') return wrong(null)
  if (/\s/.test(typed)) return wrong(t`One eName at a time, without spaces.`)
  if (typed.includes('/')) return wrong(t`This names a record. Enter the eName of a person.`)
  try {
    const { ename } = parseW3id(typed)
    if (ename === own) return wrong(t`This is you. Choose somebody else.`)
    if (trusted.includes(ename)) return wrong(t`This eName is on the list already.`)
    if (trusted.length >= MOST_FRIENDS) return wrong(t`A list has ${MOST_FRIENDS} names at most.`)
    return { ename, problem: null }
  } catch (error) {
    return wrong(error instanceof TypeError ? `${error.message}.` : t`This is no eName.`)
  }
}

/** Whether saving would change anything: it costs a new key. */
export function isSameTrust(draft: TrustDraft, saved: TrustDraft | null): boolean {
  return (
    saved !== null &&
    draft.trusted.length === saved.trusted.length &&
    draft.trusted.every((name) => saved.trusted.includes(name)) &&
    thresholdOf(draft) === thresholdOf(saved) &&
    draft.waitSeconds === saved.waitSeconds
  )
}

/** The vault's refusals, each at the field it names. */
export function trustErrorsOf(refusals: readonly FieldRefusal[]): TrustErrors {
  return refusalsByField(refusals, ['trusted', 'threshold', 'waitSeconds'])
}
