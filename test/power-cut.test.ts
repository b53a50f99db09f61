import { randomBytes, randomInt } from 'node:crypto'
import { beforeAll, expect, inject, test } from 'vitest'
import { sealFolder } from '../src/evault/db/storage/seal-folder.ts'
import { findBadIndexes, findLosses } from './support/power-cut/check.ts'
import { crashState, kinds } from './support/power-cut/crash-states.ts'
import { type Image, MemoryDisk } from './support/power-cut/memory-disk.ts'
import { type Random, randomFrom } from './support/power-cut/random.ts'
import { folder, openVaultOnDisk } from './support/power-cut/vault-on-disk.ts'
import { type Act, Workload } from './support/power-cut/workload.ts'

const cuts = Number(process.env.EVAULT_POWER_CUTS ?? 30)
const seed = Number(process.env.EVAULT_POWER_CUT_SEED ?? randomInt(2 ** 31))
/** Each workload is cut short so often. */
const cutsOfOne = 40
const rounds = 40

const key = randomBytes(64)
let template: Image

beforeAll(async () => {
  const disk = new MemoryDisk()
  await sealFolder(inject('templateDirectory'), folder, key, { disk })
  template = disk.image()
})

test(
  `${cuts} power cuts lose nothing that was acknowledged`,
  async () => {
    console.log(`power cuts: EVAULT_POWER_CUT_SEED=${seed}`)
    const random = randomFrom(seed)
    let done = 0
    for (; done < cuts; done += cutsOfOne) {
      const disk = new MemoryDisk(template)
      const vault = await openVaultOnDisk(disk, key)
      const opened = disk.events.length
      const workload = new Workload(vault, disk, random)
      await workload.run(rounds)
      await vault.client.close()
      for (let cut = 0; cut < Math.min(cutsOfOne, cuts - done); cut += 1)
        await cutPower(disk, opened, workload.acts, random)
      if (cuts > cutsOfOne) console.log(`${done + cutsOfOne} power cuts`)
    }
  },
  60_000 + cuts * 5_000,
)

/** Cuts the power at some point, opens what is left, and at times cuts it again. */
async function cutPower(
  disk: MemoryDisk,
  opened: number,
  acts: readonly Act[],
  random: Random,
): Promise<void> {
  const point = opened + random.below(disk.events.length - opened + 1)
  const kind = random.pick(kinds)
  const left = new MemoryDisk(crashState(disk, point, kind, random))
  const more = await check(left, acts, point, random, `${kind} at ${point}`)
  if (!random.chance(0.2)) return
  const again = random.pick(changePoints(left))
  const second = new MemoryDisk(crashState(left, again, random.pick(kinds), random))
  const before = acts.filter(({ begun }) => begun <= point)
  // What was asked for before the first cut may be there; what was acknowledged must be.
  const all = [...before.map((act) => atRest(act, point)), ...more]
  await check(second, all, again, random, `${kind} at ${point}, then at ${again}`)
}

/** Where the disk may hold something else than an event earlier: not the many syncs of a start. */
function changePoints(disk: MemoryDisk): readonly number[] {
  const points = disk.events.flatMap(({ kind }, at) => (kind.endsWith('ynced') ? [] : [at + 1]))
  return [0, ...points]
}

function atRest(act: Act, point: number): Act {
  const { acknowledged } = act
  const isDone = acknowledged !== null && acknowledged <= point
  return { ...act, begun: 0, acknowledged: isDone ? 0 : null }
}

async function check(
  disk: MemoryDisk,
  acts: readonly Act[],
  point: number,
  random: Random,
  name: string,
): Promise<readonly Act[]> {
  const vault = await openVaultOnDisk(disk, key).catch((error) => {
    throw new Error(`seed ${seed}, ${name}: it does not open`, { cause: error })
  })
  const losses = await findLosses(vault, acts, point)
  const more = new Workload(vault, disk, random, `after-${name}`)
  await more.create(3)
  // What came back from before the power cut does so when the next transaction has its number.
  losses.push(...(await findLosses(vault, acts, point)))
  if (random.chance(0.1)) losses.push(...(await findBadIndexes(vault)))
  await vault.client.close()
  expect(losses, `seed ${seed}, ${name}`).toEqual([])
  return more.acts
}
