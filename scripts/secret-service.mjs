/** A session bus with an unlocked Secret Service, the one of the session or one of our own. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { spawnBound, startDaemon, stopProcess } from './daemon.mjs'
import { Stop } from './say.mjs'
import { hasDisplay } from './virtual-display.mjs'

const START_SECONDS = 10
const UNLOCK_SECONDS = 2
const SYSTEM_BUS = '/run/dbus/system_bus_socket'
const COLLECTION = '/org/freedesktop/secrets/aliases/default'

/** Where the keyring lives that is used where the session has none. */
export function ownKeyringDirectory() {
  const data = process.env.XDG_DATA_HOME || join(homedir(), '.local/share')
  return join(data, 'evault-desktop', 'keyring')
}

/** Whether the session keeps secrets: unlocked, or able to ask the person to unlock. */
export function hasSecretService(env = process.env) {
  if (process.platform !== 'linux') return true
  const { answers, locked } = askCollection(env)
  return answers && (!locked || hasDisplay(env))
}

/**
 * Starts a session bus and a keyring daemon on it, and waits until it keeps secrets. Neither
 * knows the session's own bus and keyrings, and the bus starts no other services.
 *
 * @param {string} directory a private directory for sockets
 * @param {{ keyrings: string, password: string }} store where the secrets are kept
 * @returns {Promise<{ env: NodeJS.ProcessEnv, stop: () => Promise<void> }>}
 */
export async function startSecretService(directory, { keyrings, password }) {
  const config = join(directory, 'bus.conf')
  await writeFile(config, busConfiguration(join(directory, 'bus')))
  const bus = await startDaemon(
    'dbus-daemon',
    ['--nofork', '--nopidfile', `--config-file=${config}`, '--print-address=3'],
    process.env,
  )
  const env = { DBUS_SESSION_BUS_ADDRESS: bus.line }
  // Electron complains at length where there is no system bus; one without services will do.
  if (!existsSync(SYSTEM_BUS)) env.DBUS_SYSTEM_BUS_ADDRESS = bus.line
  await mkdir(keyrings, { recursive: true, mode: 0o700 })
  const keyring = spawnBound(
    'gnome-keyring-daemon',
    ['--foreground', '--unlock', '--components=secrets', `--control-directory=${directory}`],
    'KILL',
    {
      env: { ...process.env, ...env, XDG_DATA_HOME: keyrings },
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  )
  keyring.on('error', () => {})
  keyring.stdin.on('error', () => {}).end(password)
  const stop = async () => {
    await stopProcess(keyring)
    await bus.stop()
  }
  if (await opens({ ...process.env, ...env })) return { env, stop }
  await stop()
  throw new Stop(
    `The keyring in ${keyrings} does not open. If it was made with another password, name that ` +
      'one in EVAULT_KEYRING_PASSWORD. Nothing in it was changed.',
  )
}

/**
 * The password of our own keyring: the person's, or one made once and kept beside the keyring.
 *
 * @returns {{ password: string, origin: 'given' | 'stored' }}
 */
export function keyringPassword(directory) {
  const given = process.env.EVAULT_KEYRING_PASSWORD
  if (given) return { password: given, origin: 'given' }
  const file = join(directory, 'password')
  try {
    return { password: readFileSync(file, 'utf8'), origin: 'stored' }
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
  const prepared = `${file}.${process.pid}`
  writeFileSync(prepared, randomBytes(32).toString('base64url'), { mode: 0o600 })
  try {
    // Unlike a rename, a link never replaces the password that another start has just made.
    linkSync(prepared, file)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  } finally {
    rmSync(prepared)
  }
  return { password: readFileSync(file, 'utf8'), origin: 'stored' }
}

/** Waits until the default collection is there and unlocked. */
async function opens(env) {
  let deadline = performance.now() + START_SECONDS * 1000
  let answered = false
  while (performance.now() < deadline) {
    const { answers, locked } = askCollection(env)
    if (answers && !locked) return true
    if (answers && !answered) deadline = performance.now() + UNLOCK_SECONDS * 1000
    answered ||= answers
    await sleep(30)
  }
  return false
}

/** Asks the Secret Service on the session bus about its default collection. */
function askCollection(env) {
  const { status, stdout } = spawnSync(
    'dbus-send',
    [
      '--session',
      '--print-reply',
      '--reply-timeout=3000',
      '--dest=org.freedesktop.secrets',
      COLLECTION,
      'org.freedesktop.DBus.Properties.Get',
      'string:org.freedesktop.Secret.Collection',
      'string:Locked',
    ],
    { env, encoding: 'utf8' },
  )
  return { answers: status === 0, locked: status !== 0 || stdout.includes('boolean true') }
}

/** A bus that only its own user reaches and that starts nothing by itself. */
function busConfiguration(socket) {
  return `<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`
}
