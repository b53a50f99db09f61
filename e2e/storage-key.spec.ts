import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import keytar from 'keytar'
import { unpackReleased } from '../test/support/released.ts'
import {
  ask,
  createRecord,
  expect,
  type Launch,
  type RunningApp,
  test,
  vaultAddress,
  vaultStatus,
} from './app.ts'
import { openIdentity } from './identity-window.ts'
import { chooseFile, emptyKeychain, keychainNames, saveKit } from './kit-files.ts'
import { look } from './looks.ts'

const service = 'eVault Desktop'
const waysOut = ['retry', 'restore-kit', 'open-data-folder', 'quit']

/** A vault with a record, closed, and its kit. */
async function vaultBehindKit(launch: Launch) {
  const { electron, window, userData, quit } = await launch()
  const vault = await vaultAddress(window)
  const id = await createRecord(vault, { content: 'precious' })
  await openIdentity(window)
  const file = join(userData, 'kit.evaultkit')
  const words = await saveKit(electron, window, file)
  await expect(window.getByText('Your kit holds the keys you use now')).toBeVisible()
  await quit()
  return { id, ename: vault.ename, userData, file, words }
}

/** What is in the data folder, with the bytes of what is small. */
function contents(userData: string): Record<string, string> {
  const vault = join(userData, 'vault')
  const names = readdirSync(vault, { recursive: true, encoding: 'utf8' }).sort()
  const files = names.filter((name) => /^(storage|registry)\.json$/.test(name))
  const kept = names.filter((name) => !name.startsWith('lock.'))
  return {
    names: kept.join(),
    ...Object.fromEntries(files.map((name) => [name, readFileSync(join(vault, name), 'base64')])),
  }
}

async function restore({ electron, window }: RunningApp, file: string, words: readonly string[]) {
  await chooseFile(electron, file)
  await window.getByRole('button', { name: 'Restore from recovery kit…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Restore from your recovery kit' })
  await dialog.getByRole('textbox', { name: 'Words' }).fill(words.join(' '))
  await dialog.getByRole('button', { name: 'Choose file and restore…' }).click()
}

async function expectRecord({ window }: RunningApp, id: string, ename: string) {
  const vault = await vaultAddress(window)
  expect(vault.ename).toBe(ename)
  const { data } = await ask(vault, `{ metaEnvelope(id: "${id}") { parsed } }`)
  expect(data.metaEnvelope.parsed).toEqual({ content: 'precious' })
}

test('a wiped keychain: told, nothing deleted or made, the kit opens the vault', async ({
  launch,
}) => {
  const { id, ename, userData, file, words } = await vaultBehindKit(launch)
  const before = contents(userData)
  await emptyKeychain()

  const app = await launch({ userData })
  await expect(app.window.getByText('STORAGE_KEY_MISSING')).toBeVisible()
  await expect(app.window.getByRole('alert')).toContainText('is not in Secret Service')
  await expect(app.window.getByText('Nothing was deleted')).toBeVisible()
  const status = await vaultStatus(app.window)
  expect(status.state === 'failed' && status.waysOut).toEqual(waysOut)
  await look(app.window, 'storage-key-missing')
  await app.window.getByRole('button', { name: 'Try again' }).click()
  await expect(app.window.getByText('STORAGE_KEY_MISSING')).toBeVisible()
  expect(contents(userData)).toEqual(before)
  expect(await keychainNames()).toEqual(['probe'])

  await restore(app, file, words)
  await expectRecord(app, id, ename)
})

