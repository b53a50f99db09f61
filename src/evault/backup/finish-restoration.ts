import { existsSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { syncDirectory } from '../../registry/replace-file.ts'

/** Where a restored vault waits that is whole, and has not taken its place yet. */
export function restoredBeside(dataDirectory: string): string {
  const target = resolve(dataDirectory)
  return join(dirname(target), `${basename(target)}.restored`)
}

/**
 * Moves a restored vault into its data directory, which is there, from wherever that was ended.
 * Does nothing where none waits, and where there is another vault: both stay as they are then.
 */
export async function finishRestoration(dataDirectory: string): Promise<void> {
  const target = resolve(dataDirectory)
  const restored = restoredBeside(target)
  if (!existsSync(restored)) return
  const names = await readdir(restored)
  if (names.some((name) => existsSync(join(target, name)))) return
  // Last what makes it a vault.
  const isRecord = (name: string) => Number(name.startsWith('storage.'))
  names.sort((one, other) => isRecord(one) - isRecord(other))
  for (const name of names) await rename(join(restored, name), join(target, name))
  await syncDirectory(target)
  await rm(restored, { recursive: true })
  await syncDirectory(dirname(target))
}
