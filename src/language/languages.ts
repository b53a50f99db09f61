/** The languages the app speaks, each named in itself. */
export const languages = { en: 'English', de: 'Deutsch' } as const

export type Language = keyof typeof languages

/** The language of a BCP 47 tag such as `de-AT`; null when the app does not speak it. */
export function languageOf(tag: string): Language | null {
  const [primary = ''] = tag.toLowerCase().split('-')
  return Object.hasOwn(languages, primary) ? (primary as Language) : null
}

/** The first language of these tags, most wanted first, that the app speaks; else English. */
export function preferredLanguage(tags: readonly string[]): Language {
  return tags.map(languageOf).find((language) => language !== null) ?? 'en'
}

/**
 * How numbers and dates are written in a language: as in the first of these tags that is of it, so
 * that a region's customs hold (`de-AT`), or as the language has it.
 */
export function formatLocale(language: Language, tags: readonly string[]): string {
  return tags.find((tag) => languageOf(tag) === language) ?? language
}
