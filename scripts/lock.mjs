/** Work that only one process may do at a time. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './say.mjs'

/**
 * Runs `work` while holding the lock directory `path`; waits while another process holds it.
 * The lock of a process that is no longer there is taken over.
 */
export async function withLock(path, work) {
  await mkdir(dirname(path), { recursive: true })
  let told = false
  while (!(await take(path))) {
    const holder = await holderOf(path)
    if (holder === undefined || isAlive(holder)) {
      if (holder && !told) say(`Waiting for process ${holder}, which holds ${path}`)
      told ||= holder !== undefined
      await sleep(200)
    } else {
      await discard(path, holder)
    }
  }
  try {
    return await work()
  } finally {
    await rm(path, { recursive: true, force: true })
  }
}

/** Makes the lock with our process id in it, or returns false when there is one already. */
async function take(path) {
  const prepared = `${path}.${process.pid}`
  await mkdir(prepared, { recursive: true })
  await writeFile(join(prepared, 'pid'), String(process.pid))
  try {
    // A rename onto a directory that holds something fails, so this takes the lock at once.
    await rename(prepared, path)
    return true
  } catch (error) {
    await rm(prepared, { recursive: true, force: true })
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) return false
    throw error
  }
}

/** The process id in the lock, or undefined when the lock has just gone. */
async function holderOf(path) {
  const text = await readFile(join(path, 'pid'), 'utf8').catch(() => '')
  return Number.parseInt(text, 10) || undefined
}

/** Whether a process with this id runs. */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Removes the lock of a dead holder, unless another process was quicker and holds it now. */
async function discard(path, holder) {
  const aside = `${path}.stale-${process.pid}`
  await rename(path, aside).catch(() => {})
  const taken = await holderOf(aside)
  if (taken !== undefined && taken !== holder) await rename(aside, path).catch(() => {})
  await rm(aside, { recursive: true, force: true })
}
