import { describe, expect, test } from 'vitest'
import { RequestError } from '../errors.ts'
import { authorise, type Operation } from './authorise.ts'
import type { Caller } from './caller.ts'
import { type Policy, policyPresets } from './policy.ts'

const operations: readonly Operation[] = ['read', 'create', 'remove', 'restore', 'oversee']
const platform: Caller = { kind: 'platform', platform: 'https://p.example', thisComputer: true }
const here: Caller = { kind: 'anonymous', thisComputer: true }
const elsewhere: Caller = { kind: 'anonymous', thisComputer: false }

/** The records a caller gets, or the code it is refused with. */
function outcome(caller: Caller, operation: Operation, policy: Policy): string {
  try {
    const { ename, records } = authorise(caller, operation, '@the-vault', policy)
    expect(ename).toBe('@the-vault')
    return records === 'all' ? 'all' : `only [${records}]`
  } catch (error) {
    if (error instanceof RequestError) return error.code
    throw error
  }
}

const everything = ['all', 'all', 'all', 'all', 'all']
const nothing = operations.map(() => 'UNAUTHENTICATED')
const publicly = ['only [*]', 'only []', ...nothing.slice(2)]

describe.each<[keyof typeof policyPresets, string, Caller, string[]]>([
  ['open', 'the owner', { kind: 'owner' }, everything],
  ['open', 'a platform', platform, ['all', 'all', 'all', 'FORBIDDEN', 'FORBIDDEN']],
  ['open', 'a program on this computer', here, publicly],
  ['open', 'a web page', elsewhere, publicly],
  ['guarded', 'the owner', { kind: 'owner' }, everything],
  [
    'guarded',
    'a platform',
    platform,
    ['CONSENT_REQUIRED', 'CONSENT_REQUIRED', 'CONSENT_REQUIRED', 'FORBIDDEN', 'FORBIDDEN'],
  ],
  ['guarded', 'a program on this computer', here, publicly],
  ['guarded', 'a web page', elsewhere, nothing],
])('under %s %s', (preset, _who, caller, expected) => {
  test.each(operations.map((operation, index) => [operation, expected[index]]))(
    'asking to %s gets: %s',
    (operation, result) => {
      expect(outcome(caller, operation as Operation, policyPresets[preset])).toBe(result)
    },
  )
})

test('switched off, nobody without a token creates or reads', () => {
  const policy: Policy = {
    ...policyPresets.open,
    createWithoutToken: 'off',
    readPublicWithoutToken: 'off',
  }
  for (const caller of [here, elsewhere]) {
    expect(operations.map((operation) => outcome(caller, operation, policy))).toEqual(nothing)
  }
})

test('each switch opens its own door only', () => {
  const closed: Policy = {
    ...policyPresets.open,
    createWithoutToken: 'off',
    readPublicWithoutToken: 'off',
  }
  const creating: Policy = { ...closed, createWithoutToken: 'this-computer' }
  const reading: Policy = { ...closed, readPublicWithoutToken: 'this-computer' }
  expect(outcome(here, 'create', creating)).toBe('only []')
  expect(outcome(here, 'read', creating)).toBe('UNAUTHENTICATED')
  expect(outcome(elsewhere, 'create', creating)).toBe('UNAUTHENTICATED')
  expect(outcome(here, 'read', reading)).toBe('only [*]')
  expect(outcome(here, 'create', reading)).toBe('UNAUTHENTICATED')
})

test('an operation no rule names is the owner’s alone', () => {
  const unheardOf = 'export' as Operation
  expect(outcome(platform, unheardOf, policyPresets.open)).toBe('FORBIDDEN')
  expect(outcome(here, unheardOf, policyPresets.open)).toBe('UNAUTHENTICATED')
})
