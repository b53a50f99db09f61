import { z } from 'zod'

/** Who may do a thing without a token. `this-computer` is a program on it, never a web page. */
const withoutToken = z.enum(['anyone', 'this-computer', 'off'])
export type WithoutToken = z.infer<typeof withoutToken>

const days = z.number().int().min(1).max(36_500)

/** The owner's settings for one vault. Source: design, "Policies". */
export const policySchema = z.strictObject({
  platformConsent: z.enum(['allow', 'ask']),
  createWithoutToken: withoutToken,
  /** Of records whose ACL holds `*`. */
  readPublicWithoutToken: withoutToken,
  readLogs: z.enum(['anyone', 'this-computer', 'authenticated', 'owner']),
  cors: z.enum(['any-origin', 'consented-platforms']),
  counterpartySignatures: z.enum(['attach', 'hold']),
  /** Who may add a public key beside the owner. */
  addKeys: z.enum(['owner', 'full-consent']),
  /** Whether this server makes vaults for others. */
  provisioning: z.enum(['anyone', 'off']),
  /** Who may read the registry inside this app. */
  readRegistry: z.enum(['anyone', 'this-computer']),
  /** How long deleted records can be restored. */
  trashDays: days,
  /** How long earlier versions of records are kept. */
  historyDays: days,
  /** How long reads and refusals are kept. */
  accessLogDays: days,
})
export type Policy = z.infer<typeof policySchema>

export type PolicyPreset = 'open' | 'guarded'

const retention = { trashDays: 30, historyDays: 365, accessLogDays: 30 }

/** `open` is the protocol as documented, `guarded` is what a desktop needs. */
export const policyPresets: Readonly<Record<PolicyPreset, Policy>> = {
  open: {
    platformConsent: 'allow',
    createWithoutToken: 'anyone',
    readPublicWithoutToken: 'anyone',
    readLogs: 'anyone',
    cors: 'any-origin',
    counterpartySignatures: 'attach',
    addKeys: 'full-consent',
    provisioning: 'anyone',
    readRegistry: 'this-computer',
    ...retention,
  },
  guarded: {
    platformConsent: 'ask',
    createWithoutToken: 'this-computer',
    readPublicWithoutToken: 'this-computer',
    readLogs: 'this-computer',
    cors: 'consented-platforms',
    counterpartySignatures: 'hold',
    addKeys: 'owner',
    provisioning: 'off',
    readRegistry: 'this-computer',
    ...retention,
  },
}
