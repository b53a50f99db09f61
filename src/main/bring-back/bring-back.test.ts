import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { memorySecretStore } from '../../../test/support/test-vault.ts'
import type { BringBackState } from '../../ipc/bring-back.ts'
import { type AppSettings, openSettings } from '../settings.ts'
import { createSetup } from '../setup.ts'
import { createBringBack } from './bring-back.ts'
import type { ToBringBack } from './messages.ts'
import type { Result } from './run.ts'
import { RunFailure } from './run-failure.ts'

let userData = ''
let dataDirectory = ''
let told: BringBackState[] = []
let asked: ToBringBack[] = []
let starts = 0
/** What the process answers, one after the other. */
let results: (Result | RunFailure | (() => Promise<Result>))[] = []

beforeEach(async () => {
  userData = await mkdtemp(join(tmpdir(), 'bring-back-'))
  dataDirectory = join(userData, 'vault')
  told = []
  asked = []
  starts = 0
  results = []
})
afterEach(() => rm(userData, { recursive: true }))

/** The app as it is opened on this directory. */
function openApp(store = memorySecretStore(), onOpenStore = () => {}) {
  const settings = openSettings(join(userData, 'settings.json'))
  const vault = {
    status: { state: 'none' } as const,
    start() {
      starts += 1
    },
  }
  const setup = createSetup({ settings, dataDirectory, vault, onChange: () => undefined })
  const bringBack = createBringBack({
    ...{ dataDirectory, templateDirectory: '/template', settings },
    async openStore() {
      onOpenStore()
      return store
    },
    kits: { open: async () => null, remember: async () => undefined },
    ask: async (kind) => (kind === 'archive' ? '/home/ada/vault.zip' : '/media/drive'),
    startRun: () => ({
      async do(work) {
        asked.push(work)
        const result = results.shift()
        if (result instanceof RunFailure) throw result
        if (typeof result === 'function') return result()
        if (result === undefined) throw new Error('nothing more was to be done')
        return result
      },
      cancel: () => undefined,
      end: () => undefined,
    }),
    isFirstStart: async () => true,
    startVault: vault.start,
    onChange: (state) => void told.push(state),
  })
  return { bringBack, settings, setup }
}

const keep = (settings: AppSettings) =>
  writeFile(join(userData, 'settings.json'), JSON.stringify(settings))
const makeVault = () => mkdir(join(dataDirectory, 'pg'), { recursive: true })
const unfinished = { from: 'archive' as const, file: '/home/ada/vault.zip', isWhole: false }

const archive: Result = {
  kind: 'archive',
  archive: {
    ...{ ename: '@ada', evaultId: '@vault', exportedAt: '2026-01-01T00:00:00.000Z' },
    ...{ records: 3, files: 1, missingBefore: 0, unsigned: null },
  },
}
const done: Result = {
  ...{ kind: 'done', evaultId: '@vault', backupKey: null },
  result: {
    ...{ ename: '@ada', records: 3, files: 1, madeAt: 0 },
    ...{ missing: [], missingCount: 0, missingBefore: 0 },
  },
}

test.each<[string, AppSettings['bringingBack']]>([
  ['restored', { from: 'backup' }],
  ['imported', { ...unfinished, isWhole: true }],
])('a vault that was %s when the app ended is opened at the next start', async (_, marked) => {
  await makeVault()
  await keep({ setup: { step: 'welcome' }, bringingBack: marked })
  const { bringBack, setup, settings } = openApp()
  expect(await setup.startsVault()).toBe(false)
  await bringBack.goOn()
  expect(await setup.startsVault()).toBe(true)
  expect(await settings.read()).toEqual({ setup: { step: 'done' }, keys: 'keychain' })
})

test('one that waits to take its place is opened, too', async () => {
  await mkdir(join(userData, 'vault.restored', 'pg'), { recursive: true })
  await keep({ setup: { step: 'welcome' }, bringingBack: { from: 'backup' } })
  const { bringBack, setup } = openApp()
  await bringBack.goOn()
  expect(await setup.startsVault()).toBe(true)
})

