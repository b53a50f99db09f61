import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lockDirectory } from '../../evault/db/lock.ts'
import { VaultStartError } from '../../evault/errors.ts'

const marker = 'evault-dev.json'
const content = `${JSON.stringify({ madeBy: 'evault dev' })}\n`
const ofPerson = /^person-\d+$/

/** The data directory of the person with this number, counted from 1. */
export function personFolder(folder: string, number: number): string {
  return join(folder, `person-${number}`)
}

/**
 * Makes the folder of a development network, or finds the one of an earlier start. A folder that
 * holds anything else is left alone.
 * @param options.fresh forgets the people of earlier starts
 * @throws VaultStartError `INVALID_CONFIG` where the folder is somebody else's,
 * `DATA_DIRECTORY_IN_USE` where those to be forgotten are being served
 */
export async function prepareFolder(
  folder: string,
  { fresh }: { readonly fresh: boolean },
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const names = await readdir(folder)
  if (names.length > 0 && (await readMarker(folder)) !== content) {
    throw new VaultStartError(
      'INVALID_CONFIG',
      `${folder} holds something that “evault dev” has not made. Choose another place with --data.`,
    )
  }
  if (fresh) await forget(folder, names)
  await writeFile(join(folder, marker), content)
}

async function forget(folder: string, names: readonly string[]): Promise<void> {
  const people = names.filter((name) => ofPerson.test(name)).map((name) => join(folder, name))
  // All of them before any: what is served by another process stays as it is.
  const locks = await Promise.all(people.map(lockDirectory))
  for (const lock of locks) await lock[Symbol.asyncDispose]()
  for (const person of people) await rm(person, { recursive: true })
}

async function readMarker(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, marker), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
