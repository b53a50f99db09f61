import { beforeEach, expect, test } from 'vitest'
import { memorySecretStore } from '../../../test/support/test-vault.ts'
import { openKeptRecord } from './kept-record.ts'
import { lockRecordName } from './lock-record.ts'
import { createPassphraseCheck } from './passphrase-check.ts'

const name = lockRecordName('/home/anna/.config/eVault')
const bytes = (text: string) => new TextEncoder().encode(text)

let store: ReturnType<typeof memorySecretStore>
let now: number
beforeEach(() => {
  store = memorySecretStore()
  now = 1_000_000
})

/** As after a start of the app. */
async function open() {
  const record = await openKeptRecord(async () => store, name)
  return { record, check: createPassphraseCheck(record, () => now) }
}

test('the right passphrase is right, after a restart too; the keychain has none in it', async () => {
  const first = await open()
  await first.check.replace(bytes('two herons'))
  const { check } = await open()
  expect(await check.try(bytes('two heron'))).toEqual({ isRight: false, retryAt: null })
  expect(await check.try(bytes('two herons'))).toEqual({ isRight: true, retryAt: null })
  const kept = store.secrets.get(name) ?? ''
  expect(kept).not.toContain('heron')
  expect(kept).not.toContain(Buffer.from('two herons').toString('base64'))
  expect(JSON.parse(kept).passphrase).toMatchObject({ logN: 17, r: 8, p: 1 })
})

test('two that are the same are kept differently', async () => {
  const hashes = new Set<string>()
  for (let time = 0; time < 2; time += 1) {
    const { check } = await open()
    await check.replace(bytes('two herons'))
    hashes.add(JSON.parse(store.secrets.get(name) ?? '').passphrase.hash)
  }
  expect(hashes.size).toBe(2)
})

test('what was typed is wiped, whatever comes of it', async () => {
  const { check } = await open()
  const chosen = bytes('two herons')
  await check.replace(chosen)
  const [wrong, right] = [bytes('one heron'), bytes('two herons')]
  await check.try(wrong)
  await check.try(right)
  for (const one of [chosen, wrong, right]) expect([...one].every((byte) => byte === 0)).toBe(true)
})

test('three wrong ones slow it down, and a restart does not speed it up', async () => {
  await (await open()).check.replace(bytes('two herons'))
  const { check } = await open()
  for (let time = 0; time < 2; time += 1) await check.try(bytes('wrong'))
  expect(await check.try(bytes('wrong'))).toEqual({ isRight: false, retryAt: now + 5_000 })
  const again = (await open()).check
  expect(again.retryAt).toBe(now + 5_000)
  expect(await again.try(bytes('two herons'))).toEqual({ isRight: false, retryAt: now + 5_000 })
  now += 5_000
  expect((await again.try(bytes('wrong'))).retryAt).toBe(now + 10_000)
  now += 10_000
  expect((await again.try(bytes('two herons'))).isRight).toBe(true)
  expect((await again.try(bytes('wrong'))).retryAt).toBeNull()
})

test('many at once are tried one after the other, and no more of them than one at a time', async () => {
  await (await open()).check.replace(bytes('two herons'))
  const { check } = await open()
  const guesses = ['a', 'b', 'c', 'd', 'two herons'].map((guess) => check.try(bytes(guess)))
  const answers = await Promise.all(guesses)
  expect(answers.every(({ isRight }) => !isRight)).toBe(true)
  expect(JSON.parse(store.secrets.get(name) ?? '').failures.count).toBe(3)
})

test('a try is counted before it is looked at, and refused where that can’t be kept', async () => {
  await (await open()).check.replace(bytes('two herons'))
  const { check } = await open()
  store.set = async () => {
    throw new Error('the keychain is locked')
  }
  await expect(check.try(bytes('two herons'))).rejects.toThrow('locked')
})

test('an entry that can’t be read is no way in, until there is another passphrase', async () => {
  for (const damaged of ['', '{', '{"version":2}', '{"version":1,"passphrase":null}']) {
    store.secrets.set(name, damaged)
    const { record, check } = await open()
    expect(record.value).toBe('damaged')
    await expect(check.try(bytes(''))).rejects.toThrow('can’t be read')
    await record.change({ isLocked: false })
    expect(store.secrets.get(name)).toBe(damaged)
    await check.replace(bytes('two herons'))
    expect((await (await open()).check.try(bytes('two herons'))).isRight).toBe(true)
  }
})

test('without a passphrase none is right', async () => {
  const { check } = await open()
  for (const guess of ['', 'null']) expect((await check.try(bytes(guess))).isRight).toBe(false)
})

test('each folder of data has a lock of its own, which no recovery kit takes along', () => {
  expect(lockRecordName('/a')).not.toBe(lockRecordName('/b'))
  expect(lockRecordName('/a')).toMatch(/^lock\/[0-9a-f]{16}$/)
})