test('a restoration that was cut off is forgotten, and what it wrote is removed', async () => {
  await mkdir(join(userData, 'vault.restoring', 'pg'), { recursive: true })
  await keep({
    ...{ setup: { step: 'welcome' }, bringingBack: { from: 'backup' } },
    kit: { savedAt: 1, logVersion: '1-a', opensRecords: true },
  })
  const { bringBack, setup, settings } = openApp()
  await bringBack.goOn()
  expect(bringBack.read()).toEqual({ state: 'idle', failure: null, unfinished: null })
  expect(await setup.read()).toMatchObject({ step: 'welcome' })
  expect(await setup.startsVault()).toBe(false)
  expect(await settings.read()).toEqual({ setup: { step: 'welcome' } })
  expect(await readdir(userData)).toEqual(['settings.json'])
})

test('an import that was cut off waits for its archive, and no vault is made meanwhile', async () => {
  await makeVault()
  // Also where the owner has chosen a key file before.
  await keep({ setup: { step: 'welcome' }, keys: 'file', bringingBack: unfinished })
  const { bringBack, setup } = openApp()
  await bringBack.goOn()
  expect(bringBack.read()).toEqual({ state: 'idle', failure: null, unfinished: 'vault.zip' })
  expect(await setup.read()).toMatchObject({ step: 'welcome' })
  expect(await setup.startsVault()).toBe(false)

  results = [archive, done]
  expect(await bringBack.readArchive({ words: null })).toBe(true)
  expect(bringBack.read()).toMatchObject({ state: 'archive', archive: { isBegun: true } })
  await bringBack.begin({ backup: null, acceptUnsigned: false })
  expect(asked[1]).toMatchObject({ kind: 'import', isBegun: true, dataDirectory })
  expect(bringBack.read()).toMatchObject({ state: 'done', hasKeys: false })
  await bringBack.open()
  expect(starts).toBe(1)
})

test('moved aside, it is kept, and the first start begins anew', async () => {
  await makeVault()
  await keep({ setup: { step: 'welcome' }, bringingBack: unfinished })
  const { bringBack, setup, settings } = openApp()
  await bringBack.goOn()
  await bringBack.setAside()
  expect(bringBack.read()).toEqual({ state: 'idle', failure: null, unfinished: null })
  expect(await settings.read()).toEqual({ setup: { step: 'welcome' } })
  expect(await setup.read()).toMatchObject({ step: 'welcome' })
  const names = await readdir(userData)
  expect(names.filter((name) => name.startsWith('vault.before-'))).toHaveLength(1)
  expect(names).not.toContain('vault')
})

test('what was found stays where a restoration fails: another backup can be taken', async () => {
  const { bringBack, settings } = openApp()
  const backups = [{ id: 'b', at: 2, isProven: false }]
  const failure = { code: 'BACKUP_DAMAGED', message: 'The database is damaged.' }
  results = [{ kind: 'backups', title: '/media/drive', backups }, new RunFailure(failure)]
  const by = { passphrase: 'x' }
  await bringBack.choose('folder')
  await bringBack.findBackups({ place: { kind: 'folder' }, by })
  await bringBack.begin({ backup: 'b', acceptUnsigned: false })
  expect(bringBack.read()).toMatchObject({ state: 'backups', backups, failure })
  // Nothing is there, so nothing goes on at the next start.
  expect((await settings.read()).bringingBack).toBeUndefined()
  expect(told.map(({ state }) => state)).toEqual(['opening', 'backups', 'working', 'backups'])
})

test('a cancelled import goes on, and says no failure', async () => {
  const { bringBack, settings } = openApp()
  results = [
    archive,
    async () => {
      await makeVault()
      throw new RunFailure({ code: 'CANCELLED', message: 'It was cancelled.' })
    },
  ]
  await bringBack.choose('archive')
  await bringBack.readArchive({ words: null })
  await bringBack.begin({ backup: null, acceptUnsigned: false })
  const state = { state: 'archive', failure: null, archive: { isBegun: true } }
  expect(bringBack.read()).toMatchObject(state)
  expect((await settings.read()).bringingBack).toEqual(unfinished)
})

