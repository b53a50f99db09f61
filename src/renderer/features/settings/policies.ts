import type { SettingsPartsFragment } from '../../graphql/documents.generated.ts'

export type Settings = SettingsPartsFragment

export const policyNames = [
  ...['platformConsent', 'createWithoutToken', 'readPublicWithoutToken', 'readLogs'],
  ...['cors', 'counterpartySignatures', 'addKeys', 'provisioning'],
] as readonly PolicyName[]
export type PolicyName = Exclude<keyof Settings, '__typename' | RetentionName>
export type RetentionName = 'trashDays' | 'historyDays' | 'accessLogDays'
/** The value of each policy. */
export type Policies = Readonly<Record<PolicyName, string>>

export type PresetName = 'open' | 'guarded'

/** Source: docs/protocol.md, "Policies". */
export const presets: Readonly<Record<PresetName, Policies>> = {
  guarded: {
    platformConsent: 'ask',
    createWithoutToken: 'this-computer',
    readPublicWithoutToken: 'this-computer',
    readLogs: 'this-computer',
    cors: 'consented-platforms',
    counterpartySignatures: 'hold',
    addKeys: 'owner',
    provisioning: 'off',
  },
  open: {
    platformConsent: 'allow',
    createWithoutToken: 'anyone',
    readPublicWithoutToken: 'anyone',
    readLogs: 'anyone',
    cors: 'any-origin',
    counterpartySignatures: 'attach',
    addKeys: 'full-consent',
    provisioning: 'anyone',
  },
}

/** How wide each choice is: the first lets in the fewest. */
const fromNarrow: Readonly<Record<PolicyName, readonly string[]>> = {
  platformConsent: ['ask', 'allow'],
  createWithoutToken: ['off', 'this-computer', 'anyone'],
  readPublicWithoutToken: ['off', 'this-computer', 'anyone'],
  readLogs: ['owner', 'authenticated', 'this-computer', 'anyone'],
  cors: ['consented-platforms', 'any-origin'],
  counterpartySignatures: ['hold', 'attach'],
  addKeys: ['owner', 'full-consent'],
  provisioning: ['off', 'anyone'],
}

/** The preset that holds, or the one that is nearest, and what differs from it. */
export interface PresetState {
  readonly preset: PresetName
  /** Empty where the preset holds as it is. */
  readonly changed: readonly PolicyName[]
}

/** Which preset the policies are, or are nearest to; `guarded` where both are as near. */
export function presetOf(settings: Policies): PresetState {
  const stateOf = (preset: PresetName): PresetState => ({
    preset,
    changed: policyNames.filter((name) => settings[name] !== presets[preset][name]),
  })
  const [nearest, other] = [stateOf('guarded'), stateOf('open')]
  return other.changed.length < nearest.changed.length ? other : nearest
}

export interface PolicyChange {
  readonly name: PolicyName
  readonly from: string
  readonly to: string
  /** More is let in than before. */
  readonly widens: boolean
}

/** What a preset would change, the widening ones first. */
export function changesOf(settings: Policies, preset: PresetName): PolicyChange[] {
  const changes = policyNames
    .map((name) => ({ name, from: settings[name], to: presets[preset][name] }))
    .filter(({ from, to }) => from !== to)
    .map((change) => ({ ...change, widens: widens(change.name, change.from, change.to) }))
  return changes.sort((a, b) => Number(b.widens) - Number(a.widens))
}

/** Whether a choice lets in more than another one; a choice that is not known may. */
export function widens(name: PolicyName, from: string, to: string): boolean {
  const order = fromNarrow[name]
  const [before, after] = [order.indexOf(from), order.indexOf(to)]
  return after < 0 || after > before
}
