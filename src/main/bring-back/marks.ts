import type { AppSettings, SettingsFile } from '../settings.ts'

/** What the settings say of a vault that is being brought back, so that the next start knows it. */
export interface Marks {
  /** undefined where nothing is under way, and where the settings can't be read. */
  read(): Promise<AppSettings['bringingBack']>
  /** The archive of an import that has not ended; null where there is none. */
  unfinishedFile(): Promise<string | null>
  put(bringingBack: NonNullable<AppSettings['bringingBack']>): Promise<void>
  /** Nothing of it is there: the first start is where it was. */
  forget(): Promise<void>
  /** The vault is there, and so are its keys: no other first start is needed. */
  endFirstStart(): Promise<void>
}

export function createMarks(settings: SettingsFile): Marks {
  return {
    async read() {
      const { bringingBack } = await settings.read().catch(() => ({ bringingBack: undefined }))
      return bringingBack
    },
    async unfinishedFile() {
      const { bringingBack } = await settings.read()
      return bringingBack?.from === 'archive' && !bringingBack.isWhole ? bringingBack.file : null
    },
    async put(bringingBack) {
      await settings.change((before) => ({
        ...before,
        ...{ setup: { step: 'welcome' as const }, bringingBack },
      }))
    },
    async forget() {
      await settings.change(({ bringingBack: _, kit: __, ...before }) => ({
        ...before,
        setup: { step: 'welcome' as const },
      }))
    },
    async endFirstStart() {
      await settings.change(({ bringingBack: _, ...before }) => ({
        ...{ ...before, setup: { step: 'done' as const }, keys: before.keys ?? 'keychain' },
      }))
    },
  }
}
