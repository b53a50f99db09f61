/** A browser as people have it, for the pages of platforms: the system's, or Playwright's own. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { run } from './child.mjs'
import { Stop, say } from './say.mjs'
import { ensureProgram } from './system-packages.mjs'

// Those of snap see nothing of /tmp, where the tests have their files.
const PLACES = {
  linux: ['/usr/bin/chromium', '/usr/bin/google-chrome-stable', '/usr/bin/google-chrome'],
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
}

/**
 * Makes sure that there is a Chromium: on Debian its package where we may install it, elsewhere what
 * Playwright brings.
 *
 * @returns {Promise<string>} the program
 */
export async function ensureBrowser() {
  const found = await findBrowser()
  if (found !== undefined) return found
  if (isDebian() && process.getuid() === 0) await ensureProgram('chromium')
  else await downloadBrowser()
  const there = await findBrowser()
  if (there === undefined) throw new Stop('There is no Chromium here, and none could be had.')
  return there
}

/** The first that is there. */
async function findBrowser() {
  const { chromium } = await import('@playwright/test')
  const places = [...(PLACES[process.platform] ?? []), chromium.executablePath()]
  return places.find((place) => existsSync(place) && !isSnap(place))
}

/** Ubuntu's packages bring a script that leads to a snap. */
function isSnap(place) {
  const start = readFileSync(place).subarray(0, 4096).toString('latin1')
  return start.startsWith('#!') && start.includes('/snap/')
}

function isDebian() {
  return (
    existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
  )
}

/** Playwright's own, into the folder of its downloads. */
async function downloadBrowser() {
  say('Fetching a Chromium for the tests of the samples …')
  const manifest = createRequire(import.meta.url).resolve('@playwright/test/package.json')
  const { code } = await run(
    process.execPath,
    [join(dirname(manifest), 'cli.js'), 'install', 'chromium'],
    { stdio: ['ignore', 2, 2] },
  )
  if (code === 0) return
  throw new Stop('It could not be fetched. Install Chromium or Chrome, then run the command again.')
}
