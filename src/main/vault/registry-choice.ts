import { t } from '@lingui/core/macro'
import type { SecretStore } from '../../evault/index.ts'
import type { RegistryChoice } from '../../ipc/contract.ts'
import type { SettingsFile } from '../settings.ts'
import { checkRegistry, readRegistryUrl } from './registry-check.ts'
import type { VaultSupervisor } from './supervisor.ts'

/** Chooses the registry of the vault. The secrets of registries stay in main. */
export interface RegistryChooser {
  read(): Promise<RegistryChoice>
  /**
   * Takes a secret from the clipboard, and empties it.
   * @throws Error with a message for the owner
   */
  pasteSecret(): Promise<{ readonly hasSecret: true }>
  /**
   * Starts the vault again with a registry that was seen to answer; null: with this computer's.
   * @throws Error with a message for the owner; nothing is changed then
   */
  use(url: string | null): Promise<undefined>
}

interface Means {
  readonly settings: SettingsFile
  readonly openStore: () => Promise<SecretStore>
  readonly vault: Pick<VaultSupervisor, 'status' | 'start' | 'stop'>
  /** Asks the owner in a dialog of main's own: a page must not send the clipboard anywhere. */
  readonly confirm: (url: string) => Promise<boolean>
  readonly clipboard: { readText(): Promise<string> | string; clear(): unknown }
}

/** What can travel in a header. */
const secretPattern = /^[\x21-\x7e]{1,1000}$/

/** Where the keychain keeps the secret of a registry: with its address, so that no other gets it. */
export function registrySecretName(url: string): string {
  return `registry-secret/${url}`
}

export function createRegistryChooser(means: Means): RegistryChooser {
  const { settings, openStore, vault, clipboard, confirm } = means
  let pasted: string | null = null

  async function use(url: string): Promise<void> {
    await checkRegistry(url)
    const store = await openStore()
    const name = registrySecretName(url)
    const secret = pasted ?? (await store.get(name))
    if (secret === null) throw new Error(t`Paste the secret of this registry first.`)
    if (pasted !== null && !(await confirm(url))) {
      throw new Error(t`You did not confirm it. Nothing was changed.`)
    }
    await store.set(name, secret)
    await settings.change((before) => ({ ...before, registry: url }))
    pasted = null
  }

  return {
    async read() {
      const { registry } = await settings.read()
      if (registry === undefined) return { url: null, hasSecret: pasted !== null }
      const kept = pasted ?? (await (await openStore()).get(registrySecretName(registry)))
      return { url: registry, hasSecret: kept !== null }
    },

    async pasteSecret() {
      const copied = await clipboard.readText()
      const secret = copied.trim()
      if (secret === '') throw new Error(t`The clipboard is empty. Copy the secret first.`)
      if (!secretPattern.test(secret)) {
        throw new Error(t`What is in the clipboard is no secret: a secret has no spaces.`)
      }
      pasted = secret
      if ((await clipboard.readText()) === copied) await clipboard.clear()
      return { hasSecret: true }
    },

    async use(url) {
      const wasOwn = (await settings.read()).registry === undefined
      if (url !== null) await use(readRegistryUrl(url))
      else await settings.change(({ registry: _, ...before }) => before)
      if ((url === null && wasOwn) || vault.status.state === 'none') return
      await vault.stop()
      vault.start()
    },
  }
}
