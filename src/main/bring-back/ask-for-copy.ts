import { t } from '@lingui/core/macro'
import { type BrowserWindow, dialog } from 'electron'

/** Asks for a folder of backups, or an archive; null when the owner stopped. */
export async function askForCopy(
  window: BrowserWindow | null,
  kind: 'folder' | 'archive',
): Promise<string | null> {
  const options: Electron.OpenDialogOptions =
    kind === 'folder'
      ? { title: t`Choose the folder of the backups`, properties: ['openDirectory'] }
      : {
          title: t`Choose the archive`,
          properties: ['openFile'],
          filters: [
            { name: t`eVault archive`, extensions: ['zip'] },
            { name: t`All files`, extensions: ['*'] },
          ],
        }
  const { canceled, filePaths } =
    window === null
      ? await dialog.showOpenDialog(options)
      : await dialog.showOpenDialog(window, options)
  return canceled ? null : (filePaths[0] ?? null)
}
