/** What every command that runs Electron needs first. */
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { desktopLacks } from './desktop-session.mjs'
import { ensureElectron } from './electron-dist.mjs'
import { Stop, say } from './say.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

/**
 * Makes sure that the system and Electron are there, and says which Electron it is.
 *
 * @param {{ keyring?: 'session' | 'private' }} options as for `withDesktop`
 */
export async function prepareElectron(options) {
  const lacks = desktopLacks(options)
  await ensureSystemPackages(lacks)
  const electron = await ensureElectron()
  const standIn = electron.origin === 'stand-in'
  say(`Electron ${electron.version}${standIn ? ', a stand-in for the release (see README)' : ''}.`)
  return { electron, lacks }
}

/** Whether Electron has to run without its sandbox; stops where it has one it cannot use. */
export function withoutSandbox(electron) {
  if (process.platform !== 'linux') return false
  if (process.getuid() === 0) return true
  const helper = join(electron.directory, 'chrome-sandbox')
  const { uid, mode } = statSync(helper)
  const setuidRoot = uid === 0 && (mode & 0o4000) !== 0
  // Chromium needs a user namespace unless the helper may do its work.
  const namespace = spawnSync('unshare', ['--user', '--map-root-user', 'true'])
  if (setuidRoot || namespace.error || namespace.status === 0) return false
  throw new Stop(
    "This system lets Electron's sandbox run only through its helper. Run " +
      `"sudo chown root:root ${helper} && sudo chmod 4755 ${helper}", then try again.`,
  )
}
