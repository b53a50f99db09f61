import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const script = `
const [port, count] = process.argv.slice(1).map(Number)
const { connect } = require('node:net')
let taken = 0
const end = () => { process.stdout.write(String(taken)); process.exit() }
for (let n = 0; n < count; n += 1) {
  const socket = connect(port, '127.0.0.1', () => { taken += 1; if (taken === count) end() })
  socket.on('error', () => {})
}
setTimeout(end, 2000)
`

/**
 * Connects that often to a port of 127.0.0.1 from a process of its own, while this one does nothing
 * else, not even take the connections.
 * @returns how many the system kept for it; the others would have to knock again
 */
export function knock(port: number, count: number): number {
  const args = ['-e', script, String(port), String(count)]
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

/** How many connections the system keeps at most for a program that does not take them. */
export function longestQueueHere(): number {
  try {
    return Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'))
  } catch {
    return 128
  }
}
