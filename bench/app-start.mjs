/** How long the app takes to show its window and to have its vault ready. */
import { progress } from '../scripts/say.mjs'
import { runOnDesktop } from './desktop-program.mjs'
import { median } from './statistics.mjs'

/**
 * Starts the app on an empty directory and then on the same directory again, several times over.
 *
 * @param {{ smoke: boolean }} options
 */
export async function benchAppStart({ smoke }) {
  const rounds = smoke ? 1 : 5
  const line = progress(`Starting the app ${rounds * 2} times`)
  const { electron, output } = await runOnDesktop('app-start-session.mjs', [String(rounds)])
  line.end()
  return {
    ...{ electron, rounds },
    firstRun: summary(output.map(({ first }) => first)),
    secondRun: summary(output.map(({ second }) => second)),
  }
}

/** Medians, in whole milliseconds. */
function summary(starts) {
  const middle = (name) => Math.round(median(starts.map((start) => start[name])))
  return { windowMs: middle('windowMs'), vaultReadyMs: middle('vaultReadyMs') }
}
