import { expect, test } from 'vitest'
import { policyPresets } from '../../../evault/access/policy.ts'
import { changesOf, policyNames, presetOf, presets, widens } from './policies.ts'
import { choiceName, policyWords } from './policy-words.ts'

test('the presets are the vault’s own', () => {
  for (const preset of ['open', 'guarded'] as const) {
    const { readRegistry, ...answers } = policyPresets[preset]
    const { trashDays: _, historyDays: __, accessLogDays: ___, ...policies } = answers
    // The switch for it is on the Connection screen, and no preset turns it on.
    expect(readRegistry).toBe('this-computer')
    expect(presets[preset]).toEqual(policies)
    expect(Object.keys(policies).sort()).toEqual([...policyNames].sort())
  }
})

test('every choice of the vault has its words, from the narrowest to the widest', () => {
  for (const name of policyNames) {
    const values = policyWords[name].choices.map(({ value }) => value)
    expect(values).toEqual(expect.arrayContaining([presets.open[name], presets.guarded[name]]))
    for (const [at, value] of values.entries()) {
      for (const next of values.slice(at + 1)) expect(widens(name, value, next), name).toBe(true)
      for (const before of values.slice(0, at)) expect(widens(name, value, before)).toBe(false)
    }
  }
})

test('what the policies equal is named, and what differs from it', () => {
  expect(presetOf(presets.open)).toEqual({ preset: 'open', changed: [] })
  expect(presetOf({ ...presets.guarded, cors: 'any-origin', readLogs: 'owner' })).toEqual({
    preset: 'guarded',
    changed: ['readLogs', 'cors'],
  })
  const half = { ...presets.open, cors: 'consented-platforms', addKeys: 'owner' }
  expect(presetOf(half)).toEqual({ preset: 'open', changed: ['cors', 'addKeys'] })
  const even = { ...half, provisioning: 'off', counterpartySignatures: 'hold' }
  expect(presetOf(even).preset).toBe('guarded')
})

test('a preset says what it would change, and what of it lets in more', () => {
  const now = { ...presets.guarded, readPublicWithoutToken: 'anyone' }
  expect(changesOf(now, 'guarded')).toEqual([
    ...[{ name: 'readPublicWithoutToken', from: 'anyone', to: 'this-computer', widens: false }],
  ])
  const opened = changesOf({ ...presets.guarded, readLogs: 'anyone' }, 'open')
  expect(opened.map(({ name }) => name)).toEqual(policyNames.filter((name) => name !== 'readLogs'))
  expect(opened.every((change) => change.widens)).toBe(true)
  expect(changesOf(presets.open, 'open')).toEqual([])
})

test('a value of a newer vault is shown as it is, and taken for wider', () => {
  expect(choiceName('cors', 'some-origins')).toBe('some-origins')
  expect(widens('cors', 'any-origin', 'some-origins')).toBe(true)
})
