import { createRecord, expect, test, vaultAddress } from './app.ts'

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
