/** How fast the owner's window is with many records. */
import { progress } from '../scripts/say.mjs'
import { runOnDesktop } from './desktop-program.mjs'

/**
 * Fills a vault through the app, starts the app again, and does what its owner does.
 *
 * @param {{ smoke: boolean }} options
 */
export async function benchWindow({ smoke }) {
  const records = smoke ? 2_000 : 100_000
  const line = progress(`The window with ${records.toLocaleString('en')} records`)
  const { electron, output } = await runOnDesktop('window-session.mjs', [String(records)])
  line.end()
  return { electron, records, ...output }
}
