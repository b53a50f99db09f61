import { app } from 'electron'
import type { LanguageState } from '../ipc/contract.ts'
import { activateLanguage } from '../language/activate.ts'
import { formatLocale, type Language, preferredLanguage } from '../language/languages.ts'
import { messages as german } from './locales/de.po'
import type { SettingsFile } from './settings.ts'

const catalogues = { en: {}, de: german }

/** The language of the app: the one the owner chose, or the first the system wants. */
export interface AppLanguage {
  read(): Promise<LanguageState>
  /** Main speaks it from now on, the window from when it is loaded next; null follows the system. */
  choose(language: Language | null): Promise<void>
}

/** Speaks the owner's language from now on. */
export async function createLanguage(settings: SettingsFile): Promise<AppLanguage> {
  async function read(): Promise<LanguageState> {
    const preferred = app.getPreferredSystemLanguages()
    // A settings file that can't be read is told of by whoever starts the vault.
    const chosen = (await settings.read().catch(() => null))?.language ?? null
    const system = preferredLanguage(preferred)
    const language = chosen ?? system
    return { chosen, system, language, locale: formatLocale(language, preferred) }
  }
  async function speak(): Promise<void> {
    const { language, locale } = await read()
    activateLanguage(language, locale, catalogues[language])
  }
  await speak()
  return {
    read,
    async choose(language) {
      await settings.change(({ language: _, ...others }) =>
        language === null ? others : { ...others, language },
      )
      await speak()
    },
  }
}
