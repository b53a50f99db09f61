/** How soon platforms are told of changes, and what that costs those who make them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { progress, Stop } from '../scripts/say.mjs'
import { createLoad } from './load.mjs'
import { startServer } from './server.mjs'
import { median, rounded } from './statistics.mjs'
import { startVault, vaultOperations } from './vault.mjs'

const PLATFORMS = 10
const HEALTHY_FROM = 2
const CREATION_DELAY_MS = 3_000
/** Records a vault has before it is measured. */
const FIRST = 100
const FULL = { changes: 1_000, everyMs: 20, burst: 300, rounds: 5, seconds: 6, queued: 100_000 }
const SMOKE = { changes: 20, everyMs: 20, burst: 20, rounds: 1, seconds: 1, queued: 1_000 }
const RECEIVERS = fileURLToPath(new URL('receivers.mjs', import.meta.url))

/** @param {{ smoke: boolean }} options */
export async function benchAwareness({ smoke }) {
  const size = smoke ? SMOKE : FULL
  const directory = await mkdtemp(join(tmpdir(), 'evault-bench-'))
  const load = createLoad(4)
  const running = []
  const start = async (starting) => {
    const server = await starting
    running.push(server)
    return server
  }
  try {
    const receivers = await start(startServer(RECEIVERS, [String(PLATFORMS)]))
    const alone = await start(startVault(join(directory, 'alone')))
    const told = await start(startVault(join(directory, 'told')))
    for (const url of receivers.ready.urls) await list(told, url)
    // What the registry says is kept for a second.
    await delay(1_500)
    const create = {
      alone: (await vaultOperations(alone.ready, load, FIRST)).create,
      told: (await vaultOperations(told.ready, load, FIRST)).create,
    }
    const delivery = await measureDelivery({ create, told, load, receivers, ...size })
    const slowdown = await measureSlowdown({ create, told, load, ...receivers.ready, ...size })
    const sustained = await measureSustained({ create, load, ...size })
    await alone.stop()
    await told.stop()
    const backlog = await measureBacklog({ directory, load, start, ...size })
    return { platforms: PLATFORMS, ...delivery, ...slowdown, ...sustained, backlog }
  } finally {
    load.close()
    await Promise.all(running.map((server) => server.stop().catch(() => {})))
    await rm(directory, { recursive: true, force: true })
  }
}

/** Creations as fast as they go, in turns with and without platforms; none are told meanwhile. */
async function measureSlowdown({ create, told, load, urls, burst, rounds }) {
  const line = progress('Creations with and without platforms')
  const [without, with_] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    without.push(await timeOf(burst, () => load.ask(create.alone)))
    with_.push(await timeOf(burst, () => load.ask(create.told)))
    await settled(told, urls.slice(HEALTHY_FROM))
  }
  line.end()
  const ratios = with_.map((time, at) => time / without[at])
  return {
    createsPerSecondWithout: Math.round(burst / (median(without) / 1_000)),
    createsPerSecondWith: Math.round(burst / (median(with_) / 1_000)),
    createsSlowedBy: rounded(median(ratios) - 1),
  }
}

/** Creations without a pause, while those of seconds ago are told, and where there is nobody to tell. */
async function measureSustained({ create, load, seconds }) {
  const line = progress('Creations while platforms are told')
  const rate = async (target, time) => {
    const { requestsPerSecond, failed } = await load.measure(target, time)
    if (failed > 0) throw new Stop(`${failed} creations failed.`)
    return requestsPerSecond
  }
  // Until both are warm, and packets are due.
  await rate(create.alone, seconds)
  await rate(create.told, seconds)
  const [alone, told] = [[], []]
  for (let round = 0; round < 2; round += 1) {
    told.push(await rate(create.told, seconds))
    alone.push(await rate(create.alone, seconds))
  }
  line.end()
  const ratios = told.map((perSecond, at) => alone[at] / perSecond)
  return {
    createsPerSecondWhileTold: Math.round(median(told)),
    createsSlowedWhileToldBy: rounded(median(ratios) - 1),
  }
}

