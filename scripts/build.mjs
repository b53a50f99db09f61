/** Builds the app into `out/` when something it is made of has changed. */
import './installed.mjs'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { run } from './child.mjs'
import { withLock } from './lock.mjs'
import { runAsScript, Stop, say, seconds } from './say.mjs'

export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..')
// The stand-in's major: what is built for it runs on the release as well.
export const BUILD_TARGET = { ELECTRON_MAJOR_VER: '33' }

const OUTPUT = join(PROJECT, 'out')
// Every build empties this folder first, so the stamp never outlives what it stands for.
const STAMP = join(OUTPUT, 'main', '.stamp')
const INPUT = /^(package(-lock)?\.json|electron\.vite\.config\.ts|tsconfig.*\.json)$/

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
  if (!force && isCurrent(fingerprint())) return
  await withLock(join(OUTPUT, '.lock'), async () => {
    const wanted = fingerprint()
    if (!force && isCurrent(wanted)) return
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

/** Whether `out/` was built from the sources with this fingerprint. */
function isCurrent(wanted) {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted
}

/** A hash over the names and contents of everything the app is built from. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const path of inputs().sort()) hash.update(path).update(readFileSync(join(PROJECT, path)))
  return hash.digest('hex')
}

/** The files the app is built from. */
function inputs() {
  const top = readdirSync(PROJECT).filter((name) => INPUT.test(name))
  const folders = ['src', 'resources'].filter((name) => existsSync(join(PROJECT, name)))
  const below = folders.flatMap((folder) =>
    readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(PROJECT.length)),
  )
  return [...top, ...below]
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runAsScript(() => ensureBuilt({ force: process.argv.includes('--force') }))
}
