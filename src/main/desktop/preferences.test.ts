import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSettings, type SettingsFile } from '../settings.ts'
import { openPreferences } from './preferences.ts'

let directory = ''
let settings: SettingsFile

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'preferences-'))
  settings = openSettings(join(directory, 'settings.json'))
})
afterEach(() => rm(directory, { recursive: true }))

test('before the owner decides, the app goes on without a window where a tray is sure', async () => {
  const onFirstDay = async (platform: NodeJS.Platform) =>
    (await openPreferences(settings, platform)).keepRunning
  expect(await onFirstDay('linux')).toBe(false)
  expect(await onFirstDay('win32')).toBe(true)
  expect(await onFirstDay('darwin')).toBe(true)
})

test('what the owner decided holds at once and after a restart, the rest is as it was', async () => {
  await settings.change(() => ({ name: 'Mine' }))
  const preferences = await openPreferences(settings, 'linux')
  expect(preferences.notifications).toBe(true)
  await preferences.change({ keepRunning: true })
  await preferences.change({ notifications: false })
  for (const one of [preferences, await openPreferences(settings, 'linux')]) {
    expect([one.keepRunning, one.notifications, one.toldOfTray]).toEqual([true, false, false])
  }
  expect((await settings.read()).name).toBe('Mine')
})

test('what the owner decided holds while it is being kept', async () => {
  const preferences = await openPreferences(settings, 'linux')
  const kept = preferences.change({ keepRunning: true })
  expect(preferences.keepRunning).toBe(true)
  await kept
  expect(preferences.keepRunning).toBe(true)
})

test('on macOS an app goes on without a window, whatever another system was told', async () => {
  await settings.change(() => ({ desktop: { keepRunning: false } }))
  expect((await openPreferences(settings, 'darwin')).keepRunning).toBe(true)
})

test('what can’t be kept does not hold, and is told', async () => {
  await writeFile(join(directory, 'settings.json'), '{ "desktop": ')
  const preferences = await openPreferences(settings, 'linux')
  await expect(preferences.change({ keepRunning: true })).rejects.toThrow("can't be read")
  expect(preferences.keepRunning).toBe(false)
})
