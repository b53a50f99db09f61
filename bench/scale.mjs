/** How the time of a read depends on how many records there are. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { progress } from '../scripts/say.mjs'
import { createLoad } from './load.mjs'
import { BULK } from './record.mjs'
import { median, rounded } from './statistics.mjs'
import { fillInBulk, scaleOperations, startVault } from './vault.mjs'

const CONNECTIONS = 16
const FULL = { few: 1_000, many: 100_000, rounds: 5, seconds: 2 }
const SMOKE = { few: 100, many: 300, rounds: 1, seconds: 0.2 }

/**
 * Measures the same reads on a vault with few records and on one with many, in turn.
 *
 * @param {{ smoke: boolean }} options
 */
export async function benchScale({ smoke }) {
  const { few, many, rounds, seconds } = smoke ? SMOKE : FULL
  const directory = await mkdtemp(join(tmpdir(), 'evault-bench-scale-'))
  const load = createLoad(CONNECTIONS)
  const vaults = []
  try {
    for (const [name, records] of Object.entries({ few, many })) {
      const line = progress(`Filling a vault with ${records} records`)
      const server = await startVault(join(directory, name))
      vaults.push({ name, server })
      await fillInBulk(server.ready, load, records, Math.min(BULK, records))
      vaults.at(-1).operations = await scaleOperations(server.ready, load, records)
      line.end()
    }
    const measured = []
    for (let round = 1; round <= rounds; round += 1) measured.push(await inTurn(round))
    return { connections: CONNECTIONS, few, many, rounds, seconds, cases: summary(measured) }
  } finally {
    load.close()
    await Promise.all(vaults.map(({ server }) => server.stop()))
    await rm(directory, { recursive: true, force: true })
  }

  /** Each read on both vaults, one after the other. */
  async function inTurn(round) {
    const line = progress(`Reads, round ${round} of ${rounds}`)
    const measured = {}
    for (const name of Object.keys(vaults[0].operations)) {
      measured[name] = {}
      for (const vault of vaults) {
        measured[name][vault.name] = await load.measure(vault.operations[name], seconds)
      }
    }
    line.end()
    return measured
  }
}

/** Medians over the rounds. */
function summary(rounds) {
  return Object.fromEntries(
    Object.keys(rounds[0]).map((name) => {
      const p50 = (vault) => median(rounds.map((round) => round[name][vault].p50Ms))
      const failed = rounds.reduce(
        (total, round) => total + round[name].few.failed + round[name].many.failed,
        0,
      )
      const [few, many] = [p50('few'), p50('many')]
      const ratio = rounded(many / few)
      return [name, { p50MsFew: rounded(few), p50MsMany: rounded(many), ratio, failed }]
    }),
  )
}
