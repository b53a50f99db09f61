import { t } from '@lingui/core/macro'
import type { RecoveryKit, SecretStore } from '../../evault/index.ts'
import type { VaultStatus } from '../../ipc/contract.ts'

/**
 * Whether an opened kit shows that its holder is the owner of this vault: it names the vault, and
 * has a key that this computer's keychain has for it. Anybody can make a kit of a vault of their own.
 * @throws Error with a message for the owner where it does not
 */
export async function proveByKit(
  kit: RecoveryKit,
  status: VaultStatus,
  store: Pick<SecretStore, 'get'>,
): Promise<void> {
  if (status.state !== 'ready') throw new Error(t`The vault is not open yet. Try again.`)
  const owned = Object.entries(kit.keys).filter(([name]) => name.startsWith(`${kit.evaultId}/`))
  const present = await Promise.all(owned.map(([name]) => store.get(name)))
  const isSame = owned.some(([, key], at) => present[at] === key)
  if (kit.ename !== status.ename || !isSame) {
    throw new Error(t`This recovery kit is not of this vault.`)
  }
}
