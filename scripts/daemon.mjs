/** Background programs that live as long as we do and not a moment longer. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { Stop } from './say.mjs'

const READY_SECONDS = 15
const STOP_SECONDS = 3
const SETPRIV = '/usr/bin/setpriv'

/**
 * Spawns a program in a session of its own, so that Ctrl-C reaches only us. On Linux the kernel
 * ends it with `signal` should we be killed.
 */
export function spawnBound(command, args, signal, options) {
  const bound = process.platform === 'linux' && existsSync(SETPRIV)
  return bound
    ? spawn(SETPRIV, ['--pdeathsig', signal, '--', command, ...args], {
        detached: true,
        ...options,
      })
    : spawn(command, args, { detached: process.platform !== 'win32', ...options })
}

/**
 * Starts a daemon that stays in the foreground and writes one line to file descriptor 3 once it
 * is ready.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ line: string, stop: () => Promise<void> }>}
 */
export async function startDaemon(command, args, env) {
  const child = spawnBound(command, args, 'KILL', {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaint = (complaint + text).slice(-2000)
  })
  const line = await new Promise((resolve, reject) => {
    const fail = (why) => reject(new Stop(`${command} did not start: ${why}`))
    const timer = setTimeout(() => fail(`no answer in ${READY_SECONDS} s`), READY_SECONDS * 1000)
    createInterface(child.stdio[3]).once('line', (text) => {
      clearTimeout(timer)
      resolve(text.trim())
    })
    child.once('error', (error) => fail(error.message))
    child.once('close', (code) => fail(complaint.trim() || `ended with code ${code}`))
  }).catch(async (error) => {
    await stopProcess(child)
    throw error
  })
  return { line, stop: () => stopProcess(child) }
}

/** Ends a process and everything in its group: asks first, then insists. */
export async function stopProcess(child) {
  if (child.pid === undefined) return
  const ended =
    child.exitCode !== null || child.signalCode !== null
      ? Promise.resolve()
      : new Promise((resolve) => child.once('exit', resolve))
  signalGroup(child, 'SIGTERM')
  await Promise.race([ended, sleep(STOP_SECONDS * 1000, undefined, { ref: false })])
  signalGroup(child, 'SIGKILL')
  await ended
}

/** Sends a signal to a process and those it started in the same group. */
export function signalGroup(child, signal) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}
