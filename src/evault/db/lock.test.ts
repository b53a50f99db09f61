import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { temporaryDirectory } from '../../../test/support/test-vault.ts'
import { lockDirectory } from './lock.ts'

const inUse = { name: 'VaultStartError', code: 'DATA_DIRECTORY_IN_USE' }

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
beforeEach(async () => {
  directory = await temporaryDirectory()
})
afterEach(() => directory[Symbol.asyncDispose]())

const lock = () => lockDirectory(directory.path)
const lockFiles = async () => (await readdir(directory.path)).sort()
const content = async (name: string) =>
  JSON.parse(await readFile(join(directory.path, name), 'utf8'))
const write = (name: string, text: string) => writeFile(join(directory.path, name), text)

/** What the lock file of this very process would hold. */
async function ownHolder() {
  await using held = await lock()
  return JSON.parse(await readFile(held.file, 'utf8'))
}

test('a held directory is refused, again and again, and no file changes', async () => {
  await using held = await lock()
  const before = await readFile(held.file, 'utf8')
  for (let round = 0; round < 3; round += 1) await expect(lock()).rejects.toMatchObject(inUse)
  expect(await lockFiles()).toEqual(['lock.1'])
  expect(await readFile(held.file, 'utf8')).toBe(before)
})

test('a released directory is taken again, and only the newest lock file stays', async () => {
  for (let round = 0; round < 3; round += 1) await (await lock())[Symbol.asyncDispose]()
  await using _held = await lock()
  expect(await lockFiles()).toEqual(['lock.4'])
  await expect(lock()).rejects.toMatchObject(inUse)
})

test('of twenty contenders at once exactly one wins, on a new and on an abandoned directory', async () => {
  for (let round = 0; round < 10; round += 1) {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, lock))
    const won = outcomes.flatMap((outcome) =>
      outcome.status === 'fulfilled' ? [outcome.value] : [],
    )
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(won).toHaveLength(1)
    for (const { reason } of refused) expect(reason).toMatchObject(inUse)
    expect(await lockFiles()).toHaveLength(1)
    await won[0]?.[Symbol.asyncDispose]()
  }
})

test('the lock of a running process holds, and after kill -9 it is recognised as stale', async () => {
  await using child = startProcess()
  const processStart = await startOf(child.pid)
  await write('lock.7', JSON.stringify({ ...(await ownHolder()), pid: child.pid, processStart }))
  await expect(lock()).rejects.toMatchObject(inUse)
  await child.kill()
  await using held = await lock()
  expect(await lockFiles()).toEqual(['lock.8'])
  expect((await content('lock.8')).pid).toBe(process.pid)
  expect(held.file).toBe(join(directory.path, 'lock.8'))
})

test('a process number used again, by us or by another, is no holder', async () => {
  await using child = startProcess()
  const holder = { ...(await ownHolder()), processStart: 'another-boot:42' }
  for (const [number, pid] of [
    [50, process.pid],
    [60, child.pid],
  ] as const) {
    await write(`lock.${number}`, JSON.stringify({ ...holder, pid }))
    await (await lock())[Symbol.asyncDispose]()
    expect(await lockFiles()).toEqual([`lock.${number + 1}`])
  }
})

test('a process that ended, but that nobody has waited for, is no holder', async () => {
  await using parent = startProcess('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'])
  const pid = Number(await parent.firstLine())
  await vi.waitUntil(async () => (await stateOf(pid)) === 'Z')
  const processStart = await startOf(pid)
  await write('lock.7', JSON.stringify({ ...(await ownHolder()), pid, processStart }))
  await using _held = await lock()
})

test('where the system tells no process start, a lock from before the last boot is stale', async () => {
  const holder = { ...(await ownHolder()), processStart: null }
  await write('lock.9', JSON.stringify({ ...holder, takenAt: 0 }))
  await (await lock())[Symbol.asyncDispose]()
  await write('lock.20', JSON.stringify({ ...holder, takenAt: Date.now() }))
  await expect(lock()).rejects.toMatchObject(inUse)
})

test.each(['', '{"pid":', '[]', '{"pid":"1"}', 'null'])(
  'a torn lock file (%j) holds nobody off',
  async (text) => {
    await write('lock.3', text)
    await using _held = await lock()
    expect(await lockFiles()).toEqual(['lock.4'])
  },
)

test('other files of the directory are none of its business', async () => {
  await write('lock.txt', 'mine')
  await write('lock.1.bak', 'mine')
  await using _held = await lock()
  expect(await lockFiles()).toEqual(['lock.1', 'lock.1.bak', 'lock.txt'])
})

/** A real process that does nothing until it is killed. */
function startProcess(command = 'sleep', args = ['60']) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(child, 'exit')
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return {
    pid: child.pid as number,
    firstLine: async () => String((await once(child.stdout, 'data'))[0]).trim(),
    kill,
    [Symbol.asyncDispose]: kill,
  }
}

/** The fields of /proc/PID/stat behind the name: state first, start is the twentieth. */
async function statOf(pid: number): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

const stateOf = async (pid: number) => (await statOf(pid))[0]

/** As `lock.ts` tells processes of one number apart. */
async function startOf(pid: number): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
  return `${boot.trim()}:${(await statOf(pid))[19]}`
}
