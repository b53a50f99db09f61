import { base64url } from 'jose'
import { describe, expect, test } from 'vitest'
import { makeSigners, type TestSigner } from '../../test/support/identity-log.ts'
import { W3IDBuilder } from './builder.ts'
import { createIdentityLog } from './identity-log/manager.ts'
import { createMemoryStorage } from './identity-log/memory-storage.ts'
import { signJwt } from './jwt.ts'
import { verifyJwt } from './verify-jwt.ts'

const ID = '@user-a#1.w3id'
const [a, b, c, d] = (await makeSigners(4)) as [TestSigner, TestSigner, TestSigner, TestSigner]
const storage = createMemoryStorage()
const manager = createIdentityLog({ storage, now: () => new Date('2026-01-01') })
await manager.genesis({ id: ID, signers: [a, b], nextKeyHashes: [c.hash] })
const kept = [b.publicKey]
await manager.rotate({ id: ID, current: a, added: [c], kept, nextKeyHashes: [d.hash] })
const log = await storage.read(ID)
const now = new Date('2026-02-01T00:00:00Z')

function sign(kid: string, { sign }: TestSigner, payload: object = { purpose: 'test' }) {
  return signJwt({ kid, payload: { ...payload }, lifetimeSeconds: 60, now }, sign)
}

/** A token of which signJwt would not make the like. */
async function forge(header: object, payload: object, signer = a): Promise<string> {
  const signed = [header, payload].map((part) => base64url.encode(JSON.stringify(part))).join('.')
  const signature = await signer.sign(new TextEncoder().encode(signed))
  return `${signed}.${base64url.encode(signature)}`
}

describe('against a log', () => {
  test('a token of each current key is verified by the entry it came with', async () => {
    const iat = now.getTime() / 1000
    const payload = { purpose: 'test', iat, exp: iat + 60 }
    expect(await verifyJwt(await sign(`${ID}#0`, b), { log, now })).toEqual(payload)
    expect(await verifyJwt(await sign(`${ID}#1`, c), { log, now })).toEqual(payload)
  })

  test.each<[string, string, TestSigner, string]>([
    ['a key that left', `${ID}#0`, a, 'WRONG_SIGNATURE'],
    ['a key that is to come', `${ID}#1`, d, 'WRONG_SIGNATURE'],
    ['an entry the key did not come with', `${ID}#1`, b, 'WRONG_SIGNATURE'],
    ['an entry before the key came', `${ID}#0`, c, 'WRONG_SIGNATURE'],
    ['an entry there is not', `${ID}#2`, c, 'UNKNOWN_KEY'],
    ['a leading zero', `${ID}#01`, c, 'UNKNOWN_KEY'],
    ['no entry', ID, c, 'UNKNOWN_KEY'],
    ['no kid', '', c, 'UNKNOWN_KEY'],
    ['another identity', '@user-b#1', c, 'UNKNOWN_KEY'],
    ['another spelling of the identity', `${ID.toUpperCase()}#1`, c, 'UNKNOWN_KEY'],
  ])('%s is refused', async (_what, kid, signer, code) => {
    const verified = verifyJwt(await sign(kid, signer), { log, now })
    await expect(verified).rejects.toMatchObject({ name: 'JwtError', code })
  })

  test('an entry whose keys have all left names none', async () => {
    const short = createMemoryStorage()
    const writer = createIdentityLog({ storage: short })
    await writer.genesis({ id: ID, signers: [a], nextKeyHashes: [c.hash] })
    await writer.rotate({ id: ID, current: a, added: [c], kept: [], nextKeyHashes: [d.hash] })
    const verified = verifyJwt(await sign(`${ID}#0`, a), { log: await short.read(ID), now })
    await expect(verified).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
    const none = verifyJwt(await sign(`${ID}#0`, a), { log: [], now })
    await expect(none).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
  })
})

describe('against keys', () => {
  const keys = [b.publicKey, a.publicKey]
  const claims = { exp: now.getTime() / 1000 + 60 }

  test('any of them will do, whatever the kid', async () => {
    await expect(verifyJwt(await sign('x', a), { keys, now })).resolves.toMatchObject({
      purpose: 'test',
    })
    const other = verifyJwt(await sign('x', c), { keys, now })
    await expect(other).rejects.toMatchObject({ code: 'WRONG_SIGNATURE' })
    const nobody = verifyJwt(await sign('x', c), { keys: [], now })
    await expect(nobody).rejects.toMatchObject({ code: 'WRONG_SIGNATURE' })
    await expect(verifyJwt(await sign('x', c), { keys: ['z1'] })).rejects.toThrow(TypeError)
  })

  test('holds up to its exp and not from then on', async () => {
    const token = await sign('x', a)
    const at = (seconds: number) => new Date(now.getTime() + seconds * 1000)
    await expect(verifyJwt(token, { keys, now: at(59) })).resolves.toBeTruthy()
    for (const time of [at(60), new Date('2027-01-01')]) {
      const late = verifyJwt(token, { keys, now: time })
      await expect(late).rejects.toMatchObject({ code: 'EXPIRED' })
    }
    const early = await forge({ alg: 'ES256' }, { nbf: claims.exp, ...claims })
    await expect(verifyJwt(early, { keys, now })).rejects.toMatchObject({ code: 'EXPIRED' })
  })

  test.each<[string, () => Promise<string>]>([
    ['no token', async () => 'abc'],
    ['no algorithm', () => forge({ alg: 'none' }, claims)],
    ['another algorithm', () => forge({ alg: 'HS256' }, claims)],
    ['an extension it does not know', () => forge({ alg: 'ES256', crit: ['x'], x: 1 }, claims)],
    ['no exp', () => forge({ alg: 'ES256' }, {})],
    ['an exp that is no number', () => forge({ alg: 'ES256' }, { exp: '9e9' })],
    ['no claims', () => forge({ alg: 'ES256' }, [])],
  ])('%s is malformed', async (_what, make) => {
    const error = await verifyJwt(await make(), { keys: [a.publicKey], now }).catch((e) => e)
    expect(error).toMatchObject({ name: 'JwtError', code: 'MALFORMED' })
  })

  test('so is what is no token at all, against a log', async () => {
    await expect(verifyJwt('abc', { log, now })).rejects.toMatchObject({ code: 'MALFORMED' })
  })

  test('a cut or changed token is refused', async () => {
    const token = await sign('x', a)
    const [header, payload, signature = ''] = token.split('.')
    const other = base64url.encode(JSON.stringify({ purpose: 'other', ...claims }))
    for (const changed of [
      `${header}.${other}.${signature}`,
      `${header}.${payload}.${signature.slice(4)}`,
      `${header}.${payload}.`,
    ]) {
      const verified = verifyJwt(changed, { keys: [a.publicKey], now })
      await expect(verified).rejects.toMatchObject({ code: 'WRONG_SIGNATURE' })
    }
  })
})

test('what a W3ID signs is verified against its log', async () => {
  const opened = await new W3IDBuilder().withId(ID).withSigner(c).withRepository(storage).build()
  const token = await opened.signJwt({ hello: 'ä' }, { lifetimeSeconds: 60 })
  await expect(verifyJwt(token, { log })).resolves.toMatchObject({ hello: 'ä' })
})
