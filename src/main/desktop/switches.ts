import type { DesktopSettings } from '../../ipc/contract.ts'
import { createLoginStart } from './login-start.ts'
import type { Preferences } from './preferences.ts'

/** What the owner switches on and off in the window. */
export interface Switches {
  read(): Promise<DesktopSettings>
  /** @throws Error with a message for the owner */
  change(change: {
    readonly name: keyof DesktopSettings
    readonly on: boolean
  }): Promise<DesktopSettings>
}

export function createSwitches(preferences: Preferences): Switches {
  const login = createLoginStart()

  async function read(): Promise<DesktopSettings> {
    const { keepRunning, notifications } = preferences
    return {
      startAtLogin: await login.isOn(),
      keepRunning: process.platform === 'darwin' ? null : keepRunning,
      notifications,
    }
  }

  return {
    read,
    async change({ name, on }) {
      if (name === 'startAtLogin') await login.switch(on)
      else await preferences.change({ [name]: on })
      return read()
    },
  }
}
