/** `npm run e2e`: the tests of the real app. Arguments go to Playwright. */
import './installed.mjs'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBrowser } from './browser.mjs'
import { ensureBuilt } from './build.mjs'
import { ensureLibrariesBuilt } from './build-lib.mjs'
import { withDesktop } from './desktop-session.mjs'
import { stopWhenOrphaned } from './orphan.mjs'
import { prepareElectron } from './prepare.mjs'
import { runAsScript } from './say.mjs'

const PLAYWRIGHT = join(
  dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
  'cli.js',
)

/** Playwright's `outputDir`. */
const RESULTS = 'test-results'
/** Characters of a window that was full. */
const MOST_SEEN = 12_000

// The app of a desktop waits for more than half of the time.
const DESKTOPS = 2

/**
 * Runs Playwright on the built app: first what may run beside others, each worker with a display,
 * a throw-away keyring and ports of its own; then one by one what holds the app to a time.
 *
 * @param {string[]} args Playwright's
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env] added to our own
 * @param {string} [options.reports] a folder for a JSON report of each part
 * @returns {Promise<number>} the exit code of the first part that failed, else 0
 */
export async function runEndToEnd(args, { env = {}, reports } = {}) {
  const { electron, lacks } = await prepareElectron({ keyring: 'private' })
  await ensureBuilt()
  await ensureLibrariesBuilt()
  const browser = await ensureBrowser()
  const play = (more, count, added) =>
    withDesktop(process.execPath, [PLAYWRIGHT, 'test', ...more, ...args], {
      ...{ keyring: 'private', count },
      env: { ...env, ...added, EVAULT_ELECTRON: electron.executable, EVAULT_BROWSER: browser },
    })
  // Each part may have none of those that were asked for, but not both.
  if (!hasTests(args)) return 1
  const codes = []
  // The display of whoever sits here is there only once.
  for (const [project, count] of [
    ['together', lacks.display ? DESKTOPS : 1],
    ['alone', 1],
  ]) {
    const report = reports && { PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, `${project}.json`) }
    const code = await play([`--project=${project}`, '--pass-with-no-tests'], count, report)
    if (code > 128) return code
    if (code !== 0) sayWhatWasSeen()
    codes.push(code)
  }
  return codes.find((code) => code !== 0) ?? 0
}

/**
 * What the windows of failed tests held, as a screen reader would read it: the files are gone with a
 * clean clone.
 */
function sayWhatWasSeen() {
  if (!existsSync(RESULTS)) return
  for (const name of readdirSync(RESULTS)) {
    const file = join(RESULTS, name, 'error-context.md')
    if (!existsSync(file)) continue
    const [seen] = readFileSync(file, 'utf8').split('# Test source')
    console.log(`\n${name}\n${seen.slice(0, MOST_SEEN)}`)
  }
}

/** Whether there is a test for what was asked; says so where there is none. */
function hasTests(args) {
  const list = [
    PLAYWRIGHT,
    'test',
    '--list',
    ...args.filter((arg) => !arg.startsWith('--reporter')),
  ]
  return spawnSync(process.execPath, list, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  stopWhenOrphaned()
  await runAsScript(() => runEndToEnd(['--reporter=list', ...process.argv.slice(2)]))
}