test('a process that ended leaves the way to try again', async () => {
  const { bringBack } = openApp()
  results = [archive, new RunFailure({ code: 'RUN_ENDED', message: 'It ended.' })]
  await bringBack.choose('archive')
  await bringBack.readArchive({ words: null })
  await bringBack.begin({ backup: null, acceptUnsigned: false })
  expect(bringBack.read()).toMatchObject({ state: 'idle', failure: { code: 'RUN_ENDED' } })
})

test('the owner need not wait for a place that is silent', async () => {
  const { bringBack } = openApp()
  const backups = [{ id: 'b', at: 2, isProven: false }]
  const found: Result = { kind: 'backups', title: '/media/drive', backups }
  results = [() => new Promise<Result>(() => {}), found]
  const request = { place: { kind: 'folder' as const }, by: { passphrase: 'x' } }
  await bringBack.choose('folder')
  const looking = bringBack.findBackups(request)
  while (bringBack.read().state !== 'opening') await new Promise(setImmediate)
  await bringBack.leave()
  expect(await looking).toBe(true)
  expect(bringBack.read()).toEqual({ state: 'idle', failure: null, unfinished: null })
  await bringBack.findBackups(request)
  expect(bringBack.read()).toMatchObject({ state: 'backups', backups })
})

test('cancelled, a process that had to be killed is no failure, and what it wrote is removed', async () => {
  const { bringBack, settings } = openApp()
  const backups = [{ id: 'b', at: 2, isProven: false }]
  results = [
    { kind: 'backups', title: '/media/drive', backups },
    async () => {
      await mkdir(join(userData, 'vault.restoring'))
      bringBack.cancel()
      throw new RunFailure({ code: 'RUN_ENDED', message: 'It ended.' })
    },
  ]
  await bringBack.choose('folder')
  await bringBack.findBackups({ place: { kind: 'folder' }, by: { passphrase: 'x' } })
  await bringBack.begin({ backup: 'b', acceptUnsigned: false })
  expect(bringBack.read()).toEqual({ state: 'idle', failure: null, unfinished: null })
  expect(await readdir(userData)).toEqual(['settings.json'])
  expect((await settings.read()).bringingBack).toBeUndefined()
})

test('the key of the backups stays in the keychain, so that they are gone on with', async () => {
  const store = memorySecretStore()
  const { bringBack } = openApp(store)
  const backups = [{ id: 'b', at: 2, isProven: false }]
  const restored = { ...done, backupKey: 'AGE-SECRET-KEY-1TEST' } as Result
  results = [{ kind: 'backups', title: '/media/drive', backups }, restored]
  await bringBack.choose('folder')
  await bringBack.findBackups({ place: { kind: 'folder' }, by: { passphrase: 'x' } })
  await bringBack.begin({ backup: 'b', acceptUnsigned: false })
  expect(await store.get('@vault/backup')).toBe('AGE-SECRET-KEY-1TEST')
  expect(JSON.stringify(told)).not.toContain('AGE-SECRET-KEY')
})

test('cancelled before the process is told to begin, it does not begin', async () => {
  const { bringBack, settings } = openApp(memorySecretStore(), () => bringBack.cancel())
  const backups = [{ id: 'b', at: 2, isProven: false }]
  results = [{ kind: 'backups', title: '/media/drive', backups }, done]
  await bringBack.choose('folder')
  await bringBack.findBackups({ place: { kind: 'folder' }, by: { passphrase: 'x' } })
  await bringBack.begin({ backup: 'b', acceptUnsigned: false })
  expect(bringBack.read()).toMatchObject({ state: 'backups', backups, failure: null })
  expect(asked.map(({ kind }) => kind)).toEqual(['find-backups'])
  expect((await settings.read()).bringingBack).toBeUndefined()
})
