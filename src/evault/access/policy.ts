/** Who may do a thing without a token. `this-computer` is a program on it, never a web page. */
export type WithoutToken = 'anyone' | 'this-computer' | 'off'

/** The owner's policies. Source: design, "Policies". */
export interface Policy {
  readonly platformConsent: 'allow' | 'ask'
  readonly createWithoutToken: WithoutToken
  /** Of records whose ACL holds `*`. */
  readonly readPublicWithoutToken: WithoutToken
  readonly cors: 'any-origin' | 'consented-platforms'
}

export type PolicyPreset = 'open' | 'guarded'

/** `open` is the protocol as documented, `guarded` is what a desktop needs. */
export const policyPresets: Readonly<Record<PolicyPreset, Policy>> = {
  open: {
    platformConsent: 'allow',
    createWithoutToken: 'anyone',
    readPublicWithoutToken: 'anyone',
    cors: 'any-origin',
  },
  guarded: {
    platformConsent: 'ask',
    createWithoutToken: 'this-computer',
    readPublicWithoutToken: 'this-computer',
    cors: 'consented-platforms',
  },
}
