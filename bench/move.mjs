/** How fast a vault moves to another server of this product, step by step. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { PROJECT } from '../scripts/build.mjs'
import { progress, Stop } from '../scripts/say.mjs'
import { createLoad } from './load.mjs'
import { BULK } from './record.mjs'
import { startServer } from './server.mjs'
import { rounded } from './statistics.mjs'
import { fillInBulk } from './vault.mjs'

const FULL = { records: 10_000 }
const SMOKE = { records: 300 }
const POLL_MS = 200

/**
 * Moves a vault from one process to another, both on this computer, with one registry.
 *
 * @param {{ smoke: boolean }} options
 */
export async function benchMove({ smoke }) {
  const { records } = smoke ? SMOKE : FULL
  const directory = await mkdtemp(join(tmpdir(), 'evault-bench-move-'))
  const load = createLoad(1)
  const servers = []
  try {
    const source = await serve(join(directory, 'source'), [])
    servers.push(source)
    const { url, secret } = source.ready.registry
    process.env.EVAULT_REGISTRY_SECRET = secret
    const target = await serve(join(directory, 'target'), ['--registry', url])
    servers.push(target)
    const filling = progress(`Filling a vault with ${records} records`)
    await fillInBulk(source.ready, load, records, Math.min(BULK, records))
    filling.end()
    const line = progress('Moving it')
    const seconds = await move(source.ready.owner, target.ready.url)
    line.end()
    const perSecond = (name) => Math.round(records / seconds[name])
    return {
      records,
      seconds,
      copiedPerSecond: perSecond('copy'),
      comparedPerSecond: perSecond('check'),
    }
  } finally {
    delete process.env.EVAULT_REGISTRY_SECRET
    load.close()
    await Promise.all(servers.map((server) => server.stop()))
    await rm(directory, { recursive: true, force: true })
  }
}

function serve(directory, more) {
  const ports = ['--port', '0', '--registry-port', '0']
  const quiet = ['--json', '--log-level', 'error']
  const cli = join(PROJECT, 'out/main/cli.js')
  const keys = ['--insecure-dev-keys', '--policy', 'open']
  return startServer(cli, ['serve', '--data', directory, ...ports, ...quiet, ...keys, ...more])
}

/** How long each step took, in seconds. */
async function move(owner, url) {
  const ask = async (query, variables) => {
    const answer = await fetch(owner.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}` },
      body: JSON.stringify({ query, variables }),
    })
    return Object.values((await answer.json()).data)[0]
  }
  const input = { direction: 'out', access: 'owner', url }
  const started = await ask(
    `mutation ($input: StartMoveInput!) { startMove(input: $input) { errors { message } } }`,
    { input },
  )
  if (started.errors.length > 0) throw new Stop(started.errors[0].message)
  const seconds = {}
  let last = performance.now()
  const watch = async (isDone) => {
    for (;;) {
      await delay(POLL_MS)
      const seen = await ask('{ move { state isRunning problem steps { step state } } }')
      if (seen.problem !== null) throw new Stop(seen.problem)
      const now = performance.now()
      const running = seen.steps.find(({ state }) => state === 'running')?.step
      if (running !== undefined) seconds[running] = (seconds[running] ?? 0) + (now - last) / 1_000
      last = now
      if (isDone(seen)) return
    }
  }
  await watch(({ state, isRunning }) => state === 'ready' && !isRunning)
  await ask('mutation { switchMove { errors { message } } }')
  await watch(({ state, isRunning }) => state === 'switched' && !isRunning)
  return Object.fromEntries(Object.entries(seconds).map(([name, time]) => [name, rounded(time)]))
}
