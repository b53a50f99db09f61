/** Servers under test, each in a process of its own. */
import { createInterface } from 'node:readline'
import { spawnBound, stopProcess } from '../scripts/daemon.mjs'
import { Stop } from '../scripts/say.mjs'

/**
 * Starts a Node program that writes one line of JSON to stdout when it is ready.
 *
 * @param {string} file
 * @param {string[]} [args]
 * @returns {Promise<{ ready: any, process: import('node:child_process').ChildProcess,
 *   stop: () => Promise<void> }>} `ready` is what the line holds
 */
export async function startServer(file, args = []) {
  const child = spawnBound(process.execPath, [file, ...args], 'KILL', {
    stdio: ['ignore', 'pipe', 2, 'ipc'],
    // All of them, as in production.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const line = await new Promise((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Stop(`${file} ended with code ${code}.`)))
  })
  return { ready: JSON.parse(line), process: child, stop: () => stopProcess(child) }
}

/** Says on stdout where a server answers. Called by the servers. */
export function announce(server) {
  server.listen(0, '127.0.0.1', () => {
    const url = `http://127.0.0.1:${server.address().port}`
    process.stdout.write(`${JSON.stringify({ url })}\n`)
  })
}