/** Changes at a steady rate; how late each comes to the platforms that are well. */
async function measureDelivery({ create, told, load, receivers, changes, everyMs }) {
  const line = progress(`${changes} changes to ${PLATFORMS} platforms`)
  await ask(receivers, 'forget')
  const asked = []
  const started = performance.now()
  for (let at = 0; at < changes; at += 1) {
    const early = started + at * everyMs - performance.now()
    if (early > 0) await delay(early)
    asked.push(load.ask(create.told))
  }
  const ids = (await Promise.all(asked)).map(({ text }) => JSON.parse(text))
  const wanted = new Set(ids.map(({ data }) => data.createMetaEnvelope.metaEnvelope.id))
  if (wanted.size !== changes) throw new Stop('Not all changes were made.')
  const changedAt = await loggedAt(told, wanted)
  const packets = await arrived(receivers, wanted, line)
  line.end()
  const late = packets
    .filter(([platform]) => platform >= HEALTHY_FROM)
    .map(([, id, at]) => at - changedAt.get(id) - CREATION_DELAY_MS)
    .sort((a, b) => a - b)
  const at = (part) => late[Math.min(late.length - 1, Math.floor(late.length * part))]
  return {
    changes,
    changesPerSecond: 1_000 / everyMs,
    packetsReceived: packets.length,
    lost: 0,
    lateAtHealthyPlatformsMs: { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: late.at(-1) },
  }
}

/** Waits until every platform but the one that is away has every record. */
async function arrived(receivers, wanted, line) {
  const deadline = performance.now() + 600_000
  for (;;) {
    const packets = (await ask(receivers, 'packets')).filter(([, id]) => wanted.has(id))
    const different = new Set(packets.map(([platform, id]) => `${platform} ${id}`))
    const missing = wanted.size * (PLATFORMS - 1) - different.size
    if (missing === 0) return packets
    if (performance.now() > deadline) throw new Stop(`${missing} packets were lost.`)
    line.update(`${missing} left`)
    await delay(500)
  }
}

/** A start with a long queue, and what it takes in memory. */
async function measureBacklog({ directory, load, start, queued }) {
  const line = progress(`A start with ${queued} packets in the queue`)
  const folder = join(directory, 'backlog')
  const first = await start(startVault(folder))
  for (let at = 0; at < PLATFORMS; at += 1) await list(first, `http://127.0.0.1:${at + 1}`)
  await delay(1_500)
  const { bulk } = await vaultOperations(first.ready, load, FIRST)
  const records = queued / PLATFORMS
  for (let at = 0; at < records; at += 1_000) await load.ask(bulk)
  while ((await waiting(first)) < queued) await delay(500)
  const memoryWith = await residentMegabytes(first.process.pid)
  await first.stop()
  // One whose queue is empty has the same things to do besides.
  const { ms: emptyStartMs, server: empty } = await timedStart(join(directory, 'alone'), start)
  await empty.stop()
  const { ms: startMs, server: second } = await timedStart(folder, start)
  await delay(5_000)
  const result = {
    queued: await waiting(second),
    startMs,
    emptyStartMs,
    residentMegabytes: await residentMegabytes(second.process.pid),
    residentMegabytesWhenQueued: memoryWith,
  }
  line.end()
  return result
}

async function timedStart(folder, start) {
  const started = performance.now()
  const server = await start(startVault(folder))
  return { server, ms: Math.round(performance.now() - started) }
}

async function timeOf(count, work) {
  const started = performance.now()
  let left = count
  const repeat = async () => {
    while (left > 0) {
      left -= 1
      await work()
    }
  }
  await Promise.all(Array.from({ length: 4 }, repeat))
  return performance.now() - started
}

/** Until the platforms that are well have everything. */
async function settled(vault, healthy) {
  for (;;) {
    const { deliveryPlatforms } = await owner(vault, '{ deliveryPlatforms { platform backlog } }')
    const isBusy = ({ platform, backlog }) => backlog > 0 && healthy.includes(platform)
    if (!deliveryPlatforms.some(isBusy)) return
    await delay(250)
  }
}

async function waiting(vault) {
  return (await owner(vault, '{ deliveryCounts { waiting } }')).deliveryCounts.waiting
}

/** When the log has each of these changes, in milliseconds since the epoch. */
async function loggedAt(vault, wanted) {
  const query = `query ($after: String) { operationLog(first: 100, after: $after) {
    nextCursor entries { metaEnvelopeId timestamp } } }`
  const found = new Map()
  for (let after = null; ; ) {
    const { operationLog } = await owner(vault, query, { after })
    for (const { metaEnvelopeId, timestamp } of operationLog.entries) {
      if (wanted.has(metaEnvelopeId)) found.set(metaEnvelopeId, Date.parse(timestamp))
    }
    after = operationLog.nextCursor
    if (after === null || found.size === wanted.size) return found
  }
}

async function list(vault, platform) {
  await fetch(`${vault.ready.registry.url}/platforms/certification`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ platform }),
  })
}

async function owner({ ready }, query, variables) {
  const { url, token } = ready.owner
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = await answer.json()
  if (errors !== undefined) throw new Stop(`The vault refused: ${JSON.stringify(errors)}`)
  return data
}

function ask({ process: child }, message) {
  return new Promise((resolve) => {
    child.once('message', resolve)
    child.send(message)
  })
}

async function residentMegabytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN)
  return Math.round(kilobytes / 1024)
}
