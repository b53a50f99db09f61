import { createRecord, expect, test, vaultAddress, vaultProcessId } from './app.ts'
import { openIdentity, populate } from './identity-window.ts'
import { expectNothing, look, takePictures } from './looks.ts'

/** Pictures of what a vault has from its first day on, and of its troubles. */

test('a new vault is whole, and axe finds nothing', { tag: '@pictures' }, async ({ launch }) => {
  const { electron, window } = await launch()
  const vault = await vaultAddress(window)
  await expect(window.getByText(/^You have no recovery kit yet/)).toBeVisible()
  await look(window, 'overview-new')

  await window.getByRole('link', { name: 'Data' }).click()
  await expect(window.getByRole('heading', { name: 'Your vault is empty' })).toBeVisible()
  await look(window, 'data-empty')

  await window.getByRole('button', { name: 'New record' }).first().click()
  const dialog = window.getByRole('dialog', { name: 'New record' })
  await expect(dialog).toBeVisible()
  await expectNothing(window)
  await dialog.getByRole('textbox', { name: 'Payload' }).fill('{"content": "Hello", }')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await look(window, 'data-new-error')
  await dialog.getByRole('button', { name: 'Close' }).click()

  await createRecord(vault, { content: 'Moved my posts home today.', likeCount: 12 })
  await expect(window.getByRole('row', { name: /Moved my posts/ })).toBeVisible()
  process.kill(await vaultProcessId(electron), 'SIGKILL')
  const stopped = window.getByText('The vault stopped and is being started again')
  await expect(stopped).toBeVisible()
  await takePictures(window, 'vault-restarting')
  await expect(stopped).toBeVisible()
})

test('the Identity screen with a renewed key and another device', { tag: '@pictures' }, async ({
  launch,
}) => {
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
  const kit = window.getByRole('region', { name: 'Recovery kit' })
  await look(window, 'identity-recovery-kit', kit)
  const log = window.getByRole('region', { name: 'Identity log' })
  await log.getByRole('button', { name: /^Verified.*renewed/ }).click()
  await look(window, 'identity-log', log)
})

test('a vault that does not open says why', { tag: '@pictures' }, async ({ launch }) => {
  const { window } = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' } })
  await expect(window.getByText('KEYCHAIN_UNAVAILABLE')).toBeVisible()
  await look(window, 'vault-failed')
})