test('a keychain with other keys of the same names: told, the kit opens the vault, and those are kept', async ({
  launch,
}) => {
  const { id, ename, userData, file, words } = await vaultBehindKit(launch)
  const before = contents(userData)
  const { evaultId } = JSON.parse(readFileSync(join(userData, 'vault', 'storage.json'), 'utf8'))
  const names = (await keychainNames()).filter((name) => name.startsWith(`${evaultId}/`))
  const [storage = ''] = names.filter((name) => name.endsWith('/storage'))
  const other = Buffer.alloc(32, 7).toString('base64')
  for (const name of names) await keytar.setPassword(service, name, other)

  const app = await launch({ userData })
  await expect(app.window.getByText('STORAGE_KEY_MISSING')).toBeVisible()
  await expect(app.window.getByRole('alert')).toContainText('is not the one that opens this vault')
  expect(contents(userData)).toEqual(before)
  expect(await keytar.getPassword(service, storage)).toBe(other)

  await restore(app, file, words)
  await expectRecord(app, id, ename)
  const aside = (await keychainNames()).filter((name) => name.startsWith('set-aside/'))
  expect(aside.map((name) => name.split('/').slice(2).join('/')).sort()).toEqual(names.sort())
  for (const name of aside) expect(await keytar.getPassword(service, name)).toBe(other)
})

test('no keychain, where there was one: told, no key file is offered, and nothing is changed', async ({
  launch,
}) => {
  const { id, ename, userData } = await vaultBehindKit(launch)
  const before = contents(userData)
  const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }
  const { window, quit } = await launch({ userData, env })
  await expect(window.getByText('KEYCHAIN_UNAVAILABLE')).toBeVisible()
  const status = await vaultStatus(window)
  expect(status.state === 'failed' && status.waysOut).toEqual(['retry', 'open-data-folder', 'quit'])
  expect(contents(userData)).toEqual(before)
  await quit()
  await expectRecord(await launch({ userData }), id, ename)
})

test('a kit of another vault opens nothing, and changes nothing', async ({ launch }) => {
  const mine = await vaultBehindKit(launch)
  const other = await vaultBehindKit(launch)
  await emptyKeychain()
  const app = await launch({ userData: mine.userData })
  await expect(app.window.getByText('STORAGE_KEY_MISSING')).toBeVisible()
  await restore(app, other.file, other.words)
  await expect(app.window.getByRole('dialog').getByRole('alert')).toContainText('another one')
  expect(await keychainNames()).toEqual(['probe'])
})

test('a vault of the version before is encrypted, and its kit is said to be from before', async ({
  launch,
}) => {
  const { userData, quit } = await launch()
  await quit()
  const vault = join(userData, 'vault')
  await rename(vault, join(userData, 'new-vault')).catch(() => {})
  await mkdir(vault, { recursive: true })
  const released = await unpackReleased('0.1.0', vault)
  await writeFile(join(vault, 'keys.json'), JSON.stringify(released.secrets))
  const file = join(userData, 'settings.json')
  const settings = JSON.parse(await readFile(file, 'utf8'))
  const kit = { savedAt: Date.now(), logVersion: 'of then' }
  await writeFile(file, JSON.stringify({ ...settings, keys: 'file', kit }))

  const { electron, window } = await launch({ userData })
  expect((await vaultAddress(window)).ename).toBe(released.ename)
  expect(readdirSync(vault)).toEqual(expect.arrayContaining(['blobs', 'pg', 'storage.json']))
  expect(readdirSync(vault)).not.toContain('files')
  expect(readdirSync(vault)).not.toContain('pg-plain')
  const warning = 'Your recovery kit does not open your records: save a new one'
  await expect(window.getByText(warning).first()).toBeVisible()
  const log = readFileSync(
    join(userData, 'logs', readdirSync(join(userData, 'logs'))[0] ?? ''),
    'utf8',
  )
  expect(log).toMatch(/"state":"starting","done":\d+,"total":\d+/)
  await openIdentity(window)
  await expect(window.getByRole('region', { name: 'Recovery kit' })).toContainText(warning)
  await saveKit(electron, window, join(userData, 'kit.evaultkit'))
  await expect(window.getByText('Your kit holds the keys you use now')).toBeVisible()

  // It passes too soon to be looked at: the window is told again what it was told.
  await electron.evaluate(({ BrowserWindow }) => {
    const status = { state: 'starting', encrypting: { done: 42, total: 100 } }
    for (const one of BrowserWindow.getAllWindows()) {
      one.webContents.send('vault:statusChanged', status)
    }
  })
  await expect(window.getByRole('heading', { name: 'Encrypting your vault' })).toBeVisible()
  await expect(window.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '42')
  await look(window, 'encrypting')
})
