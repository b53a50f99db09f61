import { expect, test } from './app.ts'
import { look } from './looks.ts'

test('a move that can’t reach the other vault says so, goes on when asked, and is cancelled', async ({
  app,
}) => {
  const { window } = app
  await window.getByRole('link', { name: 'Settings' }).click()
  await window.getByRole('link', { name: 'Move', exact: true }).click()
  const begin = window.getByRole('button', { name: 'Copy and compare' })
  await expect(begin).toBeDisabled()
  await window.getByLabel('Address of the other vault').fill('ftp://somewhere')
  await begin.click()
  await expect(window.getByText('The move was not begun')).toBeVisible()
  // Nobody listens there.
  await window.getByLabel('Address of the other vault').fill('http://127.0.0.1:9')
  await begin.click()
  await expect(window.getByRole('alert')).toContainText('cannot be reached')
  await expect(window.getByRole('list', { name: 'Steps' }).getByRole('listitem')).toHaveCount(7)
  await look(window, 'settings-move-stopped')
  await window.getByRole('button', { name: 'Go on' }).click()
  await expect(window.getByRole('alert')).toContainText('cannot be reached')
  await window.getByRole('button', { name: 'Cancel the move…' }).click()
  const dialog = window.getByRole('dialog')
  await dialog.getByLabel('Take away again what was copied').uncheck()
  await dialog.getByRole('button', { name: 'Cancel the move' }).click()
  await expect(dialog).toBeHidden()
  await expect(begin).toBeVisible()
})
