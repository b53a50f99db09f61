import { defineConfig } from '@playwright/test'

/** The real, built app under a real display and keychain: `npm test` brings both along. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
})
