import { webcrypto } from 'node:crypto'
import { Encrypter, generateX25519Identity } from 'age-encryption'
import { expect, test } from 'vitest'
import { memorySecretStore } from '../../../test/support/test-vault.ts'
import { decodePublicKey } from '../../w3id/keys.ts'
import { createKeyCustody } from './custody.ts'

const curve = { name: 'ECDSA', namedCurve: 'P-256' }
const bytes = new TextEncoder().encode('what is signed')

async function verifies(publicKey: string, signature: Uint8Array): Promise<boolean> {
  const spki = Uint8Array.from(decodePublicKey(publicKey))
  const key = await webcrypto.subtle.importKey('spki', spki, curve, false, ['verify'])
  return webcrypto.subtle.verify({ ...curve, hash: 'SHA-256' }, key, signature, bytes)
}

test('a key is made once, and signs what its public key verifies', async () => {
  const custody = createKeyCustody(memorySecretStore())
  const publicKey = await custody.createKey('a')
  expect(await custody.createKey('a')).toBe(publicKey)
  expect(await custody.publicKey('a')).toBe(publicKey)
  const signature = await custody.sign('a', bytes, 'operation-log')
  expect(signature).toHaveLength(64)
  expect(await verifies(publicKey, signature)).toBe(true)
  expect(await verifies(await custody.createKey('b'), signature)).toBe(false)
})

test('a key is the same after a restart', async () => {
  const store = memorySecretStore()
  const publicKey = await createKeyCustody(store).createKey('a')
  const again = createKeyCustody(store)
  expect(await again.publicKey('a')).toBe(publicKey)
  expect(await verifies(publicKey, await again.sign('a', bytes, 'operation-log'))).toBe(true)
})

test('a key that is not there is null, signs nothing and is found once it is there', async () => {
  const store = memorySecretStore()
  const custody = createKeyCustody(store)
  expect(await custody.publicKey('a')).toBeNull()
  await expect(custody.sign('a', bytes, 'operation-log')).rejects.toThrow('no key a')
  const publicKey = await createKeyCustody(store).createKey('a')
  expect(await custody.publicKey('a')).toBe(publicKey)
})

test('secrets of webhooks are kept and forgotten, and no other secret is given out as one', async () => {
  const store = memorySecretStore()
  const custody = createKeyCustody(store)
  await custody.createKey('a')
  await custody.setWebhookSecret('@a/https://platform.example', 'shared')
  const again = createKeyCustody(store)
  expect(await again.webhookSecret('@a/https://platform.example')).toBe('shared')
  for (const name of ['a', '../a', '']) expect(await again.webhookSecret(name)).toBeNull()
  await again.setWebhookSecret('@a/https://platform.example', null)
  expect(await custody.webhookSecret('@a/https://platform.example')).toBeNull()
  expect(await store.names('')).toEqual(['a'])
})

test('a keychain that is locked is asked again later', async () => {
  const store = memorySecretStore()
  const publicKey = await createKeyCustody(store).createKey('a')
  let locked = true
  const custody = createKeyCustody({
    ...store,
    get: async (name) => {
      if (locked) throw new Error('locked')
      return store.get(name)
    },
  })
  await expect(custody.publicKey('a')).rejects.toThrow('locked')
  locked = false
  expect(await custody.publicKey('a')).toBe(publicKey)
})

test('a keychain that does not keep a key is noticed at once', async () => {
  const custody = createKeyCustody({ ...memorySecretStore(), set: async () => {} })
  await expect(custody.createKey('a')).rejects.toThrow('did not keep')
})

test('keys that are not held are taken out of the keychain for each use, and held again later', async () => {
  const store = memorySecretStore()
  let asked = 0
  const custody = createKeyCustody({
    ...store,
    get: (name) => {
      asked += 1
      return store.get(name)
    },
  })
  const publicKey = await custody.createKey('a')
  const reads = async (times: number) => {
    const before = asked
    for (let time = 0; time < times; time += 1) await custody.sign('a', bytes, 'registry-token')
    return asked - before
  }
  expect(await reads(3)).toBe(0)
  custody.hold(false)
  expect(await reads(3)).toBe(3)
  expect(await custody.publicKey('a')).toBe(publicKey)
  custody.hold(true)
  expect(await reads(3)).toBe(1)
})

test('who asks for secrets of backups is given no other one', async () => {
  const store = memorySecretStore()
  const custody = createKeyCustody(store)
  for (const name of ['a/backup', 'a/backup-place']) {
    expect(await custody.backupSecret(name)).toBeNull()
    await custody.setBackupSecret(name, 'kept')
    expect(await custody.backupSecret(name)).toBe('kept')
    await custody.setBackupSecret(name, null)
    expect(store.secrets.has(name)).toBe(false)
  }
  store.secrets.set('a/owner', 'secret')
  for (const name of [
    'a/owner',
    'a/recovery',
    'a/storage',
    'a/backup/x',
    'lock/backup/',
    'backup',
  ]) {
    await expect(custody.backupSecret(name)).rejects.toThrow('not a secret of backups')
    await expect(custody.setBackupSecret(name, null)).rejects.toThrow('not a secret of backups')
  }
  expect(store.secrets.get('a/owner')).toBe('secret')
})

test('the recovery key opens keys of backups, and nothing else that is encrypted to it', async () => {
  const custody = createKeyCustody(memorySecretStore())
  const encrypter = new Encrypter()
  encrypter.addRecipient(await custody.createRecoveryKey('a/recovery'))
  const identity = await generateX25519Identity()
  const opened = await custody.openBackupKey('a/recovery', await encrypter.encrypt(`${identity}\n`))
  expect(Buffer.from(opened as Uint8Array).toString()).toBe(`${identity}\n`)
  for (const other of ['the data key of a vault, say', `${identity}\n${identity}\n`]) {
    expect(await custody.openBackupKey('a/recovery', await encrypter.encrypt(other))).toBe('other')
  }
  expect(await custody.openBackupKey('b/recovery', new Uint8Array())).toBe('missing')
})
