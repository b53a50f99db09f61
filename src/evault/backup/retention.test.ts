import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BackupName } from './backup-index.ts'
import { backupsToRemove } from './retention.ts'

const day = 24 * 60 * 60 * 1000
const start = Date.parse('2026-01-01T03:00:00Z')

function daily(days: number, perDay = 1): BackupName[] {
  return Array.from({ length: days * perDay }, (_, n) => {
    const at = start + n * (day / perDay)
    return { id: new Date(at).toISOString(), at }
  })
}
const kept = (backups: BackupName[], proven: string[] = []) => {
  const gone = new Set(backupsToRemove(backups, new Set(proven), 'thinned').map(({ id }) => id))
  return backups.filter(({ id }) => !gone.has(id)).map(({ id }) => id.slice(0, 10))
}

test('of a year, the last of 7 days, 4 weeks and 12 months stay', () => {
  const backups = daily(365, 2)
  expect(kept(backups)).toEqual([
    ...['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30'],
    ...['2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31', '2026-11-30'],
    ...['2026-12-13', '2026-12-20', '2026-12-25', '2026-12-26', '2026-12-27'],
    ...['2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31'],
  ])
})

test('the last proven one stays, and days without a backup take none away', () => {
  const backups = daily(40)
  const proven = backups[12]?.id ?? ''
  expect(kept(backups)).not.toContain(proven.slice(0, 10))
  expect(kept(backups, [backups[3]?.id ?? '', proven])).toContain(proven.slice(0, 10))
  const rare = [0, 100, 200, 300, 400].map((n) => ({ id: `b${n}`, at: start + n * day }))
  expect(backupsToRemove(rare, new Set(), 'thinned')).toEqual([])
  expect(backupsToRemove(backups, new Set(), 'everything')).toEqual([])
})

test('the newest stays, thinning twice removes nothing more, and few stay', () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 900 * day }), { maxLength: 80 })
  fc.assert(
    fc.property(times, (offsets) => {
      const backups = offsets
        .sort((one, other) => one - other)
        .map((offset) => ({ id: String(offset), at: start + offset }))
      const gone = new Set(backupsToRemove(backups, new Set(), 'thinned'))
      const rest = backups.filter((backup) => !gone.has(backup))
      expect(rest.at(-1)).toBe(backups.at(-1))
      expect(backupsToRemove(rest, new Set(), 'thinned')).toEqual([])
      expect(rest.length).toBeLessThanOrEqual(7 + 4 + 12)
    }),
  )
})
