import { defineConfig } from 'vitest/config'
import { linguiMacros } from './lingui-macros.config.ts'

// Where `npm test` wants the totals.
const unitReport = process.env.EVAULT_UNIT_REPORT

export default defineConfig({
  plugins: [linguiMacros],
  resolve: {
    alias: [
      // The same module instance that Node gives the libraries.
      { find: /^graphql$/, replacement: 'graphql/index.js' },
      // What the samples import, as it is in the sources.
      {
        find: /^evault-desktop\/(web3-adapter|testing)$/,
        replacement: `${import.meta.dirname}/src/$1/index.ts`,
      },
    ],
  },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
    globalSetup: 'test/support/template.ts',
    setupFiles: 'test/support/english.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    reporters: unitReport ? ['default', ['json', { outputFile: unitReport }]] : ['default'],
  },
})
