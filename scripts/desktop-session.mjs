/** Runs a program with whatever a desktop session has and this machine lacks. */

import { mkdirSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { exitCodeOf } from './child.mjs'
import { signalGroup, spawnBound } from './daemon.mjs'
import { Stop, say } from './say.mjs'
import {
  hasSecretService,
  keyringPassword,
  ownKeyringDirectory,
  startSecretService,
} from './secret-service.mjs'
import { hasDisplay, startDisplay } from './virtual-display.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
// The app ends in order within five seconds; this is for one that hangs.
const GRACE_SECONDS = 6
// npm passes on the Ctrl-C that the terminal has sent to us as well.
const SAME_SIGNAL_SECONDS = 1

/**
 * Which parts of a desktop have to be brought along.
 *
 * @param {{ keyring?: 'session' | 'private' }} options as for `withDesktop`
 */
export function desktopLacks({ keyring = 'session' } = {}) {
  if (process.platform !== 'linux') return { display: false, keyring: false }
  return { display: !hasDisplay(), keyring: keyring === 'private' || !hasSecretService() }
}

/**
 * Runs a command in a desktop session and takes down afterwards what was brought up for it.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {'session' | 'private'} [options.keyring] `session`: the Secret Service of the session,
 *   where there is none a keyring of ours that stays; `private`: an empty one, thrown away
 * @param {NodeJS.ProcessEnv} [options.env] added to our own environment
 * @param {number} [options.count] so many desktops, each with ports of its own for the app: the
 *   command runs in the first, and is told of all of them by EVAULT_DESKTOPS
 * @param {import('node:child_process').StdioOptions} [options.stdio] default `inherit`
 * @param {(child: import('node:child_process').ChildProcess) => void} [options.started]
 * @returns {Promise<number>} the command's exit code
 */
export async function withDesktop(command, args, options = {}) {
  const { count = 1 } = options
  const signals = new SignalRelay()
  const desktops = []
  try {
    while (desktops.length < count) desktops.push(await openDesktop(desktops.length, options))
    const all = JSON.stringify(desktops.map(({ env }) => env))
    const env = { ...process.env, ...options.env, ...desktops[0].env, EVAULT_DESKTOPS: all }
    delete env.EVAULT_KEYRING_PASSWORD
    return await signals.during(command, args, { ...options, env })
  } finally {
    for (const desktop of desktops.reverse()) await desktop.close()
    signals.close()
  }
}

/** Brings up what a desktop lacks; `env` is what its programs are to have beside our own. */
async function openDesktop(index, options) {
  const lacks = desktopLacks(options)
  const directory = await mkdtemp(join(tmpdir(), 'evault-session-'))
  const services = []
  const close = async () => {
    await endStragglers(directory)
    for (const service of services.reverse()) await service.stop()
    await rm(directory, { recursive: true, force: true })
  }
  try {
    if (lacks.display) services.push(await startDisplay(directory))
    if (lacks.keyring) services.push(await startKeyring(directory, options.keyring))
  } catch (error) {
    await close()
    throw error
  }
  const env = Object.assign({ EVAULT_SESSION: directory }, ...services.map(({ env }) => env))
  return { env: { ...env, ...portsOf(index) }, close }
}

/** Far enough apart that no app looks for a free port among those of another desktop. */
function portsOf(index) {
  if (index === 0) return {}
  return { EVAULT_PORT: `${4000 + 1000 * index}`, EVAULT_REGISTRY_PORT: `${4321 + 1000 * index}` }
}

/** Brings up a keyring: an empty one for a test, or the one that stays. */
async function startKeyring(directory, keyring) {
  if (keyring === 'private') {
    return startSecretService(directory, { keyrings: join(directory, 'keyring'), password: 'test' })
  }
  const keyrings = ownKeyringDirectory()
  mkdirSync(keyrings, { recursive: true, mode: 0o700 })
  const { password, origin } = keyringPassword(keyrings)
  say(
    origin === 'given'
      ? `No keychain in this session: keys are kept in ${keyrings}, under your password.`
      : `No keychain in this session: keys are kept in ${keyrings}, only as safe as this disk ` +
          '(EVAULT_KEYRING_PASSWORD would protect a new one).',
  )
  return startSecretService(directory, { keyrings, password })
}

/** Passes the signals we get on to the command, each once, and sees that it ends. */
class SignalRelay {
  #child
  #received
  #receivedAt = -Infinity
  #timer

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.#pass)
  }

  /** Runs the command; resolves its exit code. */
  async during(command, args, { env, stdio = 'inherit', started }) {
    if (this.#received) return 128 + constants.signals[this.#received]
    const child = spawnBound(command, args, 'TERM', { env, stdio })
    this.#child = child
    started?.(child)
    return new Promise((resolve, reject) => {
      child.on('error', (error) => reject(new Stop(`${command} did not start: ${error.message}`)))
      child.on('exit', (code, signal) => resolve(exitCodeOf(code, signal)))
    })
  }

  /** Leaves signals to Node again. */
  close() {
    clearTimeout(this.#timer)
    for (const signal of SIGNALS) process.off(signal, this.#pass)
  }

  #pass = (signal) => {
    const now = performance.now()
    if (now - this.#receivedAt < SAME_SIGNAL_SECONDS * 1000) return
    this.#received = signal
    this.#receivedAt = now
    this.#child?.kill(signal)
    this.#timer ??= setTimeout(() => {
      if (this.#child) signalGroup(this.#child, 'SIGKILL')
    }, GRACE_SECONDS * 1000)
  }
}

/** Ends whatever the command left running, known by the session named in its environment. */
async function endStragglers(session) {
  if (process.platform !== 'linux') return
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    const pids = await membersOf(session)
    if (pids.length === 0) return
    for (const pid of pids) {
      try {
        process.kill(pid, signal)
      } catch (error) {
        if (error.code !== 'ESRCH') throw error
      }
    }
    for (let waited = 0; waited < 2000 && (await membersOf(session)).length > 0; waited += 100) {
      await sleep(100)
    }
  }
}

/** The ids of the processes that run in a session. */
async function membersOf(session) {
  const mark = `EVAULT_SESSION=${session}\0`
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const members = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
      return environment.includes(mark)
    }),
  )
  return pids.filter((_, index) => members[index]).map(Number)
}
