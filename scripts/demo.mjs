/**
 * `npm run demo`: a network on this computer, with two people's vaults and two platforms on which
 * they meet. What they wrote before is there at the first start.
 */
import './installed.mjs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ensureLibrariesBuilt } from './build-lib.mjs'
import { fillVaults } from './demo/data.mjs'
import { PROJECT } from './fingerprint.mjs'
import { stopWhenOrphaned } from './orphan.mjs'
import { runAsScript, Stop } from './say.mjs'

const USAGE = `npm run demo -- [--data <dir>] [--fresh] [--free-ports]
  --data <dir>   where everything is kept; default .demo
  --fresh        begin anew
  --free-ports   any free ports, where the usual ones are taken`
const MARKER = 'demo.json'
const LONGEST_START_MS = 60_000
const LONGEST_STOP_MS = 8_000
const OUT = join(PROJECT, 'out')

/** As those who write platforms find them. */
const USUAL = { registry: 4321, vault: 4000, murmur: 3001, frames: 3002, wallet: 3003 }

async function demo() {
  const { data, fresh, ports } = await readArguments()
  await ensureLibrariesBuilt()
  const folder = resolve(data)
  prepareFolder(folder, fresh)
  const stopped = nextStopSignal()
  const children = []
  try {
    const network = await startNetwork(children, { folder, fresh, ports })
    const platforms = await startPlatforms(children, { folder, ports, network })
    await fillOnce(folder, network)
    process.stdout.write(announcement(network, platforms))
    await Promise.race([stopped, ...children.map(ended)])
  } finally {
    for (const child of children.reverse()) await end(child)
  }
}

function nextStopSignal() {
  return new Promise((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop())
  })
}

/** A folder that holds anything that the demo has not made is left alone. */
function prepareFolder(folder, fresh) {
  mkdirSync(folder, { recursive: true })
  if (readdirSync(folder).length > 0 && !existsSync(join(folder, MARKER))) {
    throw new Stop(`${folder} holds something that the demo has not made. Choose another --data.`)
  }
  writeFileSync(join(folder, MARKER), '{}\n')
  if (!fresh) return
  const made = readdirSync(folder).filter((name) => /^(frames|filled|murmur\.sqlite.*)$/.test(name))
  for (const name of made) rmSync(join(folder, name), { recursive: true })
}

async function readArguments() {
  const options = {
    data: { type: 'string', default: '.demo' },
    fresh: { type: 'boolean', default: false },
    'free-ports': { type: 'boolean', default: false },
  }
  let values
  try {
    values = parseArgs({ options }).values
  } catch (error) {
    throw new Stop(`${error.message}\n${USAGE}`, 2)
  }
  const ports = values['free-ports'] ? await freePorts() : USUAL
  return { data: values.data, fresh: values.fresh, ports }
}

/** Registry and vaults say themselves which they took; the address of a platform is told before. */
async function freePorts() {
  const [murmur, frames] = await Promise.all([freePort(), freePort()])
  return { registry: 0, vault: 0, wallet: 0, murmur, frames }
}

async function freePort() {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

/** The registry, the vaults and the wallet: `evault dev`. */
async function startNetwork(children, { folder, fresh, ports }) {
  const args = [
    ...[join(OUT, 'lib/evault/cli.js'), 'dev', '--json', '--people', '2'],
    ...['--data', join(folder, 'people'), '--port', ports.vault],
    ...['--registry-port', ports.registry, '--wallet-port', ports.wallet],
    ...['--platform', urlOf(ports.murmur), '--platform', urlOf(ports.frames)],
    ...(fresh ? ['--fresh'] : []),
  ]
  const child = start(children, args, {}, ['ignore', 'pipe', 2])
  return JSON.parse(await Promise.race([firstLine(child), ended(child)]))
}

async function startPlatforms(children, { folder, ports, network }) {
  const { registry, wallet } = network
  start(children, [join(OUT, 'examples/murmur/src/main.js')], {
    ...{ MURMUR_PORT: ports.murmur, MURMUR_URL: urlOf(ports.murmur), MURMUR_WALLET: wallet },
    ...{ MURMUR_REGISTRY: registry.url, MURMUR_DATA: join(folder, 'murmur.sqlite') },
  })
  start(children, [join(OUT, 'examples/frames/src/main.js')], {
    ...{ FRAMES_PORT: ports.frames, FRAMES_URL: urlOf(ports.frames), FRAMES_WALLET: wallet },
    ...{ FRAMES_REGISTRY: registry.url, FRAMES_DATA: join(folder, 'frames') },
  })
  const platforms = { murmur: urlOf(ports.murmur), frames: urlOf(ports.frames) }
  const ready = Promise.all(Object.values(platforms).map(answering))
  await Promise.race([ready, ...children.map(ended)])
  return platforms
}

/** What was written before anybody came: once, so that what you delete stays deleted. */
async function fillOnce(folder, { registry, people }) {
  const filled = join(folder, 'filled')
  if (existsSync(filled)) return
  const { createVaultClient } = await import('../out/lib/web3-adapter/index.js')
  const client = createVaultClient({ registry: registry.url, platform: 'http://localhost:3000' })
  await fillVaults(
    client,
    people.map(({ ename }) => ename),
  )
  writeFileSync(filled, '')
}

function start(children, args, env, stdio = ['ignore', 2, 2]) {
  const added = Object.entries(env).map(([name, value]) => [name, String(value)])
  const child = spawn(process.execPath, args.map(String), {
    stdio,
    env: { ...process.env, ...Object.fromEntries(added) },
  })
  children.push(child)
  return child
}

async function firstLine(child) {
  for await (const line of createInterface({ input: child.stdout })) return line
  return ended(child)
}

/** Never resolves: without one of its parts there is no demo. */
async function ended(child) {
  if (!isOver(child)) await once(child, 'exit')
  throw new Stop('A part of the demo has ended: see the lines above.')
}

async function answering(url) {
  const deadline = Date.now() + LONGEST_START_MS
  for (;;) {
    try {
      await fetch(url, { redirect: 'manual' })
      return
    } catch {
      if (Date.now() > deadline) throw new Stop(`${url} does not answer.`)
      await sleep(50)
    }
  }
}

async function end(child) {
  if (isOver(child)) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP_MS)
  await exited
  clearTimeout(timer)
}

function isOver(child) {
  return child.exitCode !== null || child.signalCode !== null
}

function urlOf(port) {
  return `http://localhost:${port}`
}

function announcement({ registry, people, wallet }, { murmur, frames }) {
  const vaults = people.map(
    ({ name, ename, url }) => `  ${name.padEnd(9)} ${ename}  ${url}/graphql`,
  )
  return `
Two people, two platforms, nothing in between but their vaults:

  murmur    ${murmur}   short posts
  frames    ${frames}   photos

Log in at either with the development wallet that its login page offers. What you write at one of
them is at the other, for people who have never been there, too.

${vaults.join('\n')}
  Registry  ${registry.url}
  Wallet    ${wallet}

Ctrl-C stops all of it; --fresh begins anew.
`
}

stopWhenOrphaned()
await runAsScript(demo)
