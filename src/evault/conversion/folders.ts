import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What a folder holds, however deep: paths inside it, folders before what is in them. */
export interface FolderContents {
  readonly folders: readonly string[]
  readonly files: readonly { readonly path: string; readonly size: number }[]
}

/** Nothing for a folder that is not there. */
export async function listFolder(folder: string): Promise<FolderContents> {
  const folders: string[] = []
  const files: { path: string; size: number }[] = []
  async function look(inside: string): Promise<void> {
    const entries = await readdir(join(folder, inside), { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(inside, entry.name)
      if (entry.isDirectory()) {
        folders.push(path)
        await look(path)
      } else {
        files.push({ path, size: (await stat(join(folder, path))).size })
      }
    }
  }
  if (await isThere(folder)) await look('')
  return { folders, files }
}

/** Bytes of all files in a folder. */
export function sizeOf({ files }: FolderContents): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

export async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
