/** What an SSH tunnel on this computer adds to a request. */
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
const FULL = { rounds: 5, seconds: 3, warmUpSeconds: 3 }
const SMOKE = { rounds: 1, seconds: 0.3, warmUpSeconds: 0.1 }

/**
 * Asks the vault directly and through the tunnel in turn, with all connections busy.
 *
 * @param {{ smoke: boolean }} options
 */
export async function benchTunnel({ smoke }) {
  const { rounds, seconds, warmUpSeconds } = smoke ? SMOKE : FULL
  const directory = await mkdtemp(join(tmpdir(), 'evault-bench-'))
  const [direct, through] = [createLoad(CONNECTIONS), createLoad(CONNECTIONS)]
  const servers = []
  const line = progress('Tunnel')
  try {
    const vault = await startVault(join(directory, 'vault'))
    servers.push(vault)
    const { port } = new URL(vault.ready.url)
    const tunnel = await startServer(file('tunnel-client'), [port])
    servers.push(tunnel)
    const { get } = await vaultOperations(vault.ready, direct, 100)
    const target = { ...get, url: get.url.replace(vault.ready.url, tunnel.ready.url) }
    await direct.measure(get, warmUpSeconds)
    await through.measure(target, warmUpSeconds)
    const measured = []
    for (let round = 0; round < rounds; round += 1) {
      const pair = [await direct.measure(get, seconds), await through.measure(target, seconds)]
      measured.push(pair)
    }
    return { connections: CONNECTIONS, rounds, seconds, ...summary(measured) }
  } finally {
    line.end()
    direct.close()
    through.close()
    for (const server of servers.reverse()) await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

function summary(measured) {
  const of = (at, name) => rounded(median(measured.map((pair) => pair[at][name])))
  return {
    directP50Ms: of(0, 'p50Ms'),
    throughP50Ms: of(1, 'p50Ms'),
    addedP50Ms: rounded(median(measured.map(([a, b]) => b.p50Ms - a.p50Ms))),
    directPerSecond: of(0, 'requestsPerSecond'),
    throughPerSecond: of(1, 'requestsPerSecond'),
    failed: measured.flat().reduce((sum, { failed }) => sum + failed, 0),
  }
}

function file(name) {
  return fileURLToPath(new URL(`${name}.mjs`, import.meta.url))
}
