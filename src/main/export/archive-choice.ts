import { t } from '@lingui/core/macro'
import { type BrowserWindow, dialog, shell } from 'electron'

/** Where the owner wants an archive of their vault: chosen in a dialog of main's own. */
export interface ArchiveChoice {
  /** null when the owner stopped. */
  ask(window: BrowserWindow | null, name: string): Promise<string | null>
  /** The file that was chosen and is not signed yet, once: another needs another choice. */
  take(): string | null
  /** Shows the file that was chosen last in the system's file manager. */
  show(): void
}

export function createArchiveChoice(): ArchiveChoice {
  let chosen: string | null = null
  let unsigned: string | null = null
  return {
    async ask(window, name) {
      const options: Electron.SaveDialogOptions = {
        title: t`Export everything`,
        defaultPath: `${name.replace(/[\\/:*?"<>|]+/g, '-')}.zip`,
        filters: [{ name: t`eVault archive`, extensions: ['zip'] }],
        properties: ['createDirectory'],
      }
      const { canceled, filePath } =
        window === null
          ? await dialog.showSaveDialog(options)
          : await dialog.showSaveDialog(window, options)
      if (canceled || filePath === '') return null
      chosen = filePath
      unsigned = filePath
      return filePath
    },
    take() {
      const file = unsigned
      unsigned = null
      return file
    },
    show() {
      if (chosen !== null) shell.showItemInFolder(chosen)
    },
  }
}
