import { randomUUID } from 'node:crypto'
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { VaultStartError } from '../errors.ts'

/**
 * One writer for each data directory. PGlite has no lock of its own: a second process opens
 * the same directory without an error and rows vanish.
 *
 * A lock is a file `lock.N`. Whoever wants the directory looks at the highest N; when its
 * holder is gone, it creates `lock.N+1` (by hard link, which fails if it exists), then looks
 * again: a still higher number means that somebody else was quicker. Files below the own
 * number are removed, the own one stays after release, so numbers only grow and a slow
 * contender can never take over a lock that was taken meanwhile.
 */
export interface DirectoryLock extends AsyncDisposable {
  readonly file: string
}

const lockName = /^lock\.(\d+)$/

const holderSchema = z.object({
  pid: z.number().int(),
  /** Start of the process in clock ticks since boot, where the system tells (Linux). */
  processStart: z.string().nullable(),
  /** Milliseconds since the epoch. */
  takenAt: z.number(),
  released: z.boolean(),
})
type Holder = z.infer<typeof holderSchema>

/**
 * Takes the directory's lock.
 * @throws VaultStartError `DATA_DIRECTORY_IN_USE` while another process holds it.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const me: Holder = {
    pid: process.pid,
    processStart: await processStart(process.pid),
    takenAt: Date.now(),
    released: false,
  }
  for (;;) {
    const highest = Math.max(0, ...(await lockNumbers(directory)))
    if (highest > 0) await refuseIfHeld(join(directory, `lock.${highest}`))
    const mine = highest + 1
    const file = join(directory, `lock.${mine}`)
    if (!(await createExclusively(directory, file, me))) continue
    const others = await lockNumbers(directory)
    if (others.some((number) => number > mine)) {
      await rm(file, { force: true })
      continue
    }
    await Promise.all(
      others
        .filter((number) => number < mine)
        .map((number) => rm(join(directory, `lock.${number}`), { force: true })),
    )
    return {
      file,
      [Symbol.asyncDispose]: () => writeFile(file, JSON.stringify({ ...me, released: true })),
    }
  }
}

async function lockNumbers(directory: string): Promise<number[]> {
  const names = await readdir(directory)
  return names.flatMap((name) => {
    const match = lockName.exec(name)
    return match ? [Number(match[1])] : []
  })
}

async function createExclusively(
  directory: string,
  file: string,
  holder: Holder,
): Promise<boolean> {
  const draft = join(directory, `lock-draft.${randomUUID()}`)
  try {
    await writeFile(draft, JSON.stringify(holder), { mode: 0o600 })
    await link(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

async function refuseIfHeld(file: string): Promise<void> {
  const holder = await readHolder(file)
  if (holder === null || holder.released || !(await isRunning(holder))) return
  throw new VaultStartError(
    'DATA_DIRECTORY_IN_USE',
    `Another eVault process (number ${holder.pid}) is using this data directory. Close it first: two writers would destroy each other's records.`,
  )
}

/** A lock file is complete from its first moment; one that can't be read was torn by a crash. */
async function readHolder(file: string): Promise<Holder | null> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function isRunning(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it runs, but belongs to another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  if (holder.processStart !== null) return (await processStart(holder.pid)) === holder.processStart
  const bootedAt = Date.now() - uptime() * 1000
  return holder.takenAt > bootedAt - 10_000
}

/** Field 22 of /proc/PID/stat; process numbers are used again, start times are not. */
async function processStart(pid: number): Promise<string | null> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ])
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie has ended and writes nothing more; only nobody has waited for it.
    if (afterName[0] === 'Z') return null
    return `${boot.trim()}:${afterName[19]}`
  } catch {
    return null
  }
}
