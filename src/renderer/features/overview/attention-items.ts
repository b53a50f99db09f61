import { plural, t } from '@lingui/core/macro'
import { vaultWords } from '../../components/vault-words.ts'
import type { BackupTrouble } from '../backups/backup-trouble.ts'
import type { KitState } from '../identity/kit-state.ts'
import type { VaultFacts } from '../vault/use-vault-facts.ts'

/** Something the owner should know, and where it is seen to. */
export interface AttentionItem {
  readonly id: string
  readonly text: string
  /** What is done about it, and where; null where nothing is. */
  readonly action: { readonly name: string; readonly to: string } | null
  /** Advice: nothing is wrong yet. */
  readonly isAdvice?: true
}

interface Circumstances {
  readonly warnings: VaultFacts['warnings']
  /** How many others wait for the owner's answer. */
  readonly asking: number
  /** How many platforms wait for the owner's decision. */
  readonly platforms: number
  /** How many platforms take no deliveries, and how many deliveries were given up. */
  readonly deliveries: { readonly failingPlatforms: number; readonly failed: number }
  /** How many signatures wait for the owner's approval. */
  readonly signatures: number
  /** null while it is not known, or while there are no keys to save. */
  readonly kit: KitState | null
  /** The vault was to be reachable from outside, and has not been for a while. */
  readonly isUnreachable: boolean
  readonly backups: {
    readonly troubles: readonly BackupTrouble[]
    /** There is something to lose, and nobody has planned backups of it. */
    readonly areMissing: boolean
  }
  /** A card above tells of the pending recovery already. */
  readonly isAlarmShown: boolean
}

const actions: Readonly<Record<string, AttentionItem['action']>> = {
  NO_KEYS: { name: t`Get your keys back`, to: '/identity' },
  RECOVERY_PENDING: { name: t`See how far it is`, to: '/identity' },
  ACKNOWLEDGES_EARLY: { name: t`Change it`, to: '/settings?section=developer' },
}

/** Comes before what only the owner can lose; the vault's own order holds otherwise. */
const beforeAll = new Set(['NO_KEYS', 'RECOVERY_PENDING'])
const beforeKit = new Set(['DISK_ALMOST_FULL'])

/** What needs the owner, most serious first. */
export function attentionItems(now: Circumstances): AttentionItem[] {
  const warnings = now.warnings
    .filter(({ code }) => code !== 'RECOVERY_PENDING' || !now.isAlarmShown)
    .map((warning) => ({
      id: warning.code,
      text: vaultWords(warning),
      action: actions[warning.code] ?? null,
    }))
  const isFirst = ({ id }: AttentionItem) => beforeAll.has(id)
  const isSecond = ({ id }: AttentionItem) => beforeKit.has(id)
  return [
    ...warnings.filter(isFirst),
    ...askingItem(now.asking),
    ...warnings.filter(isSecond),
    ...platformsItem(now.platforms),
    ...signaturesItem(now.signatures),
    ...unreachableItem(now.isUnreachable),
    ...deliveriesItems(now.deliveries),
    ...now.backups.troubles.map((trouble) => backupItems[trouble]),
    ...kitItem(now.kit),
    ...warnings.filter((item) => !isFirst(item) && !isSecond(item)),
    ...(now.backups.areMissing ? [noBackups] : []),
  ]
}

function askingItem(asking: number): AttentionItem[] {
  if (asking === 0) return []
  const text = plural(asking, {
    one: 'Somebody who trusts you asks you to approve new keys for them.',
    other: '# people who trust you ask you to approve new keys for them.',
  })
  return [
    {
      id: 'asking',
      text,
      action: { name: t({ message: 'Answer', context: 'verb' }), to: '/identity#asking' },
    },
  ]
}

function platformsItem(count: number): AttentionItem[] {
  if (count === 0) return []
  const text = plural(count, {
    one: 'A platform asks to use your vault. Until you decide, it is refused.',
    other: '# platforms ask to use your vault. Until you decide, they are refused.',
  })
  return [{ id: 'platforms', text, action: { name: t`Decide`, to: '/access' } }]
}

function signaturesItem(count: number): AttentionItem[] {
  if (count === 0) return []
  const text = plural(count, {
    one: 'A signature under one of your documents waits for your approval.',
    other: '# signatures under your documents wait for your approval.',
  })
  return [{ id: 'signatures', text, action: { name: t`Look at them`, to: '/bindings' } }]
}

function unreachableItem(isUnreachable: boolean): AttentionItem[] {
  if (!isUnreachable) return []
  const text = t`The world does not reach your vault, in none of the ways that you set up. It is tried again by itself.`
  return [{ id: 'unreachable', text, action: { name: t`See why`, to: '/connection' } }]
}

function deliveriesItems({ failingPlatforms, failed }: Circumstances['deliveries']) {
  const failing: AttentionItem = {
    id: 'failing-platforms',
    text: plural(failingPlatforms, {
      one: 'A platform takes no deliveries now. What you change waits for it, and is tried again.',
      other:
        '# platforms take no deliveries now. What you change waits for them, and is tried again.',
    }),
    action: { name: t`See why`, to: '/deliveries' },
  }
  const givenUp: AttentionItem = {
    id: 'failed-deliveries',
    text: plural(failed, {
      one: 'A delivery to a platform was given up. It can be sent again.',
      other: '# deliveries to platforms were given up. They can be sent again.',
    }),
    action: { name: t`Look at deliveries`, to: '/deliveries?state=failed' },
  }
  return [...(failingPlatforms > 0 ? [failing] : []), ...(failed > 0 ? [givenUp] : [])]
}

function kitItem(kit: KitState | null): AttentionItem[] {
  if (kit === null || kit === 'current') return []
  const text = {
    none: t`You have no recovery kit yet. If this computer is lost, your keys and your eName are lost with it.`,
    old: t`Your recovery kit is old: it lacks the newest of your keys.`,
    'keys-alone': t`Your recovery kit does not open your records: save a new one.`,
  }[kit]
  const name = kit === 'none' ? t`Save a kit` : t`Save a new kit`
  return [{ id: 'kit', text, action: { name, to: '/identity#kit' } }]
}

const backupsScreen = '/settings?section=backups'

const backupItems: Readonly<Record<BackupTrouble, AttentionItem>> = {
  'proof-failed': {
    id: 'backup-proof-failed',
    text: t`Your latest backup could not be restored whole, as a trial has shown.`,
    action: { name: t`See what differs`, to: backupsScreen },
  },
  stale: {
    id: 'backup-stale',
    text: t`Your backup is out of date: what has changed since is on this computer only.`,
    action: { name: t`See why`, to: backupsScreen },
  },
}

const noBackups: AttentionItem = {
  id: 'backups-none',
  text: t`Your records are on this computer only. Backups keep a copy of them at another place.`,
  action: { name: t`Set up backups`, to: backupsScreen },
  isAdvice: true,
}
