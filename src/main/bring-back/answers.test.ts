import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { beforeEach, expect, test } from 'vitest'
import { memorySecretStore } from '../../../test/support/test-vault.ts'
import { createKeyCustody, type KeyCustody } from '../../evault/index.ts'
import { createAnswers } from './answers.ts'

let store: ReturnType<typeof memorySecretStore>
let custody: KeyCustody
let kit: Parameters<typeof createAnswers>[0]['kit']
beforeEach(async () => {
  store = memorySecretStore()
  custody = createKeyCustody(store)
  const of = memorySecretStore()
  await createKeyCustody(of).createRecoveryKey('@vault/recovery')
  const recovery = (await of.get('@vault/recovery')) ?? ''
  const keys = { '@vault/recovery': recovery }
  kit = { ename: '@ada', evaultId: '@vault', createdAt: '', log: [], keys }
})

const question = (method: string, ...parameters: unknown[]) =>
  ({ kind: 'ask', id: 7, method, parameters }) as Parameters<ReturnType<typeof createAnswers>>[0]

test('an encrypted data directory can be made and opened, with keys that stay', async () => {
  const answer = createAnswers({ custody: () => custody, kit })
  await answer(question('createStorageKey', '@vault/storage'))
  const dataKey = new Uint8Array(32).fill(1)
  const wrapped = await answer(question('wrapDataKey', '@vault/storage', dataKey))
  expect(wrapped).toMatchObject({ kind: 'answer', id: 7 })
  const { value } = wrapped as { value: Uint8Array }
  const opened = await answer(question('unwrapDataKey', '@vault/storage', value))
  expect(Buffer.from((opened as { value: Uint8Array }).value).equals(dataKey)).toBe(true)
  const recipient = await answer(question('createRecoveryKey', '@vault/recovery'))
  expect(recipient).toMatchObject({ value: expect.stringMatching(/^age1/) })
  expect(JSON.stringify([wrapped, recipient])).not.toContain(await store.get('@vault/storage'))
})

test.each([
  ['signs', 'sign', ['@vault/owner', new Uint8Array(4), 'operation-log']],
  ['makes an owner’s key', 'createKey', ['@vault/owner']],
  ['reads a webhook’s secret', 'webhookSecret', ['@vault/platform']],
  ['changes one', 'setWebhookSecret', ['@vault/platform', 'x']],
  ['reads a secret of backups', 'backupSecret', ['@vault/backup']],
  ['keeps one', 'setBackupSecret', ['@vault/backup', 'x']],
  [
    'opens a key of backups of the keychain',
    'openBackupKey',
    ['@vault/recovery', new Uint8Array()],
  ],
  ['uses keys of another vault', 'createStorageKey', ['@other/storage']],
  ['uses keys of one that is called alike', 'createStorageKey', ['@vault-2/storage']],
])('nothing %s', async (_, method, parameters) => {
  const answer = createAnswers({ custody: () => custody, kit })
  await custody.createKey('@vault/owner')
  const before = new Map(store.secrets)
  expect(await answer(question(method, ...parameters))).toMatchObject({ kind: 'refusal', id: 7 })
  expect(store.secrets).toEqual(before)
})

test('of what is encrypted to the kit’s recovery key, the key of backups alone is opened', async () => {
  const answer = createAnswers({ custody: () => null, kit })
  const seal = async (content: string) => {
    const encrypter = new Encrypter()
    encrypter.addRecipient(await identityToRecipient(kit?.keys['@vault/recovery'] ?? ''))
    return answer(question('openBackupKeyByKit', await encrypter.encrypt(content)))
  }
  const identity = await generateX25519Identity()
  const opened = await seal(`${identity}\n`)
  expect(
    Buffer.from((opened as { value: Uint8Array }).value)
      .toString()
      .trim(),
  ).toBe(identity)
  expect(await seal('the data key of a vault')).toMatchObject({ kind: 'refusal' })
})

test('without a kit, the first vault it asks for is the only one', async () => {
  const answer = createAnswers({ custody: () => custody, kit: null })
  const made = await answer(question('createStorageKey', '@one/storage'))
  expect(made).toMatchObject({ kind: 'answer' })
  const other = await answer(question('createStorageKey', '@two/storage'))
  expect(other).toMatchObject({ kind: 'refusal' })
  const opened = await answer(question('openBackupKeyByKit', new Uint8Array()))
  expect(opened).toMatchObject({ kind: 'refusal', message: 'there is no recovery kit' })
})

test('before the owner has begun, no key is touched', async () => {
  const answer = createAnswers({ custody: () => null, kit })
  const refused = await answer(question('createStorageKey', '@vault/storage'))
  expect(refused).toMatchObject({ kind: 'refusal', message: 'the keychain is not open' })
})
