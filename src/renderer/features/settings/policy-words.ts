import { t } from '@lingui/core/macro'
import type { PolicyName, PresetName } from './policies.ts'

/** One answer to a policy's question. */
export interface PolicyChoice {
  readonly value: string
  readonly name: string
  readonly meaning: string
}

interface PolicyWords {
  readonly question: string
  /** In lists of changes, where the question would be too long. */
  readonly short: string
  readonly choices: readonly PolicyChoice[]
}

const nobody = t`Nobody`
const thisComputer = t`Programs on this computer`
const anyone = t`Anyone`

/** Each policy as a question to the owner; the first choice lets in the fewest. */
export const policyWords: Readonly<Record<PolicyName, PolicyWords>> = {
  platformConsent: {
    question: t`What may a platform do before you have decided about it?`,
    short: t`Platforms you have not decided about`,
    choices: [
      {
        value: 'ask',
        name: t`Nothing: ask me first`,
        meaning: t`It is refused, and waits for you under Access.`,
      },
      {
        value: 'allow',
        name: t`Everything`,
        meaning: t`Whoever has a platform token reads and writes all your records, private ones too. Anybody can get such a token.`,
      },
    ],
  },
  createWithoutToken: {
    question: t`Who may add records without saying who they are?`,
    short: t`Adding records without a token`,
    choices: [
      {
        value: 'off',
        name: nobody,
        meaning: t`Each new record needs a platform token or a key of yours.`,
      },
      {
        value: 'this-computer',
        name: thisComputer,
        meaning: t`Also without a token. Web pages may not.`,
      },
      {
        value: 'anyone',
        name: anyone,
        meaning: t`Also web pages, and other computers once your vault can be reached from there.`,
      },
    ],
  },
  readPublicWithoutToken: {
    question: t`Who may read public records without saying who they are?`,
    short: t`Reading public records without a token`,
    choices: [
      { value: 'off', name: nobody, meaning: t`Even public records are for those with a token.` },
      {
        value: 'this-computer',
        name: thisComputer,
        meaning: t`Also without a token. Web pages may not.`,
      },
      {
        value: 'anyone',
        name: anyone,
        meaning: t`Also web pages, and other computers once your vault can be reached from there.`,
      },
    ],
  },
  readLogs: {
    question: t`Who may read the list of changes?`,
    short: t`Reading the list of changes`,
    choices: [
      { value: 'owner', name: t`Only you`, meaning: t`Others don’t learn when something changed.` },
      {
        value: 'authenticated',
        name: t`People and platforms with a token`,
        meaning: t`Platforms you have blocked or not decided about may not.`,
      },
      {
        value: 'this-computer',
        name: thisComputer,
        meaning: t`The list says when what type of record changed, and who did it: never its content.`,
      },
      {
        value: 'anyone',
        name: anyone,
        meaning: t`Everybody who reaches your vault learns when something changed, and who did it.`,
      },
    ],
  },
  cors: {
    question: t`Which web pages may ask your vault, when you open them in a browser?`,
    short: t`Web pages in a browser`,
    choices: [
      {
        value: 'consented-platforms',
        name: t`Those of platforms you allowed`,
        meaning: t`The browser keeps your vault’s answers from all other pages.`,
      },
      {
        value: 'any-origin',
        name: t`Any page`,
        meaning: t`Each page you open may ask, and gets what the other settings here allow.`,
      },
    ],
  },
  counterpartySignatures: {
    question: t`What happens when somebody else signs one of your documents?`,
    short: t`Signatures of others`,
    choices: [
      {
        value: 'hold',
        name: t`It waits for you`,
        meaning: t`Once its signature was found right, you decide whether it is added.`,
      },
      {
        value: 'attach',
        name: t`It is added`,
        meaning: t`As soon as its signature was found right.`,
      },
    ],
  },
  addKeys: {
    question: t`Who may add a key that speaks for you?`,
    short: t`Adding keys`,
    choices: [
      { value: 'owner', name: t`Only you`, meaning: t`Under Identity.` },
      {
        value: 'full-consent',
        name: t`You, and platforms that may do everything`,
        meaning: t`Such a platform can then act as you, with a key of its own.`,
      },
    ],
  },
  provisioning: {
    question: t`May others have their vault on this computer?`,
    short: t`Vaults for others`,
    choices: [
      { value: 'off', name: t`No`, meaning: t`Only your vault is here.` },
      {
        value: 'anyone',
        name: t`Yes, anyone`,
        meaning: t`Whoever asks gets a vault here, and uses your disk for it. Good for hosts.`,
      },
    ],
  },
}

export const presetWords: Readonly<Record<PresetName, { name: string; meaning: string }>> = {
  guarded: {
    name: t`Guarded`,
    meaning: t`For a personal computer. Platforms have to ask you first. Programs on this computer may add records, read public ones and the list of changes; web pages and other computers may not. Others’ signatures wait for you, only you add keys, and nobody else has a vault here.`,
  },
  open: {
    name: t({ message: 'Open', context: 'policies' }),
    meaning: t`As the protocol describes it, for building apps and for hosts. Whoever comes with a platform token may do everything. Anyone may add records, read public ones and the list of changes, from any web page; may add keys with full consent; and may have a vault here.`,
  },
}

/** What a policy's value is called; a value that is not known, as it is. */
export function choiceName(name: PolicyName, value: string): string {
  return policyWords[name].choices.find((choice) => choice.value === value)?.name ?? value
}
