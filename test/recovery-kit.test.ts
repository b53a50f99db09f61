import { wordlist } from '@scure/bip39/wordlists/english.js'
import { Decrypter } from 'age-encryption'
import { describe, expect, test } from 'vitest'
import type { RestoredIdentity } from '../src/evault/keys/identity.ts'
import {
  collectKeys,
  newKitWords,
  openKit,
  type RecoveryKit,
  readKitWords,
  restoreKeys,
  sealKit,
} from '../src/evault/keys/recovery-kit.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

type Store = ReturnType<typeof memorySecretStore>

const rotate = 'mutation { rotateKey { errors { message } } }'
const read = async (it: TestVault) =>
  (await it.owner('{ identity { ename evaultId keys { publicKey } log { entry } } }')).data.identity

async function kitOf(it: TestVault, store: Store): Promise<RecoveryKit> {
  const { ename, evaultId, log } = await read(it)
  return {
    ...{ ename, evaultId, createdAt: new Date().toISOString() },
    log: log.map(({ entry }: { entry: unknown }) => entry),
    keys: await collectKeys(store, evaultId),
  }
}

/** What the vault gets of a kit. */
function identityOf({ ename, evaultId, log, keys }: RecoveryKit): RestoredIdentity {
  return { ename, evaultId, log, keyNames: Object.keys(keys) }
}

