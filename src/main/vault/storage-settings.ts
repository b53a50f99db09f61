import type { StorageSettings } from '../../ipc/contract.ts'
import type { SettingsFile } from '../settings.ts'
import type { VaultSupervisor } from './supervisor.ts'

interface Means {
  readonly settings: SettingsFile
  readonly vault: Pick<VaultSupervisor, 'status' | 'start' | 'stop'>
}

/** How the vault keeps what it is given; a running one is started again with what was changed. */
export function createStorageSettings({ settings, vault }: Means) {
  async function read(): Promise<StorageSettings> {
    return { acknowledge: (await settings.read()).acknowledge ?? 'durable' }
  }

  return {
    read,
    async change({ acknowledge }: StorageSettings): Promise<undefined> {
      if ((await read()).acknowledge === acknowledge) return
      await settings.change(({ acknowledge: _, ...before }) => ({
        ...before,
        ...(acknowledge === 'early' && { acknowledge }),
      }))
      if (vault.status.state === 'none') return
      await vault.stop()
      vault.start()
    },
  }
}
