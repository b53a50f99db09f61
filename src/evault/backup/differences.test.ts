import { expect, test } from 'vitest'
import { compareManifests, damageOf, differenceText } from './differences.ts'

const manifest = (tables: Record<string, [number, string]>, files = 'a') => ({
  vault: { ename: '@ada', evaultId: '@vault', schema: 7 },
  tables: Object.entries(tables).map(([name, [rows, sha256]]) => ({
    ...{ name, rows, sha256, bytes: 0, ordered: true },
  })),
  files: { count: 2, bytes: 10, sha256: files },
  problems: [],
})

test('tables are named as the owner knows them, each part once', () => {
  const before = manifest({
    ...{ meta_envelopes: [4, 'a'], versions: [2, 'a'], operation_log: [9, 'a'] },
    ...{ access_log: [3, 'a'], of_a_later_version: [1, 'a'] },
  })
  const now = manifest({
    ...{ meta_envelopes: [3, 'b'], versions: [2, 'b'], operation_log: [9, 'a'] },
    ...{ access_log: [1, 'b'] },
  })
  const differences = compareManifests(before, now)
  expect(differences).toEqual([
    { part: 'records', expected: 4, found: 3 },
    { part: 'versions', expected: 2, found: 2 },
    { part: 'activity', expected: 3, found: 1 },
    { part: 'settings', expected: 1, found: 0 },
  ])
  expect(differences.slice(0, 2).map(differenceText)).toEqual([
    'Records: 3 of 4 are there',
    'Earlier versions: not as they were',
  ])
  expect(compareManifests(before, before)).toEqual([])
})

test('of another version’s schema only the files and the name are compared', () => {
  const before = manifest({ meta_envelopes: [4, 'a'] })
  const now = manifest({ meta_envelopes: [3, 'b'] }, 'b')
  expect(compareManifests(before, { ...now, vault: { ...now.vault, schema: 8 } })).toEqual([
    { part: 'files', expected: 2, found: 2 },
  ])
  const other = { ...before, vault: { ...before.vault, ename: '@eve' } }
  expect(compareManifests(before, other).map(({ part }) => part)).toEqual(['owner'])
})

test('what can’t be read is counted, and its paths are not told', () => {
  const paths = ['pg/base/1', 'pg/base/2', 'files/aa', 'files/bb', 'files/cc', 'registry.json']
  expect(damageOf(paths, ['pg/base/2', 'files/aa', 'files/bb'])).toEqual([
    { part: 'database', expected: 2, found: 1 },
    { part: 'files', expected: 3, found: 1 },
  ])
  expect(damageOf(paths, [])).toEqual([])
})
