import { rename } from 'node:fs/promises'
import { t } from '@lingui/core/macro'
import type { RecoveryKit, RestoredIdentity } from '../../evault/index.ts'
import type { RecoveryKits } from './recovery-kit.ts'
import type { VaultSupervisor } from './supervisor.ts'

interface Means {
  readonly vault: VaultSupervisor
  readonly kits: Pick<RecoveryKits, 'isVaultEmpty' | 'putBack'>
  readonly dataDirectory: string
  /** Says whose vault an empty data directory becomes. */
  readonly adopt: (identity: RestoredIdentity) => void
}

/**
 * Gives the vault its keys back. On a new computer the vault becomes the kit's: before there is
 * one, and when the one that was just made holds nothing; what it was is moved aside, never
 * deleted.
 * @throws Error with a message for the owner; everything is as before then
 */
export async function restoreFromKit(means: Means, kit: RecoveryKit): Promise<void> {
  const { vault, kits } = means
  const { status } = vault
  if (status.state === 'none') {
    await kits.putBack(kit)
    means.adopt(identityOf(kit))
    vault.start()
    return
  }
  if (status.state === 'failed' && status.waysOut.includes('restore-kit')) {
    await kits.putBack(kit)
    vault.start()
    return
  }
  if (status.state !== 'ready') throw new Error(t`The vault is not open yet. Try again.`)
  if (status.ename === kit.ename) {
    await kits.putBack(kit)
    if (!status.keyless) return
    await vault.stop()
    vault.start()
    return
  }
  if (!(await kits.isVaultEmpty())) {
    throw new Error(t`This vault holds records already, so it can’t become another one’s.`)
  }
  await replaceVault(means, kit)
}

async function replaceVault(
  { vault, kits, dataDirectory, adopt }: Means,
  kit: RecoveryKit,
): Promise<void> {
  await vault.stop()
  try {
    const aside = await setAside(dataDirectory)
    try {
      await kits.putBack(kit)
    } catch (error) {
      await rename(aside, dataDirectory)
      throw error
    }
    adopt(identityOf(kit))
  } finally {
    vault.start()
  }
}

/** Moves a data directory out of the way, beside itself. @returns where it is now */
export async function setAside(dataDirectory: string): Promise<string> {
  const aside = `${dataDirectory}.before-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  await rename(dataDirectory, aside)
  return aside
}

/** The vault process gets the names of the keys, never the keys. */
function identityOf({ ename, evaultId, log, keys }: RecoveryKit): RestoredIdentity {
  return { ename, evaultId, log, keyNames: Object.keys(keys) }
}
