/** Builds the app into `out/` when something it is made of has changed. */
import './installed.mjs'
import { readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { run } from './child.mjs'
import { fingerprint, isStamped, PROJECT } from './fingerprint.mjs'
import { withLock } from './lock.mjs'
import { runAsScript, Stop, say, seconds } from './say.mjs'

export { PROJECT }
// The stand-in's major: what is built for it runs on the release as well.
export const BUILD_TARGET = { ELECTRON_MAJOR_VER: '33' }

const OUTPUT = join(PROJECT, 'out')
// Every build empties this folder first, so the stamp never outlives what it stands for.
const STAMP = join(OUTPUT, 'main', '.stamp')
const INPUT = /^(package(-lock)?\.json|electron\.vite\.config\.ts|tsconfig.*\.json)$/
// No part of the app.
const FOR_DEVELOPERS = ['web3-adapter', 'testing']

/** Where electron-vite's command is. */
export const ELECTRON_VITE = join(
  dirname(createRequire(import.meta.url).resolve('electron-vite/package.json')),
  'bin/electron-vite.js',
)

/**
 * Makes sure that `out/` is what the sources say.
 *
 * @param {{ force?: boolean }} options
 */
export async function ensureBuilt({ force = false } = {}) {
  if (!force && isStamped(STAMP, wantedStamp())) return
  await withLock(join(OUTPUT, '.lock'), async () => {
    const wanted = wantedStamp()
    if (!force && isStamped(STAMP, wanted)) return
    await build()
    writeFileSync(STAMP, wanted)
  })
}

/** Builds the bundles and the data directory that a first start copies. */
async function build() {
  const started = performance.now()
  say('Building the app …')
  const env = { ...process.env, ...BUILD_TARGET }
  await step([ELECTRON_VITE, 'build', '--logLevel', 'warn'], env)
  await step([join(OUTPUT, 'main/template.js'), join(OUTPUT, 'template')], env)
  say(`Built in ${seconds(started)}.`)
}

/** Runs one step with Node; what it writes goes to stderr. */
async function step(args, env) {
  const { code } = await run(process.execPath, args, { cwd: PROJECT, env, stdio: ['ignore', 2, 2] })
  if (code !== 0) throw new Stop('The app could not be built: see the lines above.', code)
}

/** A fingerprint of everything the app is built from. */
function wantedStamp() {
  const src = readdirSync(join(PROJECT, 'src'))
  const rooms = src.filter((room) => !FOR_DEVELOPERS.includes(room)).map((room) => `src/${room}`)
  return fingerprint(INPUT, [...rooms, 'resources'])
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runAsScript(() => ensureBuilt({ force: process.argv.includes('--force') }))
}
