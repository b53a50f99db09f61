import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { call } from './support/call.ts'
import { buildHeadless, type ReadyLine, serveHeadless } from './support/headless.ts'
import { temporaryDirectory } from './support/test-vault.ts'

beforeAll(buildHeadless, 400_000)

const state = `{ backups { running { work done } latest { id } proven { id }
  failures { code message } } }`

async function owner({ owner }: ReadyLine, query: string) {
  const headers = { authorization: `Bearer ${owner.token}` }
  const { json } = await call(owner.url, { body: { query }, headers })
  expect(json.errors).toBeUndefined()
  return json.data
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of any shape
async function until(ready: ReadyLine, holds: (backups: any) => boolean) {
  for (;;) {
    const { backups } = await owner(ready, state)
    if (holds(backups)) return backups
    await delay(5)
  }
}

test('kill -9 in a backup: the next start removes what it left, and its backup is not kept waiting', async () => {
  await using home = await temporaryDirectory()
  const data = join(home.path, 'data')
  const drive = join(home.path, 'drive')
  await mkdir(drive)
  const leftovers = async () =>
    (await readdir(data)).filter((name) => /^(snapshot|drill)\./.test(name))
  const leases = () => readdir(join(drive, 'locks')).catch(() => [])
  let left = 0
  let held = 0
  for (let round = 0; round < 3; round += 1) {
    await using run = serveHeadless(data)
    const ready = await run.ready()
    expect(await leftovers()).toEqual([])
    const begin = `mutation { startBackups(input: { folder: ${JSON.stringify(drive)}, begin: true, schedule: hourly }) { errors { message } } }`
    // From then on it begins by itself what was not ended.
    if (round === 0) await owner(ready, begin)
    if (round === 2) await until(ready, ({ running }) => running !== null && running.done > 0)
    while ((await leftovers()).length === 0) await delay(5)
    await delay(round === 1 ? 100 : 0)
    run.kill('SIGKILL')
    await run.ended()
    left += (await leftovers()).length
    held += (await leases()).length
  }
  // Else it was killed at other times.
  expect(left).toBe(3)
  expect(held).toBeGreaterThan(0)

  await using run = serveHeadless(data)
  const ready = await run.ready()
  expect(await leftovers()).toEqual([])
  const first = await until(ready, ({ proven, running }) => proven !== null && running === null)
  expect(first).toMatchObject({ failures: [], proven: { id: first.latest.id } })
  // Whoever removes is alone: nothing of those that were killed counts as somebody else.
  expect(await leases()).toEqual([])
  await owner(ready, 'mutation { backUpNow { errors { message } } }')
  const second = await until(
    ready,
    ({ latest, running }) => latest.id !== first.latest.id && running === null,
  )
  expect(second.failures).toEqual([])
  expect(run.stderr).not.toContain('were not removed')
  run.kill('SIGTERM')
  expect(await run.ended()).toBe(0)
}, 400_000)
