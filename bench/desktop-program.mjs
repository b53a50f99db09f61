/** Runs a measuring program in a desktop session with a keyring that is thrown away. */
import { fileURLToPath } from 'node:url'
import { withDesktop } from '../scripts/desktop-session.mjs'
import { prepareElectron, withoutSandbox } from '../scripts/prepare.mjs'
import { Stop } from '../scripts/say.mjs'

/**
 * @param {string} program its file, beside this one
 * @param {string[]} args its arguments; Electron's executable and switches follow them
 * @returns {Promise<{ electron: string, output: unknown }>} Electron's version, and the JSON that
 *   the program printed
 */
export async function runOnDesktop(program, args) {
  const { electron } = await prepareElectron({ keyring: 'private' })
  const switches = ['--disable-gpu', ...(withoutSandbox(electron) ? ['--no-sandbox'] : [])]
  const path = fileURLToPath(new URL(program, import.meta.url))
  let printed = ''
  const code = await withDesktop(
    process.execPath,
    [path, ...args, electron.executable, ...switches],
    {
      keyring: 'private',
      stdio: ['ignore', 'pipe', 2],
      started: (child) =>
        child.stdout.setEncoding('utf8').on('data', (text) => {
          printed += text
        }),
    },
  )
  if (code !== 0) throw new Stop('The app could not be measured: see the lines above.', code)
  return { electron: electron.version, output: JSON.parse(printed) }
}
