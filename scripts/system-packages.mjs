/** What the app needs from the Linux system: looked for, and installed where we may. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { run } from './child.mjs'
import { progress, Stop, say } from './say.mjs'

/**
 * A shared library → the packages that have it, by the newer name first: Ubuntu 24.04 and
 * Debian 13 renamed several of them (t64).
 */
const LIBRARIES = {
  'libgtk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libglib-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libatk-1.0.so.0': ['libatk1.0-0t64', 'libatk1.0-0'],
  'libatk-bridge-2.0.so.0': ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  'libatspi.so.0': ['libatspi2.0-0t64', 'libatspi2.0-0'],
  'libcups.so.2': ['libcups2t64', 'libcups2'],
  'libasound.so.2': ['libasound2t64', 'libasound2'],
  'libnss3.so': ['libnss3'],
  'libnspr4.so': ['libnspr4'],
  'libdbus-1.so.3': ['libdbus-1-3'],
  'libdrm.so.2': ['libdrm2'],
  'libgbm.so.1': ['libgbm1'],
  'libpango-1.0.so.0': ['libpango-1.0-0'],
  'libcairo.so.2': ['libcairo2'],
  'libexpat.so.1': ['libexpat1'],
  'libudev.so.1': ['libudev1'],
  'libX11.so.6': ['libx11-6'],
  'libXcomposite.so.1': ['libxcomposite1'],
  'libXdamage.so.1': ['libxdamage1'],
  'libXext.so.6': ['libxext6'],
  'libXfixes.so.3': ['libxfixes3'],
  'libXrandr.so.2': ['libxrandr2'],
  'libxcb.so.1': ['libxcb1'],
  'libxkbcommon.so.0': ['libxkbcommon0'],
  // keytar reaches the Secret Service through it.
  'libsecret-1.so.0': ['libsecret-1-0'],
}
const DISPLAY_PROGRAMS = { Xvfb: ['xvfb'] }
const KEYRING_PROGRAMS = {
  'dbus-daemon': ['dbus-daemon', 'dbus'],
  'dbus-send': ['dbus-bin', 'dbus'],
  'gnome-keyring-daemon': ['gnome-keyring'],
}
const FONT_DIRECTORY = '/usr/share/fonts'
// Wanted wherever something is installed for a display of our own, never a reason by itself.
const INTERFACE_FONT = { packages: ['fonts-inter', 'fonts-dejavu-core'] }
const ARCHITECTURES = { x64: 'x86-64', arm64: 'AArch64' }

/**
 * Makes sure that Electron can start here; does nothing where it can.
 *
 * @param {{ display: boolean, keyring: boolean }} own which parts of a desktop we have to
 *   bring ourselves
 */
export async function ensureSystemPackages(own) {
  if (process.platform !== 'linux') return
  const missing = findMissing(own)
  if (missing.length === 0) return
  const names = missing.map(({ what }) => what).join(', ')
  if (!existsSync('/etc/debian_version')) {
    throw new Stop(`Missing on this system: ${names}. Install them, then run the command again.`)
  }
  const wanted = own.display ? [...missing, INTERFACE_FONT] : missing
  if (process.getuid() !== 0) {
    const command = `sudo apt-get install -y ${choosePackages(wanted).names.join(' ')}`
    throw new Stop(`Missing on this system: ${names}. Run "${command}", then try again.`)
  }
  await install(wanted)
  const left = findMissing(own).map(({ what }) => what)
  if (left.length > 0) throw new Stop(`Still missing after the installation: ${left.join(', ')}.`)
}

/** Makes sure that a program is there that has a package of its name; for root alone. */
export async function ensureProgram(name) {
  if (!isProgram(name)) await install([{ packages: [name] }])
}

