import { describe, expect, test } from 'vitest'
import { RequestError } from '../errors.ts'
import { authorise, type Operation, refuseForeignType } from './authorise.ts'
import type { Caller } from './caller.ts'
import type { Consent } from './consents.ts'
import { type Policy, policyPresets } from './policy.ts'

const operations = [
  ...(['read', 'create', 'update', 'remove', 'sign'] as const),
  ...(['read-log', 'add-key', 'oversee', 'administer'] as const),
]
const site = 'https://p.example'
const owner: Caller = { kind: 'owner' }
const platform: Caller = { kind: 'platform', platform: site, verified: false, thisComputer: true }
const person: Caller = { kind: 'person', ename: '@bob', thisComputer: true }
const away: Caller = { kind: 'person', ename: '@bob', thisComputer: false }
const here: Caller = { kind: 'anonymous', thisComputer: true }
const elsewhere: Caller = { kind: 'anonymous', thisComputer: false }

function consent(decision: Consent['decision'], ontologies: Consent['ontologies'] = []): Consent {
  const times = { askedAt: new Date(), decidedAt: null }
  const names = { ename: '@the-vault', platform: site }
  return {
    ...names,
    decision,
    ontologies,
    migrator: false,
    refusedWhileLocked: false,
    verified: false,
    ...times,
  }
}

/** The records a caller gets, or the code it is refused with. */
function outcome(
  caller: Caller,
  operation: Operation,
  policy: Policy,
  decided: Consent | null = null,
): string {
  try {
    const { ename, records } = authorise(caller, operation, '@the-vault', {
      policy,
      consent: decided,
    })
    expect(ename).toBe('@the-vault')
    const types = records.ontologies === null ? '' : ` of ${records.ontologies}`
    return (records.all ? 'all' : `[${records.names}]`) + types
  } catch (error) {
    if (error instanceof RequestError) return error.code
    throw error
  }
}

const all = operations.map(() => 'all')
const no = operations.map(() => 'FORBIDDEN')
const untold = operations.map(() => 'UNAUTHENTICATED')
const ownersOnly = ['FORBIDDEN', 'FORBIDDEN']
const read = `[@${site},*]`
const { open, guarded } = policyPresets

describe.each<[string, Caller, Policy, Consent | null, string[]]>([
  ['open: the owner', owner, open, null, all],
  ['guarded: the owner', owner, guarded, null, all],
  ['open: a platform', platform, open, null, [...all.slice(2), ...ownersOnly]],
  [
    'guarded: a platform nobody decided about',
    platform,
    guarded,
    null,
    [...Array(5).fill('CONSENT_REQUIRED'), 'all', 'CONSENT_REQUIRED', ...ownersOnly],
  ],
  [
    'guarded: everything',
    platform,
    guarded,
    consent('everything'),
    [...Array(5).fill('all'), 'all', 'FORBIDDEN', ...ownersOnly],
  ],
  [
    'open: read only, and the ACL binds',
    platform,
    open,
    consent('read'),
    [read, ...no.slice(0, 4), 'all', 'FORBIDDEN', ...ownersOnly],
  ],
  [
    'chosen types, one of them for writing',
    platform,
    open,
    consent('ontologies', [
      { ontology: 'a', write: false },
      { ontology: 'b', write: true },
    ]),
    [`${read} of a,b`, ...Array(4).fill(`[@${site}] of b`), 'all', 'FORBIDDEN', ...ownersOnly],
  ],
  [
    'chosen types, for reading only',
    platform,
    open,
    consent('ontologies', [{ ontology: 'a', write: false }]),
    [`${read} of a`, ...no.slice(0, 4), 'all', 'FORBIDDEN', ...ownersOnly],
  ],
  [
    'blocked, though platforms are let in',
    platform,
    open,
    consent('blocked'),
    [...no.slice(0, 5), 'all', 'FORBIDDEN', ...ownersOnly],
  ],
  [
    'a person',
    person,
    guarded,
    null,
    ['[@bob,*]', '[]', '[@bob]', '[@bob]', '[@bob]', 'all', ...no.slice(0, 3)],
  ],
  [
    'guarded: a person in a web page',
    away,
    guarded,
    null,
    ['[@bob,*]', 'FORBIDDEN', '[@bob]', '[@bob]', '[@bob]', ...no.slice(0, 4)],
  ],
  [
    'open: a program without a token',
    here,
    open,
    null,
    ['[*]', '[]', ...untold.slice(0, 3), 'all', 'UNAUTHENTICATED', ...ownersOnly],
  ],
  [
    'guarded: a program without a token',
    here,
    guarded,
    null,
    ['[*]', '[]', ...untold.slice(0, 3), 'all', 'UNAUTHENTICATED', ...ownersOnly],
  ],
  [
    'guarded: a web page without a token',
    elsewhere,
    guarded,
    null,
    [...untold.slice(0, 7), ...ownersOnly],
  ],
])('%s', (_who, caller, policy, decided, expected) => {
  test.each(operations.map((operation, index) => [operation, expected[index]] as const))(
    'asking to %s gets: %s',
    (operation, result) => {
      expect(outcome(caller, operation, policy, decided)).toBe(result)
    },
  )
})

