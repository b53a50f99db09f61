import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { syncDirectory } from '../../registry/replace-file.ts'
import { VaultStartError } from '../errors.ts'
import { hasVault } from '../open-storage.ts'
import { finishRestoration, restoredBeside } from './finish-restoration.ts'

/** Where a vault is written that is not whole yet: beside the data directory. */
export function draftOf(dataDirectory: string): string {
  const target = resolve(dataDirectory)
  return join(dirname(target), `${basename(target)}.restoring`)
}

/** Removes what a restoration left that was killed: a copy, which nobody has seen yet. */
export async function removeDraft(dataDirectory: string): Promise<void> {
  await rm(draftOf(dataDirectory), { recursive: true, force: true })
}

/**
 * Puts a vault that is written and compared in the place of a data directory without one. What the
 * directory holds beside a vault, such as the file of its keys, stays.
 * @throws VaultStartError `INVALID_CONFIG` where that would replace something
 */
export async function takePlace(dataDirectory: string): Promise<void> {
  const target = resolve(dataDirectory)
  const draft = draftOf(target)
  requireNoVault(target)
  await requireNothingInTheWay(draft, target)
  // From here on it is whole: whatever ends this, the next start goes on.
  await rename(draft, restoredBeside(target))
  await syncDirectory(dirname(target))
  await mkdir(target, { recursive: true, mode: 0o700 })
  await finishRestoration(target)
}

/** @throws VaultStartError `INVALID_CONFIG` */
export function requireNoVault(directory: string): void {
  if (!hasVault(directory)) return
  const message = `There is a vault in ${directory}. Move that folder away, or restore into another one. Nothing was changed.`
  throw new VaultStartError('INVALID_CONFIG', message)
}

async function requireNothingInTheWay(draft: string, target: string): Promise<void> {
  const inTheWay = (await readdir(draft)).find((name) => existsSync(join(target, name)))
  if (inTheWay === undefined) return
  const message = `There is ${inTheWay} of another vault in ${target}. Move that folder away, or restore into another one. Nothing was changed.`
  throw new VaultStartError('INVALID_CONFIG', message)
}
