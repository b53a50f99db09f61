import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { embeddedRegistryPerTest, SECRET } from '../../../test/support/embedded-registry.ts'
import type { SecretStore } from '../../evault/index.ts'
import { openSettings } from '../settings.ts'
import { createRegistryChooser, registrySecretName } from './registry-choice.ts'

const registry = await embeddedRegistryPerTest()
let directory = ''

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'registry-choice-'))
})
afterEach(() => rm(directory, { recursive: true }))

function openApp(copied = '', answer = true) {
  const kept = new Map<string, string>()
  const clipboard = {
    text: copied,
    readText: () => clipboard.text,
    clear() {
      clipboard.text = ''
    },
  }
  const store: SecretStore = {
    keychain: { id: 'memory', name: 'Memory', weak: false },
    get: async (name) => kept.get(name) ?? null,
    set: async (name, secret) => void kept.set(name, secret),
    remove: async (name) => void kept.delete(name),
    names: async (prefix) => [...kept.keys()].filter((name) => name.startsWith(prefix)),
  }
  const calls: string[] = []
  const asked: string[] = []
  const settings = openSettings(join(directory, 'settings.json'))
  const chooser = createRegistryChooser({
    settings,
    clipboard,
    openStore: async () => store,
    async confirm(url) {
      asked.push(url)
      return answer
    },
    vault: {
      status: { state: 'starting' },
      start: () => void calls.push('start'),
      stop: async () => void calls.push('stop'),
    },
  })
  return { chooser, clipboard, kept, calls, settings, asked }
}

test('a registry is used with the secret of the clipboard, which is empty then', async () => {
  const { chooser, clipboard, kept, calls } = openApp(` ${SECRET}\n`)
  expect(await chooser.pasteSecret()).toEqual({ hasSecret: true })
  expect(clipboard.text).toBe('')
  expect([...kept]).toEqual([])
  await chooser.use(`${registry.url()}/`)
  expect([...kept]).toEqual([[registrySecretName(registry.url()), SECRET]])
  expect(calls).toEqual(['stop', 'start'])
  expect(await chooser.read()).toEqual({ url: registry.url(), hasSecret: true })
  expect(await readFile(join(directory, 'settings.json'), 'utf8')).not.toContain(SECRET)
})

test('a secret goes nowhere without the word of the owner, who is asked once', async () => {
  const refused = openApp(SECRET, false)
  await refused.chooser.pasteSecret()
  await expect(refused.chooser.use(registry.url())).rejects.toThrow('did not confirm')
  expect([refused.calls, [...refused.kept], await refused.settings.read()]).toEqual([[], [], {}])
  const { chooser, asked } = openApp(SECRET)
  await chooser.pasteSecret()
  await chooser.use(registry.url())
  await chooser.use(registry.url())
  expect(asked).toEqual([registry.url()])
})

test.each([
  ['', 'The clipboard is empty'],
  ['   \n', 'The clipboard is empty'],
  ['two words', 'is no secret'],
  ['geheimnis-äöü', 'is no secret'],
])('%j in the clipboard is refused and stays there', async (copied, why) => {
  const { chooser, clipboard } = openApp(copied)
  await expect(chooser.pasteSecret()).rejects.toThrow(why)
  expect(clipboard.text).toBe(copied)
  expect(await chooser.read()).toEqual({ url: null, hasSecret: false })
})

test('without a secret, or where no registry answers, nothing is changed', async () => {
  const { chooser, kept, calls, settings } = openApp(SECRET)
  await expect(chooser.use(registry.url())).rejects.toThrow('Paste the secret')
  await chooser.pasteSecret()
  await expect(chooser.use('https://registry.invalid')).rejects.toThrow('No computer')
  expect([calls, [...kept], await settings.read()]).toEqual([[], [], {}])
  // What was pasted is still there for the right address.
  await chooser.use(registry.url())
  expect((await chooser.read()).url).toBe(registry.url())
})

test('the secret of one registry is never used for another', async () => {
  const { chooser } = openApp(SECRET)
  await chooser.pasteSecret()
  await chooser.use(registry.url())
  const other = registry.url().replace('127.0.0.1', 'localhost')
  await expect(chooser.use(other)).rejects.toThrow('Paste the secret')
  await chooser.use(registry.url())
})

test('back on this computer the vault is started again; where it was all along, it is not', async () => {
  const { chooser, calls, settings } = openApp(SECRET)
  await chooser.use(null)
  expect(calls).toEqual([])
  await chooser.pasteSecret()
  await chooser.use(registry.url())
  await chooser.use(null)
  expect(calls).toEqual(['stop', 'start', 'stop', 'start'])
  expect(await settings.read()).toEqual({})
})
