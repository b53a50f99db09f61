/** What encryption and durability cost: the vault's records over them, and over plain PGlite. */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { PROJECT } from '../scripts/build.mjs'
import { progress } from '../scripts/say.mjs'
import { measure } from './load.mjs'
import { ONTOLOGY, payload } from './record.mjs'
import { median, rounded } from './statistics.mjs'

const CONNECTIONS = 16
const FULL = { records: 2_000, rounds: 5, seconds: 2, starts: 7 }
const SMOKE = { records: 50, rounds: 1, seconds: 0.2, starts: 1 }
const STORAGES = ['plain', 'durable', 'early']
const BUNDLE = join(PROJECT, 'out/bench')

/**
 * Measures each kind of storage in turn, round after round.
 *
 * @param {{ smoke: boolean, template?: string }} options
 */
export async function benchStorage({ smoke, template = join(PROJECT, 'out/template') }) {
  const { records, rounds, seconds, starts } = smoke ? SMOKE : FULL
  const { makeDatabase, openStore } = await bundled()
  const directory = await mkdtemp(join(tmpdir(), 'evault-bench-storage-'))
  const folder = (storage) => join(directory, storage)
  try {
    const makeMs = {}
    for (const storage of STORAGES) makeMs[storage] = await timed(() => make(storage))
    const stores = {}
    for (const storage of STORAGES) stores[storage] = await openStore(storage, folder(storage))
    const measured = await measureAll(stores, { records, rounds, seconds })
    const checkpoint = await stallOf(stores.durable, seconds)
    for (const storage of STORAGES) await stores[storage].close()
    const open = await measureStarts(openStore, folder, starts)
    const disk = syncsPerSecond(join(directory, 'syncs'), smoke ? 20 : 500)
    return {
      ...{ connections: CONNECTIONS, records, rounds, seconds },
      disk,
      cases: { ...summary(measured), open: inMs(open), make: inMs(makeMs) },
      checkpoint,
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }

  function make(storage) {
    return makeDatabase(storage, template, folder(storage))
  }
}

/** The store is written in TypeScript, as the vault is. */
async function bundled() {
  await build({
    root: PROJECT,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: 'bench/storage/stores.ts',
      outDir: BUNDLE,
      rolldownOptions: { output: { entryFileNames: 'stores.mjs' } },
    },
  })
  return import(pathToFileURL(join(BUNDLE, 'stores.mjs')).href)
}

/** Every operation on every storage, one after the other. */
async function measureAll(stores, { records, rounds, seconds }) {
  const line = progress(`Filling three databases with ${records} records`)
  for (const storage of STORAGES) {
    const some = Array.from({ length: records }, () => stores[storage].create(ONTOLOGY, payload()))
    await Promise.all(some)
  }
  line.end()
  const measured = []
  for (let round = 1; round <= rounds; round += 1) {
    const line = progress(`Storage, round ${round} of ${rounds}`)
    const found = {}
    for (const operation of ['byId', 'page', 'create']) {
      found[operation] = {}
      for (const storage of STORAGES) {
        const work = () => run(stores[storage], operation)
        found[operation][storage] = await measure(seconds, CONNECTIONS, work)
      }
    }
    measured.push(found)
    line.end()
  }
  return measured
}

async function run(store, operation) {
  if (operation === 'byId') await store.byId()
  else if (operation === 'page') await store.page(ONTOLOGY)
  else await store.create(ONTOLOGY, payload())
  return true
}

/** How long a read waits at most while a checkpoint is made, after much was written. */
async function stallOf(store, seconds) {
  await measure(seconds, CONNECTIONS, () => run(store, 'create'))
  let longest = 0
  let done = false
  const reading = (async () => {
    while (!done) longest = Math.max(longest, await timed(() => store.byId()))
  })()
  const ms = await timed(() => store.checkpoint())
  done = true
  await reading
  return { ms: rounded(ms), longestReadMs: rounded(longest) }
}

async function measureStarts(openStore, folder, starts) {
  const line = progress('Opening them')
  const times = Object.fromEntries(STORAGES.map((storage) => [storage, []]))
  for (let start = 0; start < starts; start += 1) {
    for (const storage of STORAGES) {
      const store = await openStore(storage, folder(storage))
      times[storage].push(store.openMs)
      await store.close()
    }
  }
  line.end()
  return Object.fromEntries(STORAGES.map((storage) => [storage, median(times[storage])]))
}

/** What the disk can do at best: one page written and synced after the other. */
function syncsPerSecond(path, times) {
  const fd = openSync(path, 'w')
  try {
    writeSync(fd, Buffer.alloc(8192 * times))
    fdatasyncSync(fd)
    const began = performance.now()
    for (let at = 0; at < times; at += 1) {
      writeSync(fd, Buffer.alloc(8192, 1 + (at % 200)), 0, 8192, at * 8192)
      fdatasyncSync(fd)
    }
    return { syncsPerSecond: Math.round((times * 1000) / (performance.now() - began)) }
  } finally {
    closeSync(fd)
  }
}

/** Medians over the rounds, and their shares of what plain PGlite does. */
function summary(measured) {
  return Object.fromEntries(
    Object.keys(measured[0]).map((operation) => {
      const middle = (storage, figure) =>
        median(measured.map((round) => round[operation][storage][figure]))
      const rates = STORAGES.map((storage) => [
        storage,
        {
          requestsPerSecond: Math.round(middle(storage, 'requestsPerSecond')),
          p99Ms: rounded(middle(storage, 'p99Ms')),
          ofPlain: rounded(
            median(
              measured.map(
                (round) =>
                  round[operation][storage].requestsPerSecond /
                  round[operation].plain.requestsPerSecond,
              ),
            ),
          ),
        },
      ])
      return [operation, Object.fromEntries(rates)]
    }),
  )
}

function inMs(times) {
  return Object.fromEntries(Object.entries(times).map(([name, ms]) => [`${name}Ms`, rounded(ms)]))
}

async function timed(work) {
  const began = performance.now()
  await work()
  return performance.now() - began
}
