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

const nobody = 'Nobody'
const thisComputer = 'Programs on this computer'
const anyone = 'Anyone'

/** Each policy as a question to the owner; the first choice lets in the fewest. */
export const policyWords: Readonly<Record<PolicyName, PolicyWords>> = {
  platformConsent: {
    question: 'What may a platform do before you have decided about it?',
    short: 'Platforms you have not decided about',
    choices: [
      {
        value: 'ask',
        name: 'Nothing: ask me first',
        meaning: 'It is refused, and waits for you under Access.',
      },
      {
        value: 'allow',
        name: 'Everything',
        meaning:
          'Whoever has a platform token reads and writes all your records, private ones too. Anybody can get such a token.',
      },
    ],
  },
  createWithoutToken: {
    question: 'Who may add records without saying who they are?',
    short: 'Adding records without a token',
    choices: [
      {
        value: 'off',
        name: nobody,
        meaning: 'Each new record needs a platform token or a key of yours.',
      },
      {
        value: 'this-computer',
        name: thisComputer,
        meaning: 'Also without a token. Web pages may not.',
      },
      {
        value: 'anyone',
        name: anyone,
        meaning: 'Also web pages, and other computers once your vault can be reached from there.',
      },
    ],
  },
  readPublicWithoutToken: {
    question: 'Who may read public records without saying who they are?',
    short: 'Reading public records without a token',
    choices: [
      { value: 'off', name: nobody, meaning: 'Even public records are for those with a token.' },
      {
        value: 'this-computer',
        name: thisComputer,
        meaning: 'Also without a token. Web pages may not.',
      },
      {
        value: 'anyone',
        name: anyone,
        meaning: 'Also web pages, and other computers once your vault can be reached from there.',
      },
    ],
  },
  readLogs: {
    question: 'Who may read the list of changes?',
    short: 'Reading the list of changes',
    choices: [
      { value: 'owner', name: 'Only you', meaning: 'Others don’t learn when something changed.' },
      {
        value: 'authenticated',
        name: 'People and platforms with a token',
        meaning: 'Platforms you have blocked or not decided about may not.',
      },
      {
        value: 'this-computer',
        name: thisComputer,
        meaning:
          'The list says when what type of record changed, and who did it: never its content.',
      },
      {
        value: 'anyone',
        name: anyone,
        meaning: 'Everybody who reaches your vault learns when something changed, and who did it.',
      },
    ],
  },
  cors: {
    question: 'Which web pages may ask your vault, when you open them in a browser?',
    short: 'Web pages in a browser',
    choices: [
      {
        value: 'consented-platforms',
        name: 'Those of platforms you allowed',
        meaning: 'The browser keeps your vault’s answers from all other pages.',
      },
      {
        value: 'any-origin',
        name: 'Any page',
        meaning: 'Each page you open may ask, and gets what the other settings here allow.',
      },
    ],
  },
  counterpartySignatures: {
    question: 'What happens when somebody else signs one of your documents?',
    short: 'Signatures of others',
    choices: [
      {
        value: 'hold',
        name: 'It waits for you',
        meaning: 'Once its signature was found right, you decide whether it is added.',
      },
      {
        value: 'attach',
        name: 'It is added',
        meaning: 'As soon as its signature was found right.',
      },
    ],
  },
  addKeys: {
    question: 'Who may add a key that speaks for you?',
    short: 'Adding keys',
    choices: [
      { value: 'owner', name: 'Only you', meaning: 'Under Identity.' },
      {
        value: 'full-consent',
        name: 'You, and platforms that may do everything',
        meaning: 'Such a platform can then act as you, with a key of its own.',
      },
    ],
  },
  provisioning: {
    question: 'May others have their vault on this computer?',
    short: 'Vaults for others',
    choices: [
      { value: 'off', name: 'No', meaning: 'Only your vault is here.' },
      {
        value: 'anyone',
        name: 'Yes, anyone',
        meaning: 'Whoever asks gets a vault here, and uses your disk for it. Good for hosts.',
      },
    ],
  },
}

export const presetWords: Readonly<Record<PresetName, { name: string; meaning: string }>> = {
  guarded: {
    name: 'Guarded',
    meaning:
      'For a personal computer. Platforms have to ask you first. Programs on this computer may add records, read public ones and the list of changes; web pages and other computers may not. Others’ signatures wait for you, only you add keys, and nobody else has a vault here.',
  },
  open: {
    name: 'Open',
    meaning:
      'As the protocol describes it, for building apps and for hosts. Whoever comes with a platform token may do everything. Anyone may add records, read public ones and the list of changes, from any web page; may add keys with full consent; and may have a vault here.',
  },
}

/** What a policy's value is called; a value that is not known, as it is. */
export function choiceName(name: PolicyName, value: string): string {
  return policyWords[name].choices.find((choice) => choice.value === value)?.name ?? value
}
