import { describe, expect, test } from 'vitest'
import { authorise } from '../access/authorise.ts'
import type { Consent } from '../access/consents.ts'
import { policyPresets } from '../access/policy.ts'
import { type Candidate, type LoggedChange, planFor } from './plan.ts'

const platform = 'https://platform.example'
const caller = { kind: 'platform', platform, verified: false, thisComputer: false } as const
const everything = authorise(caller, 'read', '@a', { policy: policyPresets.open, consent: null })
const consent: Consent = {
  ...{
    ename: '@a',
    platform,
    decision: 'read',
    ontologies: [],
    migrator: false,
    refusedWhileLocked: false,
    verified: false,
  },
  ...{ askedAt: new Date(0), decidedAt: null },
}
const byAcl = authorise(caller, 'read', '@a', {
  policy: policyPresets.guarded,
  consent,
})
const candidate: Candidate = {
  ...{ platform, listed: true, ontologies: null, deletes: false, grant: everything },
}
const at = 1_000_000
const change = (more: Partial<LoggedChange> = {}): LoggedChange => ({
  ...{ sequence: 1, at, metaEnvelopeId: 'x', operation: 'update', platform: null, ontology: 'o' },
  record: { ontology: 'o', acl: ['*'] },
  ...more,
})
const plan = (changes: LoggedChange[], more: Partial<Candidate> = {}) =>
  planFor({ ...candidate, ...more }, changes).map(({ kind, reason, dueAt, origin, change }) => ({
    ...{ kind, reason, dueAt: dueAt - at, origin, sequence: change.sequence },
  }))[0]

describe('one change', () => {
  test('an update is due at once, a creation after 3 s', () => {
    expect(plan([change()])).toEqual({
      ...{ kind: 'queue', reason: null, dueAt: 0, origin: null, sequence: 1 },
    })
    expect(plan([change({ operation: 'create' })])?.dueAt).toBe(3_000)
  })

  test.each([
    'https://platform.example/',
    'HTTPS://Platform.Example',
    'https://platform.example:443',
  ])('of the platform itself, as %s, is not told', (own) => {
    expect(plan([change({ platform: own })])).toMatchObject({ kind: 'close', reason: 'OWN_CHANGE' })
    expect(plan([change({ platform: own, operation: 'update_envelope_value' })])).toMatchObject({
      kind: 'touch',
    })
  })

  test('is told only where consent, ACL and subscription let it', () => {
    expect(plan([change()], { grant: null })).toMatchObject({ kind: 'close', reason: 'NO_ACCESS' })
    expect(plan([change()], { grant: byAcl })?.kind).toBe('queue')
    const hidden = change({ record: { ontology: 'o', acl: ['@b'] } })
    expect(plan([hidden], { grant: byAcl })).toMatchObject({ kind: 'close', reason: 'NO_ACCESS' })
    expect(plan([hidden])?.kind).toBe('queue')
    expect(plan([change()], { ontologies: ['p'] })).toMatchObject({ reason: 'NOT_SUBSCRIBED' })
    // Its type is what the record is now.
    const moved = change({ record: { ontology: 'p', acl: ['*'] } })
    expect(plan([moved], { ontologies: ['p'] })?.kind).toBe('queue')
  })

  test('that is a deletion is told where that is wanted', () => {
    const gone = change({ operation: 'delete' })
    expect(plan([gone])).toMatchObject({ kind: 'close', reason: 'DELETED' })
    expect(plan([gone], { deletes: true })?.kind).toBe('queue')
    const forgotten = change({ operation: 'delete', record: null })
    expect(plan([forgotten], { deletes: true })?.kind).toBe('touch')
  })

  test('reaches a platform that is listed no more only if it waits for one', () => {
    expect(plan([change()], { listed: false })?.kind).toBe('touch')
  })
})

describe('several changes of a record come to one', () => {
  const [mine, others] = [platform, 'https://other.example']

  test('the newest, due when the first of them is', () => {
    const both = [
      change({ operation: 'create', sequence: 1 }),
      change({ sequence: 2, at: at + 10 }),
    ]
    expect(plan(both)).toMatchObject({ kind: 'queue', sequence: 2, dueAt: 10 })
    expect(plan([change(), change({ sequence: 2, at: at + 10 })])).toMatchObject({ dueAt: 0 })
  })

  test('a change of the platform itself takes away what came before, a field of it does not', () => {
    const own = { platform: mine, sequence: 2 }
    expect(plan([change(), change(own)])).toMatchObject({ kind: 'close', sequence: 2 })
    const field = change({ ...own, operation: 'update_envelope_value' })
    expect(plan([change(), field])).toMatchObject({ kind: 'queue', sequence: 2 })
    const later = change({ sequence: 3 })
    expect(plan([change(), change(own), later])).toMatchObject({ kind: 'queue', sequence: 3 })
  })

  test('the one who made all of them is told apart from several', () => {
    const by = (name: string | null, sequence: number) => change({ platform: name, sequence })
    expect(plan([by(others, 1), by(others, 2)])?.origin).toBe(others)
    expect(plan([by(others, 1), by(null, 2)])?.origin).toBeNull()
  })
})