test('switched off, nobody without a token creates or reads', () => {
  const policy: Policy = { ...open, createWithoutToken: 'off', readPublicWithoutToken: 'off' }
  for (const caller of [here, elsewhere]) {
    expect(outcome(caller, 'create', policy)).toBe('UNAUTHENTICATED')
    expect(outcome(caller, 'read', policy)).toBe('UNAUTHENTICATED')
  }
  expect(outcome(person, 'create', policy)).toBe('FORBIDDEN')
})

test('each switch opens its own door only', () => {
  const closed: Policy = { ...open, createWithoutToken: 'off', readPublicWithoutToken: 'off' }
  const creating: Policy = { ...closed, createWithoutToken: 'this-computer' }
  const reading: Policy = { ...closed, readPublicWithoutToken: 'this-computer' }
  expect(outcome(here, 'create', creating)).toBe('[]')
  expect(outcome(here, 'read', creating)).toBe('UNAUTHENTICATED')
  expect(outcome(elsewhere, 'create', creating)).toBe('UNAUTHENTICATED')
  expect(outcome(here, 'read', reading)).toBe('[*]')
  expect(outcome(here, 'create', reading)).toBe('UNAUTHENTICATED')
})

test.each<[Policy['readLogs'], Caller[], Caller[]]>([
  ['anyone', [here, elsewhere, person, away, platform], []],
  ['this-computer', [here, person, platform], [elsewhere, away]],
  ['authenticated', [person, away, platform], [here, elsewhere]],
  ['owner', [], [here, elsewhere, person, platform]],
])('the log is for %s', (readLogs, allowed, refused) => {
  const policy = { ...open, readLogs }
  for (const caller of allowed) expect(outcome(caller, 'read-log', policy)).toBe('all')
  for (const caller of refused) expect(outcome(caller, 'read-log', policy)).not.toBe('all')
  expect(outcome(owner, 'read-log', policy)).toBe('all')
})

test.each(['x'.repeat(600), '@alice', ' @alice', 'e4d909c2-5d2f-4a7d-9473-b34b6c0f1a5a'])(
  'a platform called %s is listed nowhere: it is no name, or a person’s',
  (name) => {
    const strange: Caller = { ...platform, platform: name }
    expect(outcome(strange, 'read', open, consent('read'))).toBe('[*]')
  },
)

test('an operation no rule names is the owner’s alone', () => {
  const unheardOf = 'export' as Operation
  expect(outcome(platform, unheardOf, open)).toBe('FORBIDDEN')
  expect(outcome(person, unheardOf, open)).toBe('FORBIDDEN')
  expect(outcome(here, unheardOf, open)).toBe('UNAUTHENTICATED')
})

test('an authenticated platform is one the owner let in', () => {
  const policy: Policy = { ...guarded, readLogs: 'authenticated' }
  expect(outcome(platform, 'read-log', policy)).toBe('CONSENT_REQUIRED')
  expect(outcome(platform, 'read-log', policy, consent('blocked'))).toBe('FORBIDDEN')
  expect(outcome(platform, 'read-log', policy, consent('read'))).toBe('all')
})

test('a grant for some types is good for no other', () => {
  const decided = consent('ontologies', [{ ontology: 'a', write: true }])
  const rules = { policy: open, consent: decided }
  const grant = authorise(platform, 'create', '@the-vault', rules)
  expect(() => refuseForeignType(grant, 'a')).not.toThrow()
  expect(() => refuseForeignType(grant, 'b')).toThrow(RequestError)
})
