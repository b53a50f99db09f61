import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSettings } from './settings.ts'

let directory = ''
let file = ''

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'settings-'))
  file = join(directory, 'settings.json')
})
afterEach(() => rm(directory, { recursive: true }))

test('a file that is missing says nothing, and reading makes none', async () => {
  expect(await openSettings(file).read()).toEqual({})
  await expect(readFile(file)).rejects.toThrow('ENOENT')
})

test('the settings of an earlier version are read as they are', async () => {
  const earlier = { keys: 'keychain', kit: { savedAt: 1, logVersion: '0-a' } }
  await writeFile(file, JSON.stringify(earlier))
  expect(await openSettings(file).read()).toEqual(earlier)
})

test('changes made at once are all kept', async () => {
  const settings = openSettings(file)
  await Promise.all([
    settings.change((before) => ({ ...before, name: 'Mine' })),
    settings.change((before) => ({ ...before, keys: 'keychain' })),
    settings.change((before) => ({ ...before, setup: { step: 'kit' } })),
  ])
  const expected = { name: 'Mine', keys: 'keychain', setup: { step: 'kit' } }
  expect(await openSettings(file).read()).toEqual(expected)
})

test('a file that can’t be read is told, left as it is, and mended by hand', async () => {
  await writeFile(file, '{ "keys": ')
  const settings = openSettings(file)
  await expect(settings.read()).rejects.toThrow(`The settings file ${file} can't be read`)
  await expect(settings.change((before) => before)).rejects.toThrow("can't be read")
  expect(await readFile(file, 'utf8')).toBe('{ "keys": ')
  await writeFile(file, '{}')
  await settings.change((before) => ({ ...before, keys: 'file' }))
  expect(await settings.read()).toEqual({ keys: 'file' })
})
