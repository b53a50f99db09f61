/** How fast the vault answers over HTTP, and what its parts could do at best. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { progress } from '../scripts/say.mjs'
import { createLoad } from './load.mjs'
import { startServer } from './server.mjs'
import { median, rounded } from './statistics.mjs'
import { startVault, vaultOperations } from './vault.mjs'

const CONNECTIONS = 16
const FULL = { records: 2000, rounds: 5, seconds: 3, warmUpSeconds: 3 }
const SMOKE = { records: 100, rounds: 1, seconds: 0.3, warmUpSeconds: 0.1 }

/** @typedef {(seconds: number) => Promise<import('./load.mjs').Measurement>} Case */

/**
 * Measures every case in turn, round after round, so that a slow moment of the machine meets
 * all of them.
 *
 * @param {{ smoke: boolean }} options
 */
export async function benchHttp({ smoke }) {
  const { records, rounds, seconds, warmUpSeconds } = smoke ? SMOKE : FULL
  const directory = await mkdtemp(join(tmpdir(), 'evault-bench-'))
  const load = createLoad(CONNECTIONS)
  const bulkLoad = createLoad(1)
  const servers = []
  try {
    const cases = await openCases({ directory, load, bulkLoad, servers, records })
    await inTurn(cases, 'Warming up', warmUpSeconds)
    const measured = []
    for (let round = 1; round <= rounds; round += 1) {
      measured.push(await inTurn(cases, `HTTP, round ${round} of ${rounds}`, seconds))
    }
    return { connections: CONNECTIONS, records, rounds, seconds, cases: summary(measured) }
  } finally {
    load.close()
    bulkLoad.close()
    await Promise.all(servers.map((server) => server.stop()))
    await rm(directory, { recursive: true, force: true })
  }
}

/**
 * Starts all servers; they stay in `servers`.
 *
 * @returns {Promise<Record<string, Case>>}
 */
async function openCases({ directory, load, bulkLoad, servers, records }) {
  const line = progress('Starting the servers')
  const start = async (starting) => {
    const server = await starting
    servers.push(server)
    return server
  }
  const database = join(directory, 'raw')
  const nodeHttp = await start(startServer(ceiling('node-http')))
  const yoga = await start(startServer(ceiling('yoga')))
  const pglite = await start(startServer(ceiling('pglite'), [database, String(records)]))
  const vault = await start(startVault(join(directory, 'vault')))
  const { bulk, ...operations } = await vaultOperations(vault.ready, load, records)
  const targets = {
    nodeHttp: { url: nodeHttp.ready.url, method: 'GET' },
    yoga: helloTarget(yoga.ready.url),
    ...operations,
  }
  line.end()
  const overHttp = Object.entries(targets).map(([name, target]) => [
    name,
    (seconds) => load.measure(target, seconds),
  ])
  return {
    ...Object.fromEntries(overHttp),
    bulk: (seconds) => bulkLoad.measure(bulk, seconds),
    pgliteInsert: (seconds) => measureThere(pglite, 'insert', seconds),
    pgliteSelect: (seconds) => measureThere(pglite, 'select', seconds),
    pgliteBulk: (seconds) => measureThere(pglite, 'bulk', seconds),
    pgliteBulkStored: (seconds) => measureThere(pglite, 'bulkStored', seconds),
  }
}

function ceiling(name) {
  return fileURLToPath(new URL(`ceilings/${name}.mjs`, import.meta.url))
}

function helloTarget(url) {
  return {
    url: `${url}/graphql`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    nextBody: () => '{"query":"{hello}"}',
    badAnswer: '"errors"',
  }
}

/** Lets a server measure itself. */
function measureThere({ process: child }, operation, seconds) {
  return new Promise((resolve, reject) => {
    const ended = (code) => reject(new Error(`it ended with code ${code}`))
    child.once('exit', ended)
    child.once('message', (measurement) => {
      child.off('exit', ended)
      resolve(measurement)
    })
    child.send({ operation, seconds })
  })
}

/** Measures each case once. */
async function inTurn(cases, label, seconds) {
  const line = progress(label)
  const measured = {}
  for (const [name, measure] of Object.entries(cases)) {
    line.update(name)
    measured[name] = await measure(seconds)
  }
  line.end()
  return measured
}

/** Medians over the rounds; the ratio is taken within each round, where both met the same load. */
function summary(rounds) {
  const names = Object.keys(rounds[0])
  const overRounds = (name, figure) => median(rounds.map((round) => figure(round[name], round)))
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        requestsPerSecond: Math.round(overRounds(name, (case_) => case_.requestsPerSecond)),
        p50Ms: rounded(overRounds(name, (case_) => case_.p50Ms)),
        p99Ms: rounded(overRounds(name, (case_) => case_.p99Ms)),
        ratioToYoga: rounded(
          overRounds(name, (case_, { yoga }) => case_.requestsPerSecond / yoga.requestsPerSecond),
        ),
        ...(name === 'bulk' && {
          ratioToPglite: rounded(
            overRounds(name, (case_, { pgliteBulk }) => pgliteBulk.p50Ms / case_.p50Ms),
          ),
          ratioToPgliteStored: rounded(
            overRounds(name, (case_, { pgliteBulkStored }) => pgliteBulkStored.p50Ms / case_.p50Ms),
          ),
        }),
        failed: rounds.reduce((total, round) => total + round[name].failed, 0),
      },
    ]),
  )
}
