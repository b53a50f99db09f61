import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { t } from '@lingui/core/macro'
import { app } from 'electron'
import { replaceFile } from '../../registry/replace-file.ts'
import { appImageFile } from '../environment.ts'
import { desktopEntry, startsAtLogin } from './desktop-entry.ts'

/** Whether the system starts the app when its owner logs in: as the system has it, not as we do. */
export interface LoginStart {
  /** @throws Error when the system can't be asked */
  isOn(): Promise<boolean>
  /** @throws Error with a message for the owner */
  switch(on: boolean): Promise<void>
}

const HIDDEN = '--hidden'

/** Whether a start is the system's at login: then nobody waits for a window. */
export function isLoginStart(argv: readonly string[]): boolean {
  return argv.includes(HIDDEN)
}

/** The same of the start of this process; macOS passes no arguments. */
export function wasStartedAtLogin(): boolean {
  if (isLoginStart(process.argv)) return true
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin
}

export function createLoginStart(): LoginStart {
  const start = process.platform === 'linux' ? autostartFolder() : loginItems()
  return {
    isOn: start.isOn,
    async switch(on) {
      try {
        await start.switch(on)
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error)
        throw new Error(t`Starting at login was not changed. ${cause}`, { cause: error })
      }
      if ((await start.isOn()) !== on) {
        throw new Error(t`The system did not take it. Look at the login items in its settings.`)
      }
    },
  }
}

/** Linux. `appData` is `$XDG_CONFIG_HOME`, else `~/.config`. */
function autostartFolder(): LoginStart {
  const file = join(app.getPath('appData'), 'autostart', 'evault-desktop.desktop')
  const command = [appImageFile() ?? process.execPath, ...ownArguments()]
  return {
    async isOn() {
      const entry = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return ''
        throw error
      })
      return startsAtLogin(entry, command)
    },
    async switch(on) {
      if (!on) return rm(file, { force: true })
      await mkdir(dirname(file), { recursive: true })
      await replaceFile(file, desktopEntry(app.getName(), command))
    },
  }
}

/** macOS and Windows. */
function loginItems(): LoginStart {
  const isWindows = process.platform === 'win32'
  const args = ownArguments().map((argument) => `"${argument}"`)
  const item = isWindows ? { path: process.execPath, args } : {}
  return {
    async isOn() {
      const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(item)
      // On Windows, only this one knows of what was switched off in the Task Manager.
      return isWindows ? executableWillLaunchAtLogin : openAtLogin
    },
    async switch(on) {
      app.setLoginItemSettings({ openAtLogin: on, ...item })
    },
  }
}

/** What leads to the same vault again: an app that is not packaged is Electron's argument. */
function ownArguments(): string[] {
  const userData = app.commandLine.getSwitchValue('user-data-dir')
  return [
    ...(app.isPackaged ? [] : [app.getAppPath()]),
    HIDDEN,
    ...(userData === '' ? [] : [`--user-data-dir=${userData}`]),
  ]
}
