import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Encrypter } from 'age-encryption'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../../../test/support/test-vault.ts'
import { openEncryptedKeyFile, openPlainKeyFile } from './key-file.ts'

const passphrase = 'correct horse battery staple'
const secret = 'the secret of the key'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
const file = () => join(directory.path, 'keys.age')
beforeEach(async () => {
  directory = await temporaryDirectory()
})
afterEach(() => directory[Symbol.asyncDispose]())

/** Our files take seconds to try a passphrase on, by design; this one takes a moment. */
async function quickKeyFile(): Promise<Buffer> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(4)
  return Buffer.from(await encrypter.encrypt(JSON.stringify({ a: secret })))
}
const encrypted = await quickKeyFile()

describe('with a passphrase', () => {
  test('a key is there again for who knows it, and for nobody who reads the disk', async () => {
    await (await openEncryptedKeyFile(directory.path, passphrase)).set('a', secret)
    expect(await readdir(directory.path)).toEqual(['keys.age'])
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    const text = await readFile(file(), 'latin1')
    expect(text).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S+ 1[6-9]\n/)
    for (const form of ['latin1', 'base64'] as const) {
      expect(text).not.toContain(Buffer.from(secret).toString(form))
    }
    const store = await openEncryptedKeyFile(directory.path, passphrase)
    expect(await store.get('a')).toBe(secret)
    expect(await store.get('b')).toBeNull()
    expect(store.keychain.weak).toBe(false)
  })

  test('a file that `age` made is opened as well', async () => {
    await writeFile(file(), encrypted)
    const store = await openEncryptedKeyFile(directory.path, passphrase)
    expect(await store.get('a')).toBe(secret)
  })

  test.each(['', 'Correct horse battery staple', `${passphrase} `])(
    'the wrong one (%j) is told as such, and the file stays as it is',
    async (wrong) => {
      await writeFile(file(), encrypted)
      await expect(openEncryptedKeyFile(directory.path, wrong)).rejects.toMatchObject({
        code: 'KEY_FILE_PASSPHRASE',
        message: expect.not.stringContaining(passphrase),
      })
      expect(await readFile(file())).toEqual(encrypted)
    },
  )

  test.each<[string, () => Promise<void>]>([
    ['noise', () => writeFile(file(), 'noise')],
    ['empty', () => truncate(file(), 0)],
    ['cut in its head', () => truncate(file(), 60)],
    ['cut in its body', () => truncate(file(), encrypted.length - 10)],
    ['changed in its body', () => writeFile(file(), changedAt(encrypted.length - 20))],
  ])('a file that is %s is told as damaged, and stays as it is', async (_what, damage) => {
    await writeFile(file(), encrypted)
    await damage()
    const before = await readFile(file())
    await expect(openEncryptedKeyFile(directory.path, passphrase)).rejects.toMatchObject({
      code: 'KEY_FILE_DAMAGED',
      message: expect.stringContaining(file()),
    })
    expect(await readFile(file())).toEqual(before)
  })

  function changedAt(index: number): Buffer {
    const copy = Buffer.from(encrypted)
    copy[index] = (copy[index] ?? 0) ^ 1
    return copy
  }
})

describe('without a passphrase', () => {
  test('keys kept at once are all there again, in a file for its user only', async () => {
    const store = await openPlainKeyFile(directory.path)
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => store.set(name, `secret of ${name}`)))
    const again = await openPlainKeyFile(directory.path)
    for (const name of ['a', 'b', 'c', 'd']) {
      expect(await again.get(name)).toBe(`secret of ${name}`)
    }
    expect(again.keychain.weak).toBe(true)
    expect((await stat(join(directory.path, 'keys.json'))).mode & 0o777).toBe(0o600)
  })

  test('a secret that is removed is gone from the file, the others stay', async () => {
    const store = await openPlainKeyFile(directory.path)
    await Promise.all(['a', 'b'].map((name) => store.set(name, `secret of ${name}`)))
    await Promise.all([store.remove('a'), store.remove('never there')])
    const again = await openPlainKeyFile(directory.path)
    expect([await again.get('a'), await again.get('b')]).toEqual([null, 'secret of b'])
  })

  test.each(['', '{', '[]', '{"a":1}', 'null'])(
    'a file that holds %j is told as damaged, and stays as it is',
    async (text) => {
      const path = join(directory.path, 'keys.json')
      await writeFile(path, text)
      await expect(openPlainKeyFile(directory.path)).rejects.toMatchObject({
        code: 'KEY_FILE_DAMAGED',
      })
      expect(await readFile(path, 'utf8')).toBe(text)
    },
  )
})
