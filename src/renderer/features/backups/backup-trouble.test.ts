import { expect, it } from 'vitest'
import { troublesOf } from './backup-trouble.ts'

const plan = {
  ...{ kind: 'folder' as const, title: '/media/disk', schedule: 'daily' as const },
  ...{ keepsEverything: false, hasPassphrase: false, since: '2026-01-01T00:00:00.000Z' },
}
const failure = (work: 'backup' | 'drill', code: string) => ({
  ...{ work, code, at: '2026-01-02T00:00:00.000Z', message: '', differences: [] },
})

it('says nothing of backups that are as they should be, or that nobody planned', () => {
  expect(troublesOf({ plan, isStale: false, failures: [] })).toEqual([])
  const failures = [failure('drill', 'BACKUP_DAMAGED')]
  expect(troublesOf({ plan: null, isStale: true, failures })).toEqual([])
})

it('tells of what can’t be restored before what is out of date', () => {
  const failures = [failure('backup', 'PLACE_ABSENT'), failure('drill', 'BACKUP_DAMAGED')]
  expect(troublesOf({ plan, isStale: true, failures })).toEqual(['proof-failed', 'stale'])
})

it('waits with a drive that is not there until the backup is out of date', () => {
  const failures = [failure('backup', 'PLACE_ABSENT'), failure('drill', 'CANCELLED')]
  expect(troublesOf({ plan, isStale: false, failures })).toEqual([])
})
