import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Puts content into a file so that, whatever happens in between, the file holds either the old content
 * or the new one, and the new one survives a power cut once this resolves. Readable by its owner
 * only. What a killed process leaves in `<file>.tmp` is overwritten by the next call; calls for
 * one file must not overlap. Throws the file system's errors.
 */
export async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.tmp`
  try {
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await rename(temporary, file)
  await syncDirectory(dirname(file))
}

/** Makes what was created or renamed in a directory survive a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  // Windows opens no directories, and its rename is in the journal already.
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
