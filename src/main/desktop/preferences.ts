import type { AppSettings, SettingsFile } from '../settings.ts'

type Choices = NonNullable<AppSettings['desktop']>

/** What the owner decided about the app beside its window, known without asking the disk. */
export interface Preferences {
  readonly keepRunning: boolean
  readonly notifications: boolean
  readonly toldOfTray: boolean
  /** Holds at once. @throws Error when it can't be kept; what held before holds again then */
  change(changes: Choices): Promise<void>
}

/**
 * On Linux the app does not go on without a window before the owner wants it: nobody can tell there
 * whether the desktop shows a tray (GNOME shows none without an extension), and an app must not
 * vanish. With or without a tray, opening the app again brings its window back.
 */
export async function openPreferences(
  settings: SettingsFile,
  platform = process.platform,
): Promise<Preferences> {
  // Settings that can't be read are the vault's to tell: it does not start with them.
  let { desktop: chosen = {} } = await settings.read().catch((): AppSettings => ({}))
  return {
    get keepRunning() {
      return platform === 'darwin' || (chosen.keepRunning ?? platform !== 'linux')
    },
    get notifications() {
      return chosen.notifications ?? true
    },
    get toldOfTray() {
      return chosen.toldOfTray ?? false
    },
    async change(changes) {
      const held = chosen
      // The owner may close the window while the disk is slow.
      chosen = { ...chosen, ...changes }
      try {
        await settings.change(({ desktop, ...before }) => {
          return { ...before, desktop: { ...desktop, ...changes } }
        })
      } catch (error) {
        chosen = held
        throw error
      }
    },
  }
}
