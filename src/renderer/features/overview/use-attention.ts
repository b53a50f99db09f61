import { useWaitingPlatforms } from '../access/use-visitors.ts'
import { troublesOf } from '../backups/backup-trouble.ts'
import { useBackups } from '../backups/use-backups.ts'
import { useWaiting } from '../bindings/use-waiting.ts'
import { useUnreachable } from '../connection/use-unreachable.ts'
import { useRecordCounts } from '../data/record-counts.ts'
import { useDeliveryCounts } from '../deliveries/use-platforms.ts'
import { kitState } from '../identity/kit-state.ts'
import { useIdentity } from '../identity/use-identity.ts'
import { useKit } from '../identity/use-kit.ts'
import { isPending, type OwnRecovery, useRecovery } from '../recovery/use-recovery.ts'
import type { VaultFacts } from '../vault/use-vault-facts.ts'
import { type AttentionItem, attentionItems } from './attention-items.ts'

interface Attention {
  /** null while they are not known. */
  readonly items: readonly AttentionItem[] | null
  /** A recovery that somebody asked for although the owner has keys. */
  readonly alarm: OwnRecovery | null
}

/**
 * What needs the owner: the vault's own warnings, requests of friends, platforms and signatures that
 * wait, a vault that is not reached, deliveries that fail, backups that are in trouble, a kit that is
 * missing.
 */
export function useAttention(facts: VaultFacts | null): Attention {
  const { identity, error: identityError } = useIdentity()
  const { recovery, requests, error: recoveryError } = useRecovery()
  const { kit, failure } = useKit()
  const platforms = useWaitingPlatforms()
  const { waiting } = useWaiting()
  const deliveries = useDeliveryCounts()
  const isUnreachable = useUnreachable()
  const { backups } = useBackups()
  const { total } = useRecordCounts()
  // What can't be read is left out; the Identity screen says why.
  const isKnown =
    (identity || identityError) && (requests || recoveryError) && (kit || failure !== null)
  if (!facts || !isKnown) return { items: null, alarm: null }
  const alarm = identity && !identity.keyless && isPending(recovery) ? recovery : null
  const items = attentionItems({
    warnings: facts.warnings,
    asking: requests?.filter(({ status }) => status === 'pending').length ?? 0,
    platforms,
    signatures: waiting?.length ?? 0,
    deliveries: deliveries ?? { failingPlatforms: 0, failed: 0 },
    kit:
      kit && identity && !identity.keyless ? kitState(kit, identity.log.at(-1)?.versionId) : null,
    isUnreachable,
    backups: {
      troubles: backups ? troublesOf(backups) : [],
      areMissing: backups?.plan === null && (total ?? 0) > 0,
    },
    isAlarmShown: alarm !== null,
  })
  return { items, alarm }
}