describe('a recovery kit', () => {
  test('brings a vault back whose keychain was wiped, and it can renew its key again', async () => {
    await using directory = await temporaryDirectory()
    const store = memorySecretStore()
    const open = () => openTestVault({ dataDirectory: directory.path, secretStore: store })
    const words = newKitWords()
    let sealed: Uint8Array
    let before: Awaited<ReturnType<typeof read>>
    {
      await using it = await open()
      await it.create({ content: 'kept' })
      expect((await it.owner(rotate)).data.rotateKey.errors).toEqual([])
      before = await read(it)
      sealed = await sealKit(await kitOf(it, store), words)
    }
    const held = new Map(store.secrets)
    store.secrets.clear()
    await expect(open()).rejects.toMatchObject({ code: 'STORAGE_KEY_MISSING' })

    const typed = ` ${words.join('  ').toUpperCase()} `
    await restoreKeys(store, await openKit(sealed, readKitWords(typed)))
    expect(store.secrets).toEqual(held)
    await using it = await open()
    expect(await read(it)).toEqual(before)
    expect((await it.owner(rotate)).data.rotateKey.errors).toEqual([])
    expect((await read(it)).log).toHaveLength(3)
    expect((await it.owner('{ vault { totalCount } }')).data.vault.totalCount).toBe(1)
  })

  test('brings the eName to a new computer: same keys, same log, no records', async () => {
    const store = memorySecretStore()
    let kit: RecoveryKit
    let before: Awaited<ReturnType<typeof read>>
    {
      await using it = await openTestVault({ secretStore: store })
      await it.owner(rotate)
      await it.create()
      before = await read(it)
      kit = await kitOf(it, store)
    }
    const elsewhere = memorySecretStore()
    await restoreKeys(elsewhere, kit)
    await using directory = await temporaryDirectory()
    const open = (restored: RestoredIdentity | null) =>
      openTestVault({
        ...{ dataDirectory: directory.path, secretStore: elsewhere },
        means: { restored },
      })
    {
      await using it = await open(identityOf(kit))
      expect(await read(it)).toEqual(before)
      expect((await it.owner('{ vault { totalCount } }')).data.vault.totalCount).toBe(0)
      expect((await it.owner(rotate)).data.rotateKey.errors).toEqual([])
    }
    await using it = await open(null)
    expect((await read(it)).log).toHaveLength(3)
  })

  test('whose log was changed is refused, and nothing begins', async () => {
    const store = memorySecretStore()
    let kit: RecoveryKit
    {
      await using it = await openTestVault({ secretStore: store })
      kit = await kitOf(it, store)
    }
    const log = JSON.parse(JSON.stringify(kit.log).replace('"genesis"', '"genesit"'))
    await using directory = await temporaryDirectory()
    const means = { restored: identityOf({ ...kit, log }) }
    await expect(
      openTestVault({ dataDirectory: directory.path, secretStore: store, means }),
    ).rejects.toMatchObject({ code: 'IDENTITY_LOG_DAMAGED' })
  })

  test('holds no key in the open, and opens with its own words only', async () => {
    const kit = {
      ename: '@a',
      evaultId: '@v',
      createdAt: '',
      log: [],
      keys: { '@v/owner': 'SECRET' },
    }
    const words = newKitWords()
    const sealed = await sealKit(kit, words)
    expect(Buffer.from(sealed).toString('latin1')).not.toContain('SECRET')
    expect(await openKit(sealed, words)).toEqual(kit)
    await expect(openKit(sealed, newKitWords())).rejects.toThrow('not the words of this kit')
    const changed = Uint8Array.from(sealed)
    changed[changed.length - 1] = (changed.at(-1) as number) ^ 1
    await expect(openKit(changed, words)).rejects.toThrow('no recovery kit')
    await expect(openKit(Buffer.from('hello'), words)).rejects.toThrow('no recovery kit')
    await expect(openKit(new Uint8Array(5_000_000), words)).rejects.toThrow('no recovery kit')
    // Any program that knows the age format opens it with the words.
    const decrypter = new Decrypter()
    decrypter.addPassphrase(words.join(' '))
    expect(JSON.parse(await decrypter.decrypt(sealed, 'text'))).toMatchObject({ version: 1 })
  })

  test('never overwrites another key', async () => {
    const store = memorySecretStore()
    store.secrets.set('@v/owner/2', 'another')
    const keys = { '@v/owner': 'one', '@v/owner/2': 'two' }
    const kit = { ename: '@a', evaultId: '@v', createdAt: '', log: [], keys }
    await expect(restoreKeys(store, kit)).rejects.toThrow('Nothing was changed')
    expect(store.secrets).toEqual(new Map([['@v/owner/2', 'another']]))
    store.secrets.set('@v/owner/2', 'two')
    await restoreKeys(store, kit)
    expect(store.secrets).toEqual(new Map(Object.entries(keys)))
  })

  test('takes all keys of its vault, and none of another', async () => {
    const store = memorySecretStore()
    const names = ['@v/owner', '@v/owner/12', '@v/registry', '@v/registry/2']
    for (const name of [...names, '@w/owner', 'probe']) store.secrets.set(name, name)
    expect(Object.keys(await collectKeys(store, '@v')).sort()).toEqual(names)
  })
})

describe('words', () => {
  test('are twelve of the list, and different each time', () => {
    const words = newKitWords()
    expect(words).toHaveLength(12)
    expect(words.every((word) => wordlist.includes(word))).toBe(true)
    expect(newKitWords()).not.toEqual(words)
    expect(readKitWords(words.map((word, at) => `${at + 1}. ${word}`).join('\n'))).toEqual(words)
  })

  test('that were mistyped are refused with the place, without the others', () => {
    const words = newKitWords()
    const wrong = words.with(3, 'qqqq').join(' ')
    expect(() => readKitWords(wrong)).toThrow('Word 4 is not one of the words')
    expect(() => readKitWords(words.slice(1).join(' '))).toThrow('has 12 words; these are 11')
    const swapped = Array.from({ length: 66 }, () => {
      const fresh = newKitWords()
      return fresh.toReversed().join(' ')
    })
    // The checksum finds fifteen of sixteen: not all, but not none.
    const refused = swapped.filter((text) => {
      try {
        readKitWords(text)
        return false
      } catch {
        return true
      }
    })
    expect(refused.length).toBeGreaterThan(swapped.length / 2)
  })
})
