/** `npm run e2e`: the tests of the real app. Arguments go to Playwright. */
import './installed.mjs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { withDesktop } from './desktop-session.mjs'
import { stopWhenOrphaned } from './orphan.mjs'
import { prepareElectron } from './prepare.mjs'
import { runAsScript } from './say.mjs'

const PLAYWRIGHT = join(
  dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
  'cli.js',
)

/**
 * Runs Playwright on the built app with a display and a throw-away keyring.
 *
 * @param {string[]} args Playwright's
 * @param {NodeJS.ProcessEnv} env added to our own
 * @returns {Promise<number>} its exit code
 */
export async function runEndToEnd(args, env = {}) {
  const { electron } = await prepareElectron({ keyring: 'private' })
  await ensureBuilt()
  return withDesktop(process.execPath, [PLAYWRIGHT, 'test', ...args], {
    keyring: 'private',
    env: { ...env, EVAULT_ELECTRON: electron.executable },
  })
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  stopWhenOrphaned()
  await runAsScript(() => runEndToEnd(['--reporter=list', ...process.argv.slice(2)]))
}
