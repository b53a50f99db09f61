import { t } from '@lingui/core/macro'
import { shell } from 'electron'

/**
 * Shows a folder in the system's file manager.
 * @throws Error with the cause, in words for the owner
 */
export async function openFolder(path: string): Promise<undefined> {
  const problem = await shell.openPath(path)
  if (problem !== '') throw new Error(t`The folder could not be opened: ${problem}`)
}
