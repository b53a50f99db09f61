import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { writtenLocale } from '../../../language/activate.ts'

const numbers = [
  ...[t`two`, t`three`, t`four`, t`five`, t`six`, t`seven`, t`eight`, t`nine`, t`ten`],
  ...[t`eleven`, t`twelve`],
]

/** A number from two on as it is written in a sentence. */
export function numberWord(value: number): string {
  return numbers[value - 2] ?? i18n.number(value)
}

/** How many of `count` have to approve unless the owner says otherwise: more than half. */
export function majorityOf(count: number): number {
  return Math.floor(count / 2) + 1
}

/** A waiting time in seconds as it was chosen: exact, in the largest unit that fits. */
export function waitWords(seconds: number): string {
  if (seconds === 0) return t`no time`
  const fits = ([, length, least]: readonly [string, number, number]) =>
    seconds >= least && seconds % length === 0
  const [unit, length] = units.find(fits) ?? second
  const style = { style: 'unit', unit, unitDisplay: 'long' } as const
  return new Intl.NumberFormat(writtenLocale(), style).format(seconds / length)
}

const second = ['second', 1, 0] as const
/** Name, length, and from when on it is used: one day is 24 hours, nobody takes it for tomorrow. */
const units = [
  ['week', 7 * 86_400, 7 * 86_400],
  ['day', 86_400, 2 * 86_400],
  ['hour', 3_600, 3_600],
  ['minute', 60, 60],
] as const

interface Rule {
  /** How many are trusted. */
  readonly count: number
  readonly threshold: number
  readonly waitSeconds: number
}

/** What a trust list means, in a sentence. */
export function ruleSentence({ count, threshold, waitSeconds }: Rule): string {
  if (count === 0) return t`Add at least one friend.`
  if (waitSeconds === 0) return ruleAtOnce(count, threshold)
  const wait = waitWords(waitSeconds)
  const [all, some] = [numberWord(count), numberWord(threshold)]
  if (count === 1) {
    return t`This friend alone can give your vault new keys, after ${wait} in which you can stop it.`
  }
  if (threshold === 1) {
    return t`Any one of these ${all} alone can give your vault new keys, after ${wait} in which you can stop it.`
  }
  if (threshold < count) {
    return t`Any ${some} of these ${all} together can give your vault new keys, after ${wait} in which you can stop it.`
  }
  return count === 2
    ? t`Only both of these together can give your vault new keys, after ${wait} in which you can stop it.`
    : t`Only all ${all} together can give your vault new keys, after ${wait} in which you can stop it.`
}

function ruleAtOnce(count: number, threshold: number): string {
  const [all, some] = [numberWord(count), numberWord(threshold)]
  if (count === 1) {
    return t`This friend alone can give your vault new keys, at once: you have no time to stop it.`
  }
  if (threshold === 1) {
    return t`Any one of these ${all} alone can give your vault new keys, at once: you have no time to stop it.`
  }
  if (threshold < count) {
    return t`Any ${some} of these ${all} together can give your vault new keys, at once: you have no time to stop it.`
  }
  return count === 2
    ? t`Only both of these together can give your vault new keys, at once: you have no time to stop it.`
    : t`Only all ${all} together can give your vault new keys, at once: you have no time to stop it.`
}

/** What speaks against a threshold; null where nothing does. */
export function ruleRisk({ count, threshold }: Omit<Rule, 'waitSeconds'>): string | null {
  if (count === 0) return null
  if (count === 1) return t`Whoever tricks this friend can take over your vault.`
  if (threshold === 1) return t`Whoever tricks one of them can take over your vault.`
  if (threshold === count) return t`If one of them can’t help when you need it, nobody can.`
  return null
}

/** `any 2 of 3`, as short as it goes. */
export function ruleInShort(count: number, threshold: number): string {
  if (count === 1) return t`This one has to approve`
  if (threshold === count) return t`All ${count} have to approve`
  return t`Any ${threshold} of ${count} have to approve`
}

/** The groups that a fingerprint is read out in: four characters each. */
export function fingerprintGroups(fingerprint: string): string[] {
  return fingerprint.replace(/\s/g, '').match(/.{1,4}/g) ?? []
}

/** A fingerprint for a voice: each character by itself, a pause after each group. */
export function spelledFingerprint(fingerprint: string): string {
  return fingerprintGroups(fingerprint)
    .map((group) => [...group].join(' '))
    .join(', ')
}
