import type { Messages } from '@lingui/core'

const catalogues = import.meta.glob<Messages>(
  ['../features/*/locales/de.po', '../components/locales/de.po'],
  { eager: true, import: 'messages' },
)

/** The window's texts in German. */
export const messages: Messages = Object.assign({}, ...Object.values(catalogues))
