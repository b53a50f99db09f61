/**
 * Measures starts of the app in the desktop session it is run in:
 * `app-start-session.mjs ROUNDS ELECTRON SWITCHES…`. Prints them as JSON.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAsScript } from '../scripts/say.mjs'
import { firstPaint, withApp } from './running-app.mjs'

await runAsScript(async () => {
  const [rounds, electron, ...switches] = process.argv.slice(2)
  const starts = []
  while (starts.length < Number(rounds)) starts.push(await firstAndSecond(electron, switches))
  process.stdout.write(JSON.stringify(starts))
})

/**
 * Starts the app where no vault is and no question is asked, and once more on what the first start
 * left there.
 */
async function firstAndSecond(electron, switches) {
  const userData = await mkdtemp(join(tmpdir(), 'evault-bench-app-'))
  const start = () => withApp({ electron, switches, userData }, measureStart)
  try {
    await writeFile(join(userData, 'settings.json'), '{ "setup": { "step": "done" } }')
    return { first: await start(), second: await start() }
  } finally {
    await rm(userData, { recursive: true, force: true })
  }
}

/** Waits until all of the app has come up. */
async function measureStart({ startedAt, page, ready }) {
  const paintedAt = await firstPaint(await page)
  return { windowMs: paintedAt - startedAt, vaultReadyMs: (await ready) - startedAt }
}
