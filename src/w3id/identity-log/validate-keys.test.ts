import { describe, expect, test } from 'vitest'
import {
  contentOf,
  forge,
  makeSigners,
  makeSix,
  makeTestLog,
  TEST_ID,
  TEST_START,
  type TestSigner,
  verdict,
} from '../../../test/support/identity-log.ts'
import type { KeySigner } from './entry.ts'

const six = await makeSix()
const [a, b, c, d, e, stranger] = six
const friends = await makeSigners(3)
const log = await makeTestLog(TEST_ID, six, friends)
const other = await makeTestLog('@other', six, friends)
const [genesis, rotation] = log

describe('keys', () => {
  test.each<[string, object, KeySigner[], string]>([
    ['the rotation itself', {}, [a, c], 'valid'],
    ['signed by the other current key', {}, [b, c], 'valid'],
    [
      'a thief of a current key, to a key of theirs',
      keys([stranger], [e]),
      [a, stranger],
      'WRONG_NEXT_KEY 1',
    ],
    ['a thief of a current key, that key alone', keys([a], [e]), [a], 'WRONG_NEXT_KEY 1'],
    ['a thief of a current key, in the name of the next', {}, [a], 'UNSIGNED 1'],
    ['a thief of the next key', {}, [c], 'UNSIGNED 1'],
    ['a thief of the next key, with a key of theirs', {}, [c, stranger], 'UNSIGNED 1'],
    ['a new key that does not sign', keys([c, e], [d]), [a, c], 'UNSIGNED 1'],
    ['two current keys', {}, [a, b, c], 'FOREIGN_KEY 1'],
    ['one key twice', {}, [a, c, c], 'FOREIGN_KEY 1'],
    ['a stranger besides', {}, [a, c, stranger], 'FOREIGN_KEY 1'],
    [
      'a signature of another key',
      {},
      [a, { publicKey: c.publicKey, sign: b.sign }],
      'WRONG_SIGNATURE 1',
    ],
    ['a commitment to a current key', keys([b, c], [c]), [a, c], 'REUSED_KEY 1'],
    ['a commitment to a key that leaves', keys([b, c], [a]), [a, c], 'REUSED_KEY 1'],
  ])('%s', async (_what, changes, signers, code) => {
    const forged = await forge(1, contentOf(rotation, changes), signers)
    expect(await verdict([genesis, forged])).toBe(code)
  })

  test('a key that left does not come back', async () => {
    const back = contentOf(rotation, {
      previous: rotation.versionId,
      ...keys([a, d], [e]),
    })
    const forged = await forge(2, back, [c, d, a])
    expect(await verdict([genesis, rotation, forged])).toBe('REUSED_KEY 2')
  })

  test('a genesis is signed by all of its keys and no other', async () => {
    expect(await verdict([await forge(0, contentOf(genesis), [a])])).toBe('UNSIGNED 0')
    const all = [a, b, stranger]
    expect(await verdict([await forge(0, contentOf(genesis), all)])).toBe('FOREIGN_KEY 0')
    const itself = contentOf(genesis, { nextKeyHashes: [a.hash] })
    expect(await verdict([await forge(0, itself, [a, b])])).toBe('REUSED_KEY 0')
  })

  function keys(current: readonly TestSigner[], next: readonly TestSigner[]) {
    const updateKeys = current.map(({ publicKey }) => publicKey)
    return { updateKeys, nextKeyHashes: next.map(({ hash }) => hash) }
  }
})

describe('the chain', () => {
  test.each<[string, object, string]>([
    ['another entry before', { previous: other[0].versionId }, 'BROKEN_CHAIN 1'],
    ['none before', { previous: null }, 'BROKEN_CHAIN 1'],
    ['a second genesis', { operation: 'genesis' }, 'BROKEN_CHAIN 1'],
    ['an older time', { versionTime: new Date(TEST_START - 1).toISOString() }, 'WRONG_TIME 1'],
    ['another identity', { id: '@other' }, 'WRONG_ID 1'],
  ])('%s', async (_what, changes, code) => {
    const forged = await forge(1, contentOf(rotation, changes), [a, c])
    expect(await verdict([genesis, forged])).toBe(code)
  })

  test('begins with a genesis that has nothing before', async () => {
    const first = await forge(0, contentOf(rotation, { previous: null }), [a, c])
    expect(await verdict([first])).toBe('BROKEN_CHAIN 0')
    const headless = contentOf(genesis, { previous: genesis.versionId })
    expect(await verdict([await forge(0, headless, [a, b])])).toBe('BROKEN_CHAIN 0')
  })

  test('an entry under the hash of another is refused', async () => {
    const forged = await forge(1, contentOf(rotation, { trust: null }), [a, c])
    expect(await verdict([genesis, { ...forged, versionId: rotation.versionId }])).toBe(
      'WRONG_HASH 1',
    )
  })
})
