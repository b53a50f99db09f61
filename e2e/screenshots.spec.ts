import { createRecord, expect, test, vaultAddress, vaultProcessId } from './app.ts'
import { openIdentity, populate } from './identity-window.ts'
import { expectNothing, look, takePictures } from './looks.ts'

/** The user guide's pictures: `npm run screenshots` runs this file alone. */

const posts = [
  { content: 'Moved my posts home today. Same feed, my own disk.', likeCount: 12 },
  { content: 'Sunday walk along the canal', mediaUrls: ['w3ds://file?id=@me/1'], likeCount: 31 },
  { content: 'Reading list for the winter', hashtags: ['books', 'winter'], own: { deep: true } },
]

test('every screen is whole, and axe finds nothing', async ({ launch }) => {
  const { electron, window } = await launch()
  const vault = await vaultAddress(window)
  await expect(window.getByText(/^You have no recovery kit yet/)).toBeVisible()
  await look(window, 'overview')

  await window.getByRole('link', { name: 'Data' }).click()
  await expect(window.getByRole('heading', { name: 'Your vault is empty' })).toBeVisible()
  await look(window, 'data-empty')

  await window.getByRole('button', { name: 'New record' }).first().click()
  const dialog = window.getByRole('dialog', { name: 'New record' })
  await expect(dialog).toBeVisible()
  await expectNothing(window)
  await dialog.getByRole('textbox', { name: 'Payload' }).fill('{"content": "Hello", }')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await look(window, 'create-error')
  await dialog.getByRole('button', { name: 'Close' }).click()

  for (const post of posts) await createRecord(vault, post)
  const inspector = window.getByRole('complementary', { name: 'Record' })
  await window.getByRole('row', { name: /Reading list/ }).click()
  await expect(inspector).toContainText('hashtags')
  await expectNothing(window)
  await window.getByRole('row', { name: /Sunday walk/ }).click()
  await expect(inspector).toContainText('likeCount')
  await look(window, 'data')

  process.kill(await vaultProcessId(electron), 'SIGKILL')
  const stopped = window.getByText('The vault stopped and is being started again')
  await expect(stopped).toBeVisible()
  await takePictures(window, 'restarting')
  await expect(stopped).toBeVisible()
})

test('the Identity screen with a renewed key and another device', async ({ launch }) => {
  const { electron, window } = await launch()
  await vaultAddress(window)
  await openIdentity(window)
  await populate(electron, window)
  // At once, not after the next question to the vault, and without the word of what was done.
  await window.reload()
  await openIdentity(window)
  await window.getByText('Earlier keys (1)').click()
  await expect(window.getByText(/Vouched for by the registry/)).toHaveCount(2)
  await look(window, 'identity', window.getByRole('heading', { name: 'Your identity' }))
  const log = window.getByRole('region', { name: 'Identity log' })
  await log.getByRole('button', { name: /^Verified.*renewed/ }).click()
  await look(window, 'identity-log', log)
})

test('a vault that does not open says why', async ({ launch }) => {
  const { window } = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' } })
  await expect(window.getByText('KEYCHAIN_UNAVAILABLE')).toBeVisible()
  await look(window, 'failed')
})
