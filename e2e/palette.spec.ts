import { createRecord, expect, test, vaultAddress } from './app.ts'
import { openPalette } from './palette-window.ts'

test('the palette goes, searches and does, by keyboard alone', async ({ launch }) => {
  const { electron, window } = await launch()
  const vault = await vaultAddress(window)
  await createRecord(vault, { content: 'Sunday walk along the canal' })
  await openPalette(electron, window)
  const palette = window.getByRole('dialog', { name: 'Commands' })

  await window.keyboard.type('acc')
  const marked = palette.locator('[data-combobox-selected]')
  await expect(marked).toHaveText('Access')
  await window.keyboard.press('Enter')
  await expect(palette).toBeHidden()
  await expect(window).toHaveURL(/#\/access/)

  await openPalette(electron, window)
  await window.keyboard.type('canal')
  await window.keyboard.press('Enter')
  await expect(window.getByRole('row', { name: /Sunday walk/ })).toBeVisible()
  await expect(window.getByRole('searchbox')).toHaveValue('canal')

  await openPalette(electron, window)
  await window.keyboard.type('copy')
  await window.keyboard.press('Enter')
  await expect(window.getByText('Copied')).toBeVisible()
  expect(await electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(vault.ename)

  await openPalette(electron, window)
  await window.keyboard.type('post')
  await window.keyboard.press('ArrowDown')
  await window.keyboard.press('ArrowUp')
  await window.keyboard.press('Enter')
  await expect(window).toHaveURL(/type=550e8400/)

  await openPalette(electron, window)
  await window.keyboard.press('Escape')
  await expect(palette).toBeHidden()
})
