import { stat } from 'node:fs/promises'
import { t } from '@lingui/core/macro'
import type { SetupState } from '../ipc/contract.ts'
import type { AppSettings, SettingsFile } from './settings.ts'
import type { VaultSupervisor } from './vault/supervisor.ts'

/** What a vault is called until its owner says otherwise: in the language that is spoken. */
const firstName = () => t`My eVault`

/** Leads the owner through the first start, and remembers how far they came. */
export interface Setup {
  read(): Promise<SetupState>
  /** Whether the vault is opened with the app: always, once the owner has begun to make it. */
  startsVault(): Promise<boolean>
  /**
   * Goes to a step. From `keys` on there is a vault: it is started where it is not.
   * @throws Error when the first start is over
   */
  goTo(step: SetupState['step']): Promise<void>
  /** Without surrounding spaces; an empty name is the one every vault has at first. */
  rename(name: string): Promise<void>
  /** Tells the window how far the owner is. */
  tell(): Promise<void>
}

interface Means {
  readonly settings: SettingsFile
  readonly dataDirectory: string
  readonly vault: Pick<VaultSupervisor, 'status' | 'start'>
  readonly onChange: (state: SetupState) => void
}

export function createSetup({ settings, dataDirectory, vault, onChange }: Means): Setup {
  async function readSettings(): Promise<AppSettings> {
    // Settings that can't be read are the vault's to tell: it does not start with them.
    return settings.read().catch((): AppSettings => ({ setup: { step: 'done' } }))
  }

  async function read(): Promise<SetupState> {
    const current = await readSettings()
    const step = currentStep(current, await exists(dataDirectory))
    return { step, name: current.name ?? firstName() }
  }

  const tell = async () => onChange(await read())

  return {
    read,
    tell,

    async startsVault() {
      const { step } = await read()
      const { keys, bringingBack } = await readSettings()
      return bringingBack === undefined && (!isBeforeVault(step) || keys !== undefined)
    },

    async goTo(step) {
      if ((await read()).step === 'done') throw new Error('The first start is over.')
      await settings.change((before) => ({ ...before, setup: { step } }))
      if (!isBeforeVault(step) && vault.status.state === 'none') vault.start()
      await tell()
    },

    async rename(name) {
      const trimmed = name.trim()
      const isChosen = trimmed !== '' && trimmed !== firstName()
      await settings.change(({ name: _, ...before }) => ({
        ...before,
        ...(isChosen && { name: trimmed }),
      }))
      await tell()
    },
  }
}

/**
 * How far the first start came. An installation from before there were steps is done; an owner who
 * comes with a recovery kit leaves the first step when the vault has its keys.
 */
export function currentStep(
  { setup, keys, bringingBack }: AppSettings,
  hasDataDirectory: boolean,
): SetupState['step'] {
  if (bringingBack !== undefined) return 'welcome'
  if (setup === undefined) return keys === undefined && !hasDataDirectory ? 'welcome' : 'done'
  return setup.step === 'welcome' && keys !== undefined ? 'keys' : setup.step
}

function isBeforeVault(step: SetupState['step']): boolean {
  return step === 'welcome' || step === 'name'
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
