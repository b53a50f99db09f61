import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { chromium } from '@playwright/test'
import { openReceiver } from '../test/support/receiver.ts'
import { askAsOwner, createRecord, expect, test, vaultAddress } from './app.ts'

test.skip(process.platform !== 'linux', 'other systems have other packages')

const entryName = 'evault-desktop.desktop'

/** Stands for the root of a system that the package is installed on. */
let root: string
const inRoot = (...path: string[]) => join(root, ...path)
const program = () => inRoot('opt', 'eVault Desktop', 'evault-desktop')

test.beforeAll(async () => {
  test.setTimeout(300_000)
  root = await mkdtemp(join(tmpdir(), 'evault-package-'))
  await rm('release', { recursive: true, force: true })
  execFileSync(process.execPath, ['scripts/package.mjs'], { stdio: ['ignore', 'ignore', 2] })
  const [deb = ''] = (await readdir('release')).filter((name) => name.endsWith('.deb'))
  execFileSync('dpkg-deb', ['--extract', join('release', deb), root])
})
test.afterAll(() => rm(root, { recursive: true, force: true }))

test('a package holds what the app needs, and nothing of how it is made', async () => {
  const resources = inRoot('opt', 'eVault Desktop', 'resources')
  const archive = join(resources, 'app.asar')
  const files = listPackage(archive, { isPack: false })
  const tops = files.filter((file) => /^.[^/]+$/.test(file))
  expect(tops.sort()).toEqual(['/node_modules', '/out', '/package.json', '/resources'])
  const built = files.filter((file) => /^.out.[^/]+$/.test(file))
  expect(built.sort()).toEqual(['/out/main', '/out/preload', '/out/renderer', '/out/template'])
  const manifests = files.filter((file) => file.endsWith('/package.json'))
  const packages = manifests.map((file) => file.slice(1).replace(/\/?package\.json$/, ''))
  expect(packages.sort()).toEqual([
    '',
    'node_modules/@electric-sql/pglite',
    'node_modules/@ngrok/ngrok',
    `node_modules/@ngrok/ngrok-linux-${process.arch}-gnu`,
    'node_modules/keytar',
  ])
  const foreign = /\.tsx?$|\.(js|css)\.map$|\.(test|spec)\.|\/(cli|template)\.js$|\/\.(stamp|lock)/
  expect(files.filter((file) => foreign.test(file))).toEqual([])
  expect((await readdir(resources)).sort()).toEqual([
    'app.asar',
    'app.asar.unpacked',
    'apparmor-profile',
  ])
  // Where it was made.
  expect((await readFile(archive)).includes(process.cwd())).toBe(false)
})

test('nobody makes the program of a package run anything but the app', async () => {
  const fuses = await getCurrentFuseWire(program())
  const isOn = (fuse: FuseV1Options) => String.fromCharCode(fuses[fuse] ?? 0) === '1'
  expect(isOn(FuseV1Options.RunAsNode)).toBe(false)
  expect(isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false)
  expect(isOn(FuseV1Options.EnableNodeCliInspectArguments)).toBe(false)
  expect(isOn(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true)
  expect(isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(true)
})

test('installed, it serves its vault, and the system opens links in it', async () => {
  await using platform = await openReceiver()
  const env = await installEntry()
  await using app = await start(env)
  const vault = await vaultAddress(app.window)
  expect(await createRecord(vault, { content: 'From a package' })).toMatch(/^[0-9a-f-]{36}$/)

  const link = `w3ds://auth?redirect=${encodeURIComponent(platform.url)}&session=from-outside&platform=Blabsy`
  execFileSync('gio', ['open', link], { env })
  const dialog = app.window.getByRole('dialog', { name: 'Open a w3ds:// link' })
  await expect(dialog).toContainText('from-outside')
  await expect(dialog.getByRole('button', { name: 'Log in…' })).toBeEnabled()
  // One of its own would hide the installed one.
  await expect(readdir(join(env.XDG_DATA_HOME, 'applications'))).rejects.toThrow('ENOENT')
})

test('installed, it backs its vault up beside serving it, and proves that', async () => {
  test.setTimeout(180_000)
  const folder = inRoot('drive')
  await mkdir(folder)
  await using app = await start(await prepareHome())
  await vaultAddress(app.window)
  const begin = `mutation ($folder: String!) {
    startBackups(input: { folder: $folder, begin: true }) { errors { message } } }`
  await askAsOwner(app.window, begin, { folder })
  const state = '{ backups { latest { id } proven { id } failures { message } } }'
  const look = async () => (await askAsOwner(app.window, state)).data.backups
  await expect.poll(look, { timeout: 150_000 }).toMatchObject({
    ...{ latest: { id: expect.any(String) }, proven: { id: expect.any(String) }, failures: [] },
  })
})

/** Has the package’s entry lead below our root, and be what the owner opens links with. */
async function installEntry() {
  const file = inRoot('usr', 'share', 'applications', entryName)
  const entry = await readFile(file, 'utf8')
  // Told below, the system takes it for any; by itself it reads this.
  expect(entry).toMatch(/^MimeType=x-scheme-handler\/w3ds;$/m)
  const inside = entry.replace(/^Exec="(.+)" %U$/m, (_, path) =>
    [`Exec="${inRoot(path)}"`, ...sandboxSwitch(), '%U'].join(' '),
  )
  expect(inside).toContain(program())
  await writeFile(file, inside)
  const env = await prepareHome()
  execFileSync('gio', ['mime', 'x-scheme-handler/w3ds', entryName], { env })
  return env
}

/** A home of its own, where the vault has been set up. */
async function prepareHome() {
  const env = {
    ...(process.env as Record<string, string>),
    XDG_CONFIG_HOME: inRoot('home', 'config'),
    XDG_DATA_HOME: inRoot('home', 'data'),
    XDG_DATA_DIRS: inRoot('usr', 'share'),
  }
  const folder = join(env.XDG_CONFIG_HOME, 'eVault Desktop')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ setup: { step: 'done' } }))
  return env
}

/** Starts the packaged app. It lets nobody into main, but the window can be looked at. */
async function start(env: Record<string, string>) {
  const switches = [...sandboxSwitch(), '--disable-gpu', '--remote-debugging-port=0']
  const child = spawn(program(), switches, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  const browser = await chromium.connectOverCDP(await debuggerOf(child.stderr))
  const [context] = browser.contexts()
  const window = context?.pages()[0] ?? (await context?.waitForEvent('page'))
  if (window === undefined) throw new Error('there is no window')
  return {
    window,
    async [Symbol.asyncDispose]() {
      await browser.close()
      child.kill()
      await ended
    },
  }
}

/** Where the window can be looked at, as Chromium says on stderr. */
async function debuggerOf(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(stderr)) {
    const [, address] = /^DevTools listening on (\S+)$/.exec(line) ?? []
    if (address !== undefined) return address
  }
  throw new Error('the app ended')
}

function sandboxSwitch(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}
