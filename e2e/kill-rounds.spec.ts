import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import {
  ask,
  askAsOwner,
  expect,
  type RunningApp,
  test,
  type VaultAddress,
  vaultAddress,
  vaultProcessId,
  vaultStatus,
} from './app.ts'
import { type Acknowledged, changesIn, nothingYet, Writer } from './kill-writers.ts'
import { isRunning } from './processes.ts'

const rounds = Number(process.env.EVAULT_KILL_ROUNDS ?? 4)
const connections = 16
/** From the first answer on, in milliseconds. */
const longestWriting = 1_000
const platform = 'https://writer.example'

test('kill -9 at any moment, of the app or of its vault, loses nothing acknowledged', {
  tag: '@alone',
}, async ({ launch }) => {
  test.setTimeout(60_000 + rounds * 30_000)
  const all = nothingYet()
  let app = await launch()
  const { ename } = await vaultAddress(app.window)
  await allowPlatform(app.window)
  for (let round = 0; round < rounds; round += 1) {
    const acknowledged = nothingYet()
    const since = new Date().toISOString()
    await writeAndKill(app, acknowledged, round % 2 === 0 ? killVault : killApp)
    if (round % 2 === 1) app = await launch({ userData: app.userData })
    const vault = await vaultAddress(app.window)
    expect(vault.ename).toBe(ename)
    for (const [id, known] of acknowledged.records) all.records.set(id, known)
    for (const [id, hash] of acknowledged.files) all.files.set(id, hash)
    await expectRecordsAndFiles(vault, acknowledged)
    await expectLog(app.window, acknowledged, since, changesIn(all))
    console.log(`round ${round + 1} of ${rounds}: ${changesIn(acknowledged)} changes are there`)
  }
  await expectRecordsAndFiles(await vaultAddress(app.window), all)
  expect(changesIn(all)).toBeGreaterThan(10 * rounds)
})

async function writeAndKill(
  app: RunningApp,
  acknowledged: Acknowledged,
  kill: (app: RunningApp) => Promise<void>,
): Promise<void> {
  const vault = await vaultAddress(app.window)
  const token = await platformToken(app.window)
  const writing = Array.from({ length: connections }, () =>
    new Writer(vault, acknowledged, token).writeUntilKilled(),
  )
  // Where the vault refuses a client, the test ends here.
  const refused = Promise.all(writing)
  const answered = expect
    .poll(() => changesIn(acknowledged), { timeout: 60_000, intervals: [10] })
    .toBeGreaterThan(0)
  await Promise.race([answered, refused])
  await Promise.race([delay(Math.random() * longestWriting), refused])
  await kill(app)
  await refused
}

async function killVault({ electron, window }: RunningApp): Promise<void> {
  const before = await vaultStatus(window)
  process.kill(await vaultProcessId(electron), 'SIGKILL')
  const restarts = before.state === 'ready' ? before.restarts : 0
  // The supervisor brings it back.
  const again = async () => {
    const status = await vaultStatus(window)
    return status.state === 'ready' && status.restarts > restarts
  }
  await expect.poll(again, { timeout: 60_000, intervals: [50] }).toBe(true)
}

/** Main, vault and windows, all at once: they are one process group. */
async function killApp({ electron }: RunningApp): Promise<void> {
  const vaultPid = await vaultProcessId(electron)
  const ended = new Promise((resolve) => electron.process().once('exit', resolve))
  process.kill(-(electron.process().pid as number), 'SIGKILL')
  await ended
  await expect.poll(() => isRunning(vaultPid), { intervals: [20] }).toBe(false)
}

async function allowPlatform(window: Page): Promise<void> {
  const decide = `mutation ($platform: String!) {
    decideConsent(platform: $platform, decision: everything) { errors { message } }
  }`
  const { data } = await askAsOwner(window, decide, { platform })
  expect(data.decideConsent.errors ?? []).toEqual([])
}

async function platformToken(window: Page): Promise<string> {
  const status = await vaultStatus(window)
  if (status.state !== 'ready') throw new Error(status.state)
  const answer = await fetch(`${status.registryUrl}/platforms/certification`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ platform }),
  })
  return ((await answer.json()) as { token: string }).token
}

/** Asks for each as a client would, as many at a time as there were writers. */
async function expectRecordsAndFiles(
  vault: VaultAddress,
  { records, files }: Acknowledged,
): Promise<void> {
  const wrong: string[] = []
  await each(records, async ([id, { version, sent }]) => {
    const query = 'query ($id: ID!) { metaEnvelope(id: $id) { parsed } }'
    const found = (await ask(vault, query, { id })).data?.metaEnvelope?.parsed.version ?? -1
    if (found < version || found > sent) wrong.push(`${id} is at ${found}, not ${version}`)
  })
  await each(files, async ([id, hash]) => {
    const place = `${vault.url}/files/${encodeURIComponent(id)}`
    const response = await fetch(place, { headers: { 'x-ename': vault.ename } })
    const bytes = Buffer.from(await response.arrayBuffer())
    if (createHash('sha256').update(bytes).digest('hex') !== hash)
      wrong.push(`file ${id}: ${response.status}, ${bytes.length} bytes`)
  })
  expect(wrong).toEqual([])
}

async function each<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]()
  const next = async () => {
    for (let item = rest.next(); !item.done; item = rest.next()) await work(item.value)
  }
  await Promise.all(Array.from({ length: connections }, next))
}

const readLog = `query ($since: String!, $after: String) {
  operationLog(filter: { since: $since }, first: 100, after: $after) {
    nextCursor entries { metaEnvelopeId operation }
  }
}`

/** Each change has its entry, and the chain is whole, with all that were ever acknowledged. */
async function expectLog(
  window: Page,
  { records, files }: Acknowledged,
  since: string,
  atLeast: number,
): Promise<void> {
  const entries = new Map<string, number>()
  for (let after: string | null = null; ; ) {
    const { data } = await askAsOwner(window, readLog, { since, after })
    for (const { metaEnvelopeId: id } of data.operationLog.entries)
      entries.set(id, (entries.get(id) ?? 0) + 1)
    after = data.operationLog.nextCursor
    if (after === null) break
  }
  const missing = [...records]
    .filter(([id, { version }]) => (entries.get(id) ?? 0) < version + 1)
    .map(([id]) => id)
  const without = [...files.keys()].filter((id) => !entries.has(id))
  expect([...missing, ...without]).toEqual([])
  const { data } = await askAsOwner(window, '{ logIntegrity { whole entries reason } }')
  expect(data.logIntegrity).toMatchObject({ whole: true, reason: null })
  expect(data.logIntegrity.entries).toBeGreaterThanOrEqual(atLeast)
}
