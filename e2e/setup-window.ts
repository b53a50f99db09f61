import type { Page } from '@playwright/test'
import { expect } from './app.ts'

/** The heading of a step, which says where the owner is. */
export function heading(window: Page, name: string) {
  return window.getByRole('heading', { level: 1, name, exact: true })
}

/** A button of the window, by all of its name. */
export function button(window: Page, name: string) {
  return window.getByRole('button', { name, exact: true })
}

/** Expects that the first start is at this step. */
export async function expectStep(window: Page, name: string): Promise<void> {
  await expect(window.locator('[aria-current="step"]')).toContainText(name)
}

/** From the welcome to the keys, with this name for the vault. */
export async function goToKeys(window: Page, name: string): Promise<void> {
  await button(window, 'Create my vault').click()
  await window.getByRole('textbox', { name: 'Name' }).fill(name)
  await button(window, 'Continue').click()
  await expectStep(window, 'Keys')
}