/** What is needed and not there, each with the packages that may have it. */
function findMissing({ display, keyring }) {
  const libraries = loadableLibraries()
  const programs = { ...(display && DISPLAY_PROGRAMS), ...(keyring && KEYRING_PROGRAMS) }
  const wanted = [
    ...(libraries ? lacking(LIBRARIES, (name) => libraries.has(name)) : []),
    ...lacking(programs, isProgram),
    ...(display && !hasFont() ? [['a font', ['fonts-dejavu-core']]] : []),
  ]
  return wanted.map(([what, packages]) => ({ what, packages }))
}

/** The entries of a table whose key is not there. */
function lacking(table, isThere) {
  return Object.entries(table).filter(([name]) => !isThere(name))
}

/** The libraries the loader knows; undefined where it cannot be asked. */
function loadableLibraries() {
  const { status, stdout } = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' })
  if (status !== 0) return undefined
  const ours = ARCHITECTURES[process.arch] ?? ''
  const lines = stdout.split('\n').filter((line) => line.includes(ours))
  return new Set(lines.map((line) => line.trim().split(' ')[0]))
}

/** Whether text can be drawn at all. */
function hasFont() {
  if (!existsSync(FONT_DIRECTORY)) return false
  return readdirSync(FONT_DIRECTORY, { recursive: true }).some((name) => /\.(ttf|otf)$/.test(name))
}

/** Whether a program of this name is in the search path. */
function isProgram(name) {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/**
 * The names under which this release of the system has the things that are wanted; `known` is
 * false where its package lists lack one.
 */
function choosePackages(wanted) {
  const all = wanted.flatMap(({ packages }) => packages)
  const { stdout } = spawnSync('apt-cache', ['policy', ...all], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  })
  const offers = (stdout ?? '').matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (.*)$/gm)
  const there = new Set([...offers].filter(([, , at]) => at !== '(none)').map(([, name]) => name))
  const chosen = wanted.map(({ packages }) => packages.find((name) => there.has(name)))
  const names = chosen.map((name, index) => name ?? wanted[index].packages.at(-1))
  return { names: [...new Set(names)].sort(), known: !chosen.includes(undefined) }
}

/** Installs the packages, with fresh package lists if they cannot be had with those here. */
async function install(wanted) {
  const offered = choosePackages(wanted)
  if (offered.known && (await aptInstall(offered.names)) === undefined) return
  const lists = progress('Fetching the package lists')
  const { code } = await apt(['update', '-qq'], lists)
  lists.end(code === 0 ? 'done' : 'failed')
  const { names } = choosePackages(wanted)
  const problem = await aptInstall(names)
  if (problem === undefined) return
  throw new Stop(
    `The system packages could not be installed: ${problem}\n` +
      `Try "apt-get update && apt-get install -y ${names.join(' ')}", then run the command again.`,
  )
}

/** Installs packages by name; resolves what went wrong, if anything did. */
async function aptInstall(names) {
  say(`System packages to install: ${names.join(' ')}`)
  const line = progress('Installing them')
  const options = ['-y', '-qq', '--no-install-recommends']
  const { code, stderr } = await apt(['install', ...options, ...names], line)
  line.end(code === 0 ? 'done' : 'failed')
  if (code === 0) return undefined
  return stderr.match(/^E: (.+)$/m)?.[1] ?? `apt-get ended with code ${code}`
}

/** Runs apt-get unattended, its progress shown on `line`. */
function apt(args, line) {
  const quiet = ['-o', 'APT::Status-Fd=3', '-o', 'DPkg::Lock::Timeout=120']
  return run('apt-get', [...quiet, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    started: (child) => {
      // apt's progress protocol: "dlstatus:1:42.5:Retrieving …" or "pmstatus:xvfb:80:…".
      createInterface(child.stdio[3]).on('line', (status) => {
        const [kind, , percent] = status.split(':')
        const activity = { dlstatus: 'downloading', pmstatus: 'unpacking' }[kind]
        if (activity) line.update(`${activity} ${Math.round(Number(percent))} %`)
      })
    },
  })
}
