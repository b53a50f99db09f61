import { i18n, type Messages } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import type { Language } from './languages.ts'

/**
 * Speaks this language from now on. Texts that a module makes when it is loaded stay as they were,
 * so a window does this before it loads the rest.
 * @param locale BCP 47: how numbers and dates are written (`formatLocale`)
 * @param messages the language's catalogue; English is in the code
 */
export function activateLanguage(language: Language, locale: string, messages: Messages): void {
  i18n.setMessagesCompiler(compileMessage)
  i18n.loadAndActivate({ locale: language, locales: [locale], messages })
}

/** How numbers, dates and lists are written, for `Intl`. */
export function writtenLocale(): string {
  return i18n.locales?.[0] ?? i18n.locale
}
