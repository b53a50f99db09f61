import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SetupState, VaultStatus } from '../ipc/contract.ts'
import { type AppSettings, openSettings } from './settings.ts'
import { createSetup } from './setup.ts'

let userData = ''
let told: SetupState[] = []
let starts = 0

beforeEach(async () => {
  userData = await mkdtemp(join(tmpdir(), 'setup-'))
  told = []
  starts = 0
})
afterEach(() => rm(userData, { recursive: true }))

/** The app as it is opened on this directory. */
function openApp() {
  let status: VaultStatus = { state: 'none' }
  const settings = openSettings(join(userData, 'settings.json'))
  const vault = {
    get status() {
      return status
    },
    start() {
      starts += 1
      status = { state: 'starting' }
    },
  }
  const onChange = (state: SetupState) => void told.push(state)
  const setup = createSetup({ settings, dataDirectory: join(userData, 'vault'), vault, onChange })
  return { settings, setup }
}

async function found(settings: AppSettings | null, hasDataDirectory = false) {
  if (settings) await writeFile(join(userData, 'settings.json'), JSON.stringify(settings))
  if (hasDataDirectory) await mkdir(join(userData, 'vault'))
  const { setup } = openApp()
  return { step: (await setup.read()).step, starts: await setup.startsVault() }
}

test('on a computer without a vault nothing is made before the owner begins', async () => {
  const { setup } = openApp()
  expect(await setup.read()).toEqual({ step: 'welcome', name: 'My eVault' })
  expect(await setup.startsVault()).toBe(false)
  expect(await readdir(userData)).toEqual([])
})

test.each<[string, AppSettings | null, boolean]>([
  ['keys in the keychain', { keys: 'keychain' }, true],
  ['keys, its data on a disk that is not there', { keys: 'keychain' }, false],
  ['data, but settings that were lost', null, true],
  ['a key file that was chosen', { keys: 'file' }, false],
])('an earlier installation with %s is done and starts', async (_, settings, hasDirectory) => {
  expect(await found(settings, hasDirectory)).toEqual({ step: 'done', starts: true })
})

test.each<[AppSettings, SetupState['step'], boolean]>([
  [{ setup: { step: 'welcome' } }, 'welcome', false],
  [{ setup: { step: 'name' } }, 'name', false],
  [{ setup: { step: 'keys' } }, 'keys', true],
  [{ setup: { step: 'kit' }, keys: 'keychain' }, 'kit', true],
  [{ setup: { step: 'name' }, keys: 'keychain' }, 'name', true],
  [{ setup: { step: 'done' } }, 'done', true],
])('what was left at %j is at %s, vault started: %s', async (settings, step, startsVault) => {
  expect(await found(settings)).toEqual({ step, starts: startsVault })
})

test('a restoration that was killed half-way begins again, one that came through goes on', async () => {
  expect(await found({ setup: { step: 'welcome' } }, true)).toEqual({
    step: 'welcome',
    starts: false,
  })
  expect(await found({ setup: { step: 'welcome' }, keys: 'keychain' })).toEqual({
    step: 'keys',
    starts: true,
  })
})

test('settings that can’t be read are left to the vault, which tells of them', async () => {
  await writeFile(join(userData, 'settings.json'), '{')
  const { setup } = openApp()
  expect((await setup.read()).step).toBe('done')
  expect(await setup.startsVault()).toBe(true)
})

test('the step of the keys starts the vault, once; the steps before do not', async () => {
  const { setup } = openApp()
  await setup.goTo('name')
  expect(starts).toBe(0)
  await setup.goTo('keys')
  await setup.goTo('name')
  await setup.goTo('keys')
  expect(starts).toBe(1)
  expect(told.map(({ step }) => step)).toEqual(['name', 'keys', 'name', 'keys'])
  expect((await openApp().setup.read()).step).toBe('keys')
})

test('what is over stays over', async () => {
  const { setup } = openApp()
  await setup.goTo('done')
  await expect(setup.goTo('welcome')).rejects.toThrow('over')
  expect((await openApp().setup.read()).step).toBe('done')
})

test('a name is kept trimmed, told, and taken back when it is emptied', async () => {
  const { setup, settings } = openApp()
  await setup.rename('  Ada’s vault ')
  expect((await openApp().setup.read()).name).toBe('Ada’s vault')
  await setup.rename('   ')
  expect(told.map(({ name }) => name)).toEqual(['Ada’s vault', 'My eVault'])
  expect(await settings.read()).toEqual({})
})

test('the name every vault has at first follows the language, also where it was confirmed', async () => {
  const { setup, settings } = openApp()
  await setup.rename('My eVault')
  expect(await settings.read()).toEqual({})
  await setup.rename('Ada’s vault')
  expect(await settings.read()).toEqual({ name: 'Ada’s vault' })
})
