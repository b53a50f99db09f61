import { expect, it } from 'vitest'
import { attentionItems } from './attention-items.ts'

const nothing = { warnings: [], asking: 0, kit: 'current' as const, isAlarmShown: false }
const warning = (code: string) => ({ code, message: `${code} happened.` })

it('says nothing where nothing needs the owner', () => {
  expect(attentionItems(nothing)).toEqual([])
  expect(attentionItems({ ...nothing, kit: null })).toEqual([])
})

it('tells the most serious first', () => {
  const codes = ['NO_KEYS', 'RECOVERY_PENDING', 'DISK_ALMOST_FULL', 'WEAK_KEYCHAIN', 'PORT_CHANGED']
  const items = attentionItems({ ...nothing, warnings: codes.map(warning), asking: 2, kit: 'old' })
  expect(items.map(({ id }) => id)).toEqual([
    ...['NO_KEYS', 'RECOVERY_PENDING', 'asking', 'DISK_ALMOST_FULL', 'kit'],
    ...['WEAK_KEYCHAIN', 'PORT_CHANGED'],
  ])
})

it('does not say twice what a card says', () => {
  const warnings = [warning('RECOVERY_PENDING')]
  expect(attentionItems({ ...nothing, warnings, isAlarmShown: true })).toEqual([])
})

it('leads to where it is seen to', () => {
  const warnings = [warning('NO_KEYS'), warning('CLOCK_BEHIND')]
  const items = attentionItems({ ...nothing, warnings, asking: 1, kit: 'none' })
  expect(items.map(({ action }) => action && [action.name, action.to])).toEqual([
    ['Get your keys back', '/identity'],
    ['Answer', '/identity#asking'],
    ['Save a kit', '/identity#kit'],
    null,
  ])
})
