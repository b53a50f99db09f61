import { createHash } from 'node:crypto'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Every file below a directory with its mode and the hash of its content, to compare. */
export async function snapshot(directory: string): Promise<Record<string, string>> {
  const names = (await readdir(directory, { recursive: true })).sort()
  const entries = names.map(async (name) => {
    const path = join(directory, name)
    const { mode } = await lstat(path)
    const isFile = (mode & 0o170_000) === 0o100_000
    const content = isFile
      ? createHash('sha256')
          .update(await readFile(path))
          .digest('hex')
      : ''
    return [name, `${mode.toString(8)} ${content}`] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
