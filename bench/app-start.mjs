/** How long the app takes to show its window and to have its vault ready. */
import { fileURLToPath } from 'node:url'
import { withDesktop } from '../scripts/desktop-session.mjs'
import { prepareElectron, withoutSandbox } from '../scripts/prepare.mjs'
import { progress, Stop } from '../scripts/say.mjs'
import { median } from './statistics.mjs'

const PROGRAM = fileURLToPath(new URL('app-start-session.mjs', import.meta.url))

/**
 * Starts the app on an empty directory and then on the same directory again, several times over.
 *
 * @param {{ smoke: boolean }} options
 */
export async function benchAppStart({ smoke }) {
  const rounds = smoke ? 1 : 5
  const { electron } = await prepareElectron({ keyring: 'private' })
  const switches = ['--disable-gpu', ...(withoutSandbox(electron) ? ['--no-sandbox'] : [])]
  const line = progress(`Starting the app ${rounds * 2} times`)
  const starts = await inSession([String(rounds), electron.executable, ...switches])
  line.end()
  return {
    electron: electron.version,
    rounds,
    firstRun: summary(starts.map(({ first }) => first)),
    secondRun: summary(starts.map(({ second }) => second)),
  }
}

/** Runs the measuring program in a desktop session with a keyring that is thrown away. */
async function inSession(args) {
  let output = ''
  const code = await withDesktop(process.execPath, [PROGRAM, ...args], {
    keyring: 'private',
    stdio: ['ignore', 'pipe', 2],
    started: (child) =>
      child.stdout.setEncoding('utf8').on('data', (text) => {
        output += text
      }),
  })
  if (code !== 0) throw new Stop('The app could not be measured: see the lines above.', code)
  return JSON.parse(output)
}

/** Medians, in whole milliseconds. */
function summary(starts) {
  const middle = (name) => Math.round(median(starts.map((start) => start[name])))
  return { windowMs: middle('windowMs'), vaultReadyMs: middle('vaultReadyMs') }
}
