import type { Messages } from '@lingui/core'
import type { Language } from '../../language/languages.ts'

/** The window's texts in each language, read when it is spoken; English is in the code. */
export const catalogues: { readonly [language in Language]: () => Promise<Messages> } = {
  en: async () => ({}),
  de: async () => (await import('./german.ts')).messages,
}
