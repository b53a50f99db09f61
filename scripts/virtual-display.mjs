/** A display of our own where the machine has none. */
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startDaemon } from './daemon.mjs'

const SCREEN = '1440x1000x24'
const FAMILY_WILD = 0xffff

/** Whether a window could be shown here. */
export function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/**
 * Starts Xvfb on a free display number. Only who can read `directory` may connect: other users
 * of the machine could otherwise look at the vault's window and type into it.
 *
 * @param {string} directory a private directory for the access cookie
 * @returns {Promise<{ env: NodeJS.ProcessEnv, stop: () => Promise<void> }>}
 */
export async function startDisplay(directory) {
  const authority = join(directory, 'Xauthority')
  await writeFile(authority, accessCookie(), { mode: 0o600 })
  const options = ['-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset', '-auth', authority]
  const { line, stop } = await startDaemon('Xvfb', ['-displayfd', '3', ...options], process.env)
  return { env: { DISPLAY: `:${line}`, XAUTHORITY: authority }, stop }
}

/** An X authority file with a fresh cookie, good for any display. */
function accessCookie() {
  const field = (bytes) => {
    const size = Buffer.alloc(2)
    size.writeUInt16BE(bytes.length)
    return Buffer.concat([size, bytes])
  }
  const family = Buffer.alloc(2)
  family.writeUInt16BE(FAMILY_WILD)
  const fields = [
    Buffer.alloc(0),
    Buffer.alloc(0),
    Buffer.from('MIT-MAGIC-COOKIE-1'),
    randomBytes(16),
  ]
  return Buffer.concat([family, ...fields.map(field)])
}
