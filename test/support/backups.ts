import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import type { TestVault } from './test-vault.ts'

export const backupFields = `plan { kind title schedule keepsEverything hasPassphrase since }
  running { work startedAt done total } latest { id at bytes added } proven { id at provenAt }
  failures { work at code message differences { part expected found } } isStale dueAt proofDueAt`

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
export type Answer = any

/** How a vault's backups stand. */
export async function lookAt(it: TestVault): Promise<Answer> {
  const { data, errors } = await it.owner(`{ backups { ${backupFields} } }`)
  expect(errors).toEqual([])
  return data.backups
}

/** Changes something about them. @returns the backups, and what was refused */
export async function changeBackups(
  it: TestVault,
  field: string,
  input: object | null = null,
): Promise<{ backups: Answer; errors: { code: string; message: string; field: string }[] }> {
  const types: Record<string, string> = {
    ...{ startBackups: 'input: StartBackupsInput!', changeBackups: 'changes: BackupChanges!' },
  }
  const [name = '', type = ''] = types[field]?.split(': ') ?? []
  const call = input === null ? field : `${field}(${name}: $input)`
  const { data, errors } = await it.owner(
    `mutation ${input === null ? '' : `($input: ${type})`} {
      ${call} { backups { ${backupFields} } errors { code message field } } }`,
    input === null ? {} : { input },
  )
  expect(errors, it.logged.filter((line) => line.includes('unexpected')).join()).toEqual([])
  return data[field]
}

/** Waits until nothing runs any more, the trial after the first backup too. */
export async function settled(it: TestVault): Promise<Answer> {
  for (;;) {
    const now = await lookAt(it)
    const isDue = (at: string | null) => at !== null && Date.parse(at) <= Date.now()
    if (now.running === null && !isDue(now.dueAt) && !isDue(now.proofDueAt)) return now
    await delay(50)
  }
}

/** Waits until this holds of them. */
export async function until(it: TestVault, holds: (backups: Answer) => boolean): Promise<Answer> {
  for (;;) {
    const now = await lookAt(it)
    if (holds(now)) return now
    await delay(20)
  }
}

/** An empty folder. */
export async function emptyFolder(directory: string, name = 'drive'): Promise<string> {
  const folder = join(directory, name)
  await mkdir(folder)
  return folder
}
