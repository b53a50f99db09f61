import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { startCheckpoints } from '../src/evault/db/checkpoints.ts'
import type { Acknowledge } from '../src/evault/db/storage/durability.ts'
import { sealFolder } from '../src/evault/db/storage/seal-folder.ts'
import { prepareMetaEnvelope } from '../src/evault/envelopes/prepare.ts'
import { asRequestError } from '../src/evault/errors.ts'
import { type Image, MemoryDisk } from './support/power-cut/memory-disk.ts'
import { folder, openVaultOnDisk, type VaultOnDisk } from './support/power-cut/vault-on-disk.ts'

const key = randomBytes(64)
let template: Image
let disk: SlowDisk
let vault: VaultOnDisk

/** A disk on which asynchronous syncs wait for the test. */
class SlowDisk extends MemoryDisk {
  #gate: Promise<void> = Promise.resolve()
  #open = () => {}

  hold(): void {
    this.#gate = new Promise((resolve) => {
      this.#open = resolve
    })
  }

  release(): void {
    this.#open()
  }

  override async syncLater(fd: number): Promise<void> {
    await Promise.all([this.#gate, super.syncLater(fd)])
  }

  syncsSince(start: number): number {
    return this.events.slice(start).filter(({ kind }) => kind === 'synced').length
  }
}

beforeAll(async () => {
  const plain = new MemoryDisk()
  await sealFolder(inject('templateDirectory'), folder, key, { disk: plain })
  template = plain.image()
})
beforeEach(() => open('durable'))
afterEach(() => vault.client.close())

async function open(acknowledge: Acknowledge): Promise<void> {
  disk = new SlowDisk(template)
  vault = await openVaultOnDisk(disk, key, acknowledge)
}

function create(id: string, text = ''): Promise<unknown> {
  const prepared = prepareMetaEnvelope({ ontology: 'a', payload: { id, text }, acl: ['*'] })
  const item = { grant: vault.grant('create'), prepared, id, announce: true }
  return vault.transact(({ envelopes }) => envelopes.create([item]))
}

async function ids(): Promise<string[]> {
  const query = 'SELECT id FROM meta_envelopes ORDER BY id'
  return (await vault.client.commitQuery<{ id: string }>(query)).rows.map(({ id }) => id)
}

/** Whether it is settled after all that can go on without the disk has gone on. */
async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending')
  return (await Promise.race([promise, delay(150, pending)])) === pending
}

test('the next unit commits while the disk takes in the last; none is told before it has', async () => {
  disk.hold()
  const writing = Promise.all([create('a'), create('b'), create('c')])
  expect(await isPending(writing)).toBe(true)
  expect(await ids()).toEqual(['a', 'b', 'c'])
  disk.release()
  await writing
})

test('nobody reads what a power cut could still take away', async () => {
  disk.hold()
  const writing = create('a')
  await expect.poll(ids).toEqual(['a'])
  const reading = vault.client.query('SELECT 1')
  expect(await isPending(reading)).toBe(true)
  disk.release()
  await Promise.all([writing, reading])
})

test('commits that wait share a sync', async () => {
  await create('first')
  const start = disk.events.length
  await Promise.all(Array.from({ length: 40 }, (_, at) => create(String(at))))
  expect(disk.syncsSince(start)).toBeLessThan(20)
  const later = disk.events.length
  await create('later')
  expect(disk.syncsSince(later)).toBe(1)
})

test('after a failed sync nothing more is written, and what is there can be read', async () => {
  await create('kept')
  disk.broken = true
  const refusal = (error: unknown) => asRequestError(error)?.message
  const [first, second] = await Promise.all([
    create('a').catch(refusal),
    create('b').catch(refusal),
  ])
  expect([first, second]).toEqual(Array(2).fill(expect.stringContaining('did not keep')))
  // The disk seems to be well again: what it lost it does not say.
  disk.broken = false
  await expect(create('c')).rejects.toThrow('did not keep')
  await expect(vault.client.checkpoint()).rejects.toThrow('did not keep')
  expect((await vault.client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])

  await vault.client.close()
  vault = await openVaultOnDisk(new MemoryDisk(disk), key)
  expect(await ids()).toContain('kept')
  expect(await ids()).not.toContain('c')
  await create('after')
})

test('early: acknowledged at once, on the disk soon after', async () => {
  await vault.client.close()
  await open('early')
  disk.hold()
  const start = disk.events.length
  await create('a')
  disk.release()
  await expect.poll(() => disk.syncsSince(start), { timeout: 200 + 300 }).toBeGreaterThan(0)
})

test('a checkpoint keeps nobody waiting for the disk, and says nothing before it', async () => {
  await create('a')
  const before = control()
  disk.hold()
  const checkpoint = vault.client.checkpoint()
  expect(await isPending(checkpoint)).toBe(true)
  expect((await vault.client.commitQuery('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  expect(control().equals(before)).toBe(true)
  disk.release()
  await checkpoint
  expect(control().equals(before)).toBe(false)
})

function control(): Buffer {
  return Buffer.from(disk.files.get(`${folder}/global/pg_control`)?.content ?? [])
}

test('a checkpoint is made when writing rests, or when the log has grown', async () => {
  const log = { error: expect.unreachable }
  for (const pace of [
    { idle: 50, growth: 2 ** 40 },
    { idle: 60_000, growth: 64 * 1024 },
  ]) {
    await using _checkpoints = startCheckpoints(vault.client, log, pace)
    const before = control()
    await create(String(pace.idle), randomBytes(100_000).toString('base64'))
    await expect.poll(() => control().equals(before), { timeout: 5_000 }).toBe(false)
  }
})

test('no checkpoint is made while somebody needs the log, and one follows', async () => {
  const log = { error: expect.unreachable }
  await using checkpoints = startCheckpoints(vault.client, log, { idle: 20, growth: 64 * 1024 })
  let held = control()
  await checkpoints.holding(async () => {
    held = control()
    for (const name of ['one', 'two', 'three']) {
      await create(name, randomBytes(100_000).toString('base64'))
      await delay(300)
    }
    expect(control().equals(held)).toBe(true)
  })
  await expect.poll(() => control().equals(held), { timeout: 5_000 }).toBe(false)
})
