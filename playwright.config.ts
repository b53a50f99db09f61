import { defineConfig } from '@playwright/test'
import { desktops } from './e2e/desktops.ts'

/** The real, built app under a real display and keychain: `npm test` brings both along. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: desktops().length,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  projects: [
    { name: 'together', grepInvert: /@alone/ },
    // They hold the app to a time, or change the computer.
    { name: 'alone', grep: /@alone/ },
  ],
})
