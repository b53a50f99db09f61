/** What those who ask the vault notice of a backup, and how long one takes. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { progress, Stop } from '../scripts/say.mjs'
import { createLoad } from './load.mjs'
import { BULK } from './record.mjs'
import { median, rounded } from './statistics.mjs'
import { fillInBulk, startVault, vaultOperations } from './vault.mjs'

const CONNECTIONS = 4
const FULL = { records: 20_000, rounds: 3, seconds: 0.5, idleRounds: 10 }
const SMOKE = { records: 200, rounds: 1, seconds: 0.2, idleRounds: 1 }
const STATE = '{ backups { running { work } latest { id bytes added } failures { message } } }'

/**
 * Measures reads and creations alone, and while backups are made: the first, and some after it.
 *
 * @param {{ smoke: boolean }} options
 */
export async function benchBackup({ smoke }) {
  const { records, rounds, seconds, idleRounds } = smoke ? SMOKE : FULL
  const directory = await mkdtemp(join(tmpdir(), 'evault-bench-backup-'))
  const drive = join(directory, 'drive')
  await mkdir(drive)
  const load = createLoad(CONNECTIONS)
  const server = await startVault(join(directory, 'data'))
  try {
    const line = progress(`Filling a vault with ${records} records`)
    await fillInBulk(server.ready, load, records, Math.min(BULK, records))
    const { get, create } = await vaultOperations(server.ready, load, 100)
    line.end()
    const both = async () => ({
      get: await load.measure(get, seconds),
      create: await load.measure(create, seconds),
    })
    const idle = []
    for (let round = 0; round < idleRounds; round += 1) idle.push(await both())
    const backups = []
    const during = []
    for (let round = 0; round < rounds; round += 1) {
      const line = progress(`Backup ${round + 1} of ${rounds}`)
      const started = performance.now()
      await ask(
        server.ready,
        round === 0 ? begin(drive) : 'mutation { backUpNow { errors { message } } }',
      )
      let state = await ask(server.ready, STATE)
      while (state.backups.running?.work === 'backup') {
        during.push(await both())
        state = await ask(server.ready, STATE)
      }
      const ms = performance.now() - started
      const { latest, failures } = state.backups
      if (failures.length > 0) throw new Stop(failures[0].message)
      backups.push({ seconds: rounded(ms / 1000), bytes: latest.bytes, added: latest.added })
      // The trial of the first one is not measured.
      while ((await ask(server.ready, STATE)).backups.running !== null) await sleep(100)
      line.end()
    }
    return {
      connections: CONNECTIONS,
      records,
      backups,
      idle: summary(idle),
      during: summary(during),
    }
  } finally {
    load.close()
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

function begin(drive) {
  return `mutation { startBackups(input: { folder: ${JSON.stringify(drive)}, begin: true, schedule: manual }) { errors { message } } }`
}

/** As the owner. */
async function ask({ owner }, query) {
  const answer = await fetch(owner.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}` },
    body: JSON.stringify({ query }),
  })
  const { data, errors } = await answer.json()
  const refused = errors ?? Object.values(data)[0]?.errors ?? []
  if (refused.length > 0) throw new Stop(refused[0].message)
  return data
}

/** Medians over the measurements. */
function summary(measured) {
  const figures = (name) =>
    Object.fromEntries(
      ['requestsPerSecond', 'p50Ms', 'p95Ms', 'p99Ms'].map((figure) => [
        figure,
        rounded(median(measured.map((one) => one[name][figure]))),
      ]),
    )
  return { measurements: measured.length, get: figures('get'), create: figures('create') }
}
