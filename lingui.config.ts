import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

/** English is in the code; each room and feature keeps the translations of its own texts. */
export default defineConfig({
  sourceLocale: 'en',
  locales: ['de'],
  catalogs: [
    {
      path: '<rootDir>/src/renderer/features/{name}/locales/{locale}',
      include: ['<rootDir>/src/renderer/features/{name}/'],
    },
    {
      path: '<rootDir>/src/renderer/components/locales/{locale}',
      include: ['<rootDir>/src/renderer/components/'],
    },
    { path: '<rootDir>/src/main/locales/{locale}', include: ['<rootDir>/src/main/'] },
  ],
  format: formatter({ origins: false, printLinguiId: false }),
  orderBy: 'message',
})
