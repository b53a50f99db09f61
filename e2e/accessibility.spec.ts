import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { createRecord, expect, test, vaultAddress } from './app.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any screen, ${colorScheme}`, async ({ launch }) => {
    const { window } = await launch()
    await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const vault = await vaultAddress(window)
    await expectNothing(window)

    await window.getByRole('link', { name: 'Data' }).click()
    await expect(window.getByRole('heading', { name: 'Your vault is empty' })).toBeVisible()
    await expectNothing(window)

    await createRecord(vault, { content: 'Hello!', tags: ['a', 'b'], nested: { deep: true } })
    await window.getByRole('row', { name: /Hello!/ }).click()
    await expectNothing(window)

    await window.getByRole('button', { name: 'New record' }).first().click()
    await expect(window.getByRole('dialog', { name: 'New record' })).toBeVisible()
    await expectNothing(window)
  })
}

test('a record is made, found, opened and deleted by keyboard alone', async ({ launch }) => {
  const { window } = await launch()
  const vault = await vaultAddress(window)
  await createRecord(vault, { content: 'older' })
  await createRecord(vault, { content: 'newer' })
  await window.getByRole('link', { name: 'Data' }).focus()
  await window.keyboard.press('Enter')
  await expect(window.getByRole('row', { name: /newer/ })).toBeVisible()

  await window.getByRole('grid', { name: 'Records' }).focus()
  await window.keyboard.press('ArrowDown')
  await window.keyboard.press('ArrowDown')
  await window.keyboard.press('Enter')
  await expect(window.getByRole('complementary')).toContainText('older')
  await window.keyboard.press('Escape')
  await window.keyboard.press('Delete')
  await expect(window.getByRole('row', { name: /older/ })).toBeHidden()
  await window.keyboard.press('ControlOrMeta+z')
  await expect(window.getByRole('row', { name: /older/ })).toBeVisible()
})

async function expectNothing(window: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page: window }).setLegacyMode(true).analyze()
  expect(
    violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ target }) => target) })),
  ).toEqual([])
}
