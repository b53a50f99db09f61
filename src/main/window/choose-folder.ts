import { t } from '@lingui/core/macro'
import { type BrowserWindow, dialog } from 'electron'

/** Asks for the folder that backups are put in; null when the owner stopped. */
export async function chooseBackupFolder(window: BrowserWindow | null): Promise<string | null> {
  const options: Electron.OpenDialogOptions = {
    title: t`Folder for backups`,
    buttonLabel: t`Choose`,
    properties: ['openDirectory', 'createDirectory'],
  }
  const { canceled, filePaths } =
    window === null
      ? await dialog.showOpenDialog(options)
      : await dialog.showOpenDialog(window, options)
  return canceled ? null : (filePaths[0] ?? null)
}
