import { type Browser, chromium, expect, type Page } from '@playwright/test'

/** The browser of people: not ours, and without anything of ours in it. */
export function openWebBrowser(): Promise<Browser> {
  const executablePath = process.env.EVAULT_BROWSER
  if (executablePath === undefined) throw new Error('EVAULT_BROWSER is not set: run npm test')
  return chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 })
}

/** Sends forms of a page to its own site, as many at once as a browser does; all are taken. */
export async function sendForms(page: Page, forms: readonly SentForm[]): Promise<void> {
  const answers = await page.evaluate(
    (all) =>
      Promise.all(
        all.map(async ({ path, fields }) => {
          const body = new URLSearchParams(fields)
          // Where it leads to need not be loaded.
          const { type } = await fetch(path, { method: 'POST', body, redirect: 'manual' })
          return type
        }),
      ),
    forms,
  )
  expect(new Set(answers)).toEqual(new Set(['opaqueredirect']))
}

interface SentForm {
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
}
