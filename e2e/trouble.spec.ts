import { once } from 'node:events'
import { readdirSync, truncateSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createRecord, expect, test, vaultAddress, vaultStatus } from './app.ts'
import { usualPort } from './desktops.ts'
import { lockKeychain, unlockKeychain } from './keychain.ts'

test('another program on the port: the next one is taken, and the window says which', async ({
  launch,
}) => {
  const usual = usualPort()
  const other = createServer().listen(usual, '127.0.0.1')
  await once(other, 'listening').catch(() => {})
  try {
    const { window } = await launch()
    const vault = await vaultAddress(window)
    expect(vault.url).not.toContain(`:${usual}`)
    const port = new URL(vault.url).port
    await expect(window.getByRole('region', { name: 'Status' })).toContainText(port)
    await expect(window.getByText(`Port ${usual} is used by another program`).first()).toBeVisible()
  } finally {
    other.close()
  }
})

test('the environment says other ports', async ({ launch }) => {
  const [port, registryPort] = [usualPort() + 50, usualPort() + 250]
  const env = { EVAULT_PORT: `${port}`, EVAULT_REGISTRY_PORT: `${registryPort}` }
  const { window } = await launch({ env })
  expect((await vaultAddress(window)).url).toBe(`http://127.0.0.1:${port}`)
  expect(await vaultStatus(window)).toMatchObject({
    registryUrl: `http://127.0.0.1:${registryPort}`,
    portTaken: null,
  })
})

test('no keychain: the cause is told, and a key file only after a warning', async ({ launch }) => {
  const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }
  const { window, quit, userData } = await launch({ env })
  await expect(window.getByRole('heading', { name: /could not be opened/ })).toBeVisible()
  await expect(window.getByText('KEYCHAIN_UNAVAILABLE')).toBeVisible()

  await window.getByRole('button', { name: 'Use a key file instead' }).click()
  const dialog = window.getByRole('dialog')
  await expect(dialog).toContainText('whoever reads this disk can act as you')
  await dialog.getByRole('button', { name: 'Use a key file' }).click()
  const vault = await vaultAddress(window)
  await expect(window.getByText('Whoever reads this disk can act as you').first()).toBeVisible()
  await quit()

  // The choice and the key are kept; nobody is asked again.
  const again = await launch({ env, userData })
  expect((await vaultAddress(again.window)).ename).toBe(vault.ename)
})

test('a locked keychain: told, and nothing new is made until it is unlocked', async ({
  launch,
}) => {
  const first = await launch()
  const vault = await vaultAddress(first.window)
  await first.quit()

  lockKeychain()
  try {
    const { window, quit } = await launch({ userData: first.userData })
    await expect(window.getByText('KEYCHAIN_LOCKED')).toBeVisible()
    await expect(window.getByText(/keychain of this computer is locked/)).toBeVisible()
    await window.getByRole('button', { name: 'Try again' }).click()
    await expect(window.getByText('KEYCHAIN_LOCKED')).toBeVisible()
    // Keys that exist are not elsewhere: a key file is no way out.
    await expect(window.getByRole('button', { name: 'Use a key file instead' })).toBeHidden()
    await quit()
    await unlockKeychain()
    const again = await launch({ userData: first.userData })
    expect((await vaultAddress(again.window)).ename).toBe(vault.ename)
  } finally {
    await unlockKeychain()
  }
})

test('damaged data: told, nothing deleted, the folder can be opened', async ({ launch }) => {
  const first = await launch()
  await createRecord(await vaultAddress(first.window), { content: 'precious' })
  await first.quit()
  const database = join(first.userData, 'vault', 'pg')
  truncateSync(join(database, 'global', 'pg_control'), 100)
  const before = readdirSync(database, { recursive: true }).sort()

  const { window, electron } = await launch({ userData: first.userData })
  await expect(window.getByText('DATA_DAMAGED')).toBeVisible()
  await electron.evaluate(({ shell }) => {
    shell.openPath = async (path) => {
      ;(globalThis as { opened?: string }).opened = path
      return ''
    }
  })
  await window.getByRole('button', { name: 'Open data folder' }).click()
  await expect
    .poll(() => electron.evaluate(() => (globalThis as { opened?: string }).opened))
    .toBe(join(first.userData, 'vault'))
  const after = readdirSync(database, { recursive: true }).sort()
  expect(after).toEqual(expect.arrayContaining(before))
  expect((await vaultStatus(window)).state).toBe('failed')
})
