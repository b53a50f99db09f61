import { expect, test } from 'vitest'
import {
  makeSigners,
  makeSix,
  makeTestLog,
  TEST_DAY,
  TEST_ID,
  TEST_START,
} from '../../../test/support/identity-log.ts'
import { keysAt } from '../../w3id/identity-log/validate.ts'
import { termsOf } from './key-terms.ts'

test('each key has one term, and at each time those in term are the keys of the log', async () => {
  const six = await makeSix()
  const [a, b, c, d, e] = six
  const log = await makeTestLog(TEST_ID, six, await makeSigners(3))
  const terms = termsOf(log)
  const day = (n: number) => TEST_START + n * TEST_DAY
  const [ever, still] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  expect(terms).toEqual([
    { publicKey: a.publicKey, from: ever, until: day(1) },
    { publicKey: b.publicKey, from: ever, until: day(3) },
    { publicKey: c.publicKey, from: day(1), until: day(3) },
    { publicKey: d.publicKey, from: day(3), until: day(4) },
    { publicKey: e.publicKey, from: day(4), until: still },
  ])
  for (let time = day(0); time < day(6); time += TEST_DAY / 2) {
    const inTerm = terms.filter(({ from, until }) => from <= time && time < until)
    const keys = inTerm.map(({ publicKey }) => publicKey)
    expect(new Set(keys)).toEqual(new Set(keysAt(log, new Date(time))))
  }
  expect(termsOf([])).toEqual([])
})
