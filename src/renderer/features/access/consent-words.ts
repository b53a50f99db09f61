import { plural, t } from '@lingui/core/macro'
import { writtenLocale } from '../../../language/activate.ts'

/** What the owner decided about a platform, as far as it has to be said. */
interface DecidedConsent {
  readonly decision: string
  readonly ontologies: readonly { readonly ontology: string; readonly write: boolean }[]
}

/** The decisions the owner can take. */
const decisions = ['read', 'ontologies', 'everything', 'blocked'] as const
type Decision = (typeof decisions)[number]

/** What each decision is called, and what it means from the platform's next request on. */
export const decisionWords: Readonly<Record<Decision, { name: string; meaning: string }>> = {
  read: {
    name: t`Read only`,
    meaning: t`Reads public records and those whose access names it. Changes nothing.`,
  },
  ontologies: {
    name: t`Chosen types`,
    meaning: t`The same, for the types you choose. Where you let it, it also writes.`,
  },
  everything: {
    name: t`Everything`,
    meaning: t`Reads and changes all your records, private ones too, whatever their access says.`,
  },
  blocked: {
    name: t`Blocked`,
    meaning: t`Refused, from its next request on.`,
  },
}

/** A decision in a word or two, for lists. */
export function decisionInShort(consent: DecidedConsent | null): string {
  const decision = decisions.find((one) => one === consent?.decision)
  if (!decision) return t`Undecided`
  if (decision !== 'ontologies') return decisionWords[decision].name
  const count = consent?.ontologies.length ?? 0
  return plural(count, { one: '# type', other: '# types' })
}

const list = new Intl.ListFormat(writtenLocale())

/**
 * What a platform may do, in sentences. `asks` is the policy: whether platforms nobody decided
 * about have to ask.
 */
export function consentSentence(
  consent: DecidedConsent | null,
  asks: boolean,
  typeName: (ontology: string) => string,
): string {
  switch (consent?.decision) {
    case 'everything':
      return t`It may read and change everything, private records too.`
    case 'read':
      return t`It may read public records and those whose access names it, and change nothing.`
    case 'ontologies':
      return typesSentence(consent.ontologies, typeName)
    case 'blocked':
      return t`It may do nothing: you have blocked it.`
    default:
      return asks
        ? t`You have not decided. Until you do, it is refused.`
        : t`You have not decided. Your policy lets it do everything until you do.`
  }
}

function typesSentence(
  ontologies: DecidedConsent['ontologies'],
  typeName: (ontology: string) => string,
): string {
  if (ontologies.length === 0) return t`It may do nothing: you have chosen no type.`
  const names = (write: boolean) =>
    list.format(
      ontologies.filter((one) => one.write === write).map((one) => typeName(one.ontology)),
    )
  const [read, write] = [names(false), names(true)]
  if (!write) {
    return t`It may read ${read}, and change nothing. Only public records, and those whose access names it.`
  }
  return read
    ? t`It may read and write ${write}; read ${read} only. Only public records, and those whose access names it.`
    : t`It may read and write ${write}. Only public records, and those whose access names it.`
}
