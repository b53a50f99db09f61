import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ask, createRecord, expect, test, vaultAddress, vaultStatus } from './app.ts'
import { look } from './looks.ts'

const warning = /^Changes are confirmed before they are on the disk: when the power fails/

test('changes are confirmed early when the owner says so, and Overview says it meanwhile', async ({
  launch,
}) => {
  const { window, userData } = await launch()
  const vault = await vaultAddress(window)
  const id = await createRecord(vault, { content: 'kept' })
  const kept = async () =>
    JSON.parse(await readFile(join(userData, 'settings.json'), 'utf8')).acknowledge
  const early = await openSwitch(window)
  await expect(early).not.toBeChecked()

  const dialog = window.getByRole('dialog', { name: /^Confirm changes before they are on the/ })
  await early.click({ force: true })
  await expect(dialog).toContainText('the changes of the last moments are gone')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await look(window, 'settings-early')
  await window.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(early).not.toBeChecked()
  expect(await kept()).toBeUndefined()

  const first = await readySince(window)
  await early.click({ force: true })
  await dialog.getByRole('button', { name: 'Confirm them early' }).click()
  await expect(early).toBeChecked()
  await expect.poll(() => readySince(window)).toBeGreaterThan(first)
  expect(await kept()).toBe('early')
  await expectRecord(window, id)
  await window.getByRole('link', { name: 'Overview' }).click()
  const attention = window.getByRole('region', { name: 'Needs your attention' })
  await expect(attention.getByText(warning)).toBeVisible()

  await attention.getByRole('link', { name: 'Change it' }).click()
  await expect(early).toBeChecked()
  const second = await readySince(window)
  // Back to what is safe without a question.
  await early.click({ force: true })
  await expect(early).not.toBeChecked()
  await expect(dialog).toBeHidden()
  await expect.poll(() => readySince(window)).toBeGreaterThan(second)
  expect(await kept()).toBeUndefined()
  await expectRecord(window, id)
  await window.getByRole('link', { name: 'Overview' }).click()
  await expect(attention).toBeVisible()
  await expect(attention.getByText(warning)).toBeHidden()
})

async function openSwitch(window: Page) {
  await window.getByRole('link', { name: 'Settings' }).click()
  await window.getByRole('navigation', { name: 'Settings' }).getByText('Developer').click()
  const name = 'Confirm changes before they are on the disk'
  return window.getByRole('switch', { name })
}

/** When the vault was started; 0 while it is not open. */
async function readySince(window: Page): Promise<number> {
  const status = await vaultStatus(window)
  return status.state === 'ready' ? status.since : 0
}

/** It has what it had. */
async function expectRecord(window: Page, id: string): Promise<void> {
  const query = 'query ($id: ID!) { metaEnvelope(id: $id) { id } }'
  const { data } = await ask(await vaultAddress(window), query, { id })
  expect(data.metaEnvelope).toEqual({ id })
}
