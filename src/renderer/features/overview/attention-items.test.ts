import { expect, it } from 'vitest'
import { attentionItems } from './attention-items.ts'

const nothing = {
  ...{ warnings: [], asking: 0, platforms: 0, signatures: 0 },
  deliveries: { failingPlatforms: 0, failed: 0 },
  ...{ kit: 'current' as const, isUnreachable: false, isAlarmShown: false },
  backups: { troubles: [], areMissing: false },
}
const warning = (code: string) => ({ code, message: `${code} happened.` })

it('says nothing where nothing needs the owner', () => {
  expect(attentionItems(nothing)).toEqual([])
  expect(attentionItems({ ...nothing, kit: null })).toEqual([])
})

it('tells the most serious first', () => {
  const codes = ['NO_KEYS', 'RECOVERY_PENDING', 'DISK_ALMOST_FULL', 'WEAK_KEYCHAIN', 'PORT_CHANGED']
  const deliveries = { failingPlatforms: 1, failed: 2 }
  const waiting = {
    asking: 2,
    platforms: 1,
    signatures: 3,
    deliveries,
    kit: 'old' as const,
    isUnreachable: true,
    backups: { troubles: ['proof-failed', 'stale'] as const, areMissing: true },
  }
  const items = attentionItems({ ...nothing, ...waiting, warnings: codes.map(warning) })
  expect(items.map(({ id }) => id)).toEqual([
    ...['NO_KEYS', 'RECOVERY_PENDING', 'asking', 'DISK_ALMOST_FULL'],
    ...['platforms', 'signatures', 'unreachable', 'failing-platforms', 'failed-deliveries'],
    ...['backup-proof-failed', 'backup-stale', 'kit', 'WEAK_KEYCHAIN', 'PORT_CHANGED'],
    'backups-none',
  ])
  expect(items.filter(({ isAdvice }) => isAdvice).map(({ id }) => id)).toEqual(['backups-none'])
})

it('does not say twice what a card says', () => {
  const warnings = [warning('RECOVERY_PENDING')]
  expect(attentionItems({ ...nothing, warnings, isAlarmShown: true })).toEqual([])
})

it('leads to where it is seen to', () => {
  const warnings = ['NO_KEYS', 'ACKNOWLEDGES_EARLY', 'CLOCK_BEHIND'].map(warning)
  const waiting = { asking: 1, platforms: 2, signatures: 1, kit: 'none' as const }
  const items = attentionItems({ ...nothing, ...waiting, warnings })
  expect(items.map(({ action }) => action && [action.name, action.to])).toEqual([
    ['Get your keys back', '/identity'],
    ['Answer', '/identity#asking'],
    ['Decide', '/access'],
    ['Look at them', '/bindings'],
    ['Save a kit', '/identity#kit'],
    ['Change it', '/settings?section=developer'],
    null,
  ])
})
