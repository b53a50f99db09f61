import { decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { makeSigners, type TestSigner } from '../../test/support/identity-log.ts'
import { W3IDBuilder } from './builder.ts'
import { newEName } from './ename.ts'
import { createMemoryStorage } from './identity-log/memory-storage.ts'
import { verifyJwt } from './verify-jwt.ts'

const NAMESPACE = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'
const GLOBAL = /^@[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const OBJECT = 'f2a6743e-8d5b-43bc-a9f0-1c7a3b9e90d7'
const [a, b, c] = (await makeSigners(3)) as [TestSigner, TestSigner, TestSigner]

const builder = () => new W3IDBuilder()

describe('the id', () => {
  test('is the UUIDv5 of the entropy in the namespace', async () => {
    const built = await builder().withEntropy('some').withNamespace(NAMESPACE).build()
    expect(built).toMatchObject({
      id: newEName('some', NAMESPACE),
      isGlobal: true,
      log: null,
    })
  })

  test('is random without entropy, each time anew', async () => {
    const built = await Promise.all(
      [builder(), builder(), builder().withNamespace(NAMESPACE).withGlobal(true)].map((one) =>
        one.build(),
      ),
    )
    expect(new Set(built.map(({ id }) => id)).size).toBe(3)
    for (const { id } of built) expect(id).toMatch(GLOBAL)
  })

  test('is local within a vault', async () => {
    const built = await builder().withVault('Vault-A').withGlobal(false).build()
    expect(built.isGlobal).toBe(false)
    const [vault, object] = built.id.split('/')
    expect([vault, `@${object}`]).toEqual(['@vault-a', expect.stringMatching(GLOBAL)])
    const derived = builder().withVault('@a').withEntropy('some').withNamespace(NAMESPACE)
    expect((await derived.build()).id).toBe(`@a/${newEName('some', NAMESPACE).slice(1)}`)
  })

  test('may be there already', async () => {
    expect((await builder().withId('User-A.w3id').build()).id).toBe('@user-a.w3id')
    const local = await builder().withVault('@a').withId(OBJECT.toUpperCase()).build()
    expect(local.id).toBe(`@a/${OBJECT}`)
  })
})

test.each<[string, W3IDBuilder]>([
  ['call withVault', builder().withGlobal(false)],
  ['leave out withVault', builder().withGlobal(true).withVault('@a')],
  ['leave out withEntropy', builder().withId('@a').withEntropy('x').withNamespace(NAMESPACE)],
  ['leave out withEntropy and withNamespace', builder().withId('@a').withNamespace(NAMESPACE)],
  ['call withNamespace', builder().withEntropy('x')],
  ['call withSigner', builder().withRepository(createMemoryStorage())],
  ['call withRepository', builder().withSigner(a).withNextKeyHash(b.hash)],
  ['withNextKeyHash', builder().withSigner(a).withRepository(createMemoryStorage())],
  [
    'leave out withRepository',
    builder().withVault('@a').withSigner(a).withRepository(createMemoryStorage()),
  ],
  ['in withVault', builder().withId('@a/b')],
  ['The eName is empty', builder().withId('@')],
  ['Invalid UUID', builder().withEntropy('x').withNamespace('no-uuid')],
])('what makes no sense is refused with: %s', async (problem, refused) => {
  const built = refused.build()
  await expect(built).rejects.toThrow(problem)
  await expect(built).rejects.toThrow(TypeError)
})

describe('with a repository', () => {
  test('writes the first entry, opens the log there is, and names the entry of the key', async () => {
    const repository = createMemoryStorage()
    const made = await builder()
      .withSigner(a)
      .withRepository(repository)
      .withNextKeyHash(b.hash)
      .build()
    expect(await repository.read(made.id)).toMatchObject([
      { operation: 'genesis', updateKeys: [a.publicKey], nextKeyHashes: [b.hash] },
    ])
    const open = (signer: TestSigner) =>
      builder().withId(made.id).withSigner(signer).withRepository(repository).build()
    expect((await open(a)).id).toBe(made.id)
    const rotation = { id: made.id, current: a, added: [b], kept: [] }
    await made.log?.rotate({ nextKeyHashes: [c.hash], ...rotation })
    const token = await (await open(b)).signJwt({ note: 'x' }, { lifetimeSeconds: 60 })
    expect(decodeProtectedHeader(token).kid).toBe(`${made.id}#1`)
    const log = await repository.read(made.id)
    expect(await verifyJwt(token, { log })).toMatchObject({ note: 'x' })
    for (const stranger of [a, c]) {
      await expect(open(stranger)).rejects.toMatchObject({ code: 'FOREIGN_KEY', index: 1 })
    }
  })

  test('does not open a log that is not valid, or is of another', async () => {
    const good = createMemoryStorage()
    const making = builder().withId('@a').withSigner(a).withRepository(good)
    await making.withNextKeyHash(b.hash).build()
    const [entry] = await good.read('@a')
    const bad = { read: async () => [{ ...entry, trust: undefined }], append: good.append }
    const opening = builder().withSigner(a)
    const opened = opening
      .withId('@a')
      .withRepository(bad as unknown as typeof good)
      .build()
    await expect(opened).rejects.toMatchObject({ code: 'MALFORMED' })
    const same = { read: () => good.read('@a'), append: good.append }
    const other = opening.withId('@b').withRepository(same).build()
    await expect(other).rejects.toMatchObject({ code: 'WRONG_ID' })
  })
})

test('signs with a kid of entry 0 without a log, and not without a signer', async () => {
  const built = await builder().withVault('@a').withId('b').withSigner(a).build()
  const token = await built.signJwt({}, { lifetimeSeconds: 60 })
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'JWT', kid: '@a/b#0' })
  await expect(verifyJwt(token, { keys: [a.publicKey] })).resolves.toBeTruthy()
  const silent = await builder().build()
  await expect(silent.signJwt({}, { lifetimeSeconds: 60 })).rejects.toThrow('call withSigner')
})

test('what is set on a builder later changes nothing that it has built', async () => {
  const repository = createMemoryStorage()
  const one = builder().withId('@a').withSigner(a).withRepository(repository)
  const building = one.withNextKeyHash(b.hash).build()
  one.withId('@b').withSigner(b).withNextKeyHash(c.hash)
  const built = await building
  expect(built.id).toBe('@a')
  expect(await repository.read('@a')).toMatchObject([{ nextKeyHashes: [b.hash] }])
  const token = await built.signJwt({}, { lifetimeSeconds: 60 })
  await expect(verifyJwt(token, { keys: [a.publicKey] })).resolves.toBeTruthy()
})
