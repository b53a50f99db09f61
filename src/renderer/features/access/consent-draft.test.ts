import { expect, test } from 'vitest'
import {
  accessTo,
  type ConsentDraft,
  decisionOf,
  draftOf,
  withType,
  writes,
} from './consent-draft.ts'

const draft: ConsentDraft = { decision: 'ontologies', ontologies: [], migrator: true }

test('the form starts with what holds, or with the narrowest', () => {
  expect(draftOf(null)).toEqual({ decision: 'read', ontologies: [], migrator: false })
  const times = { askedAt: '', decidedAt: null }
  const consent = { platform: 'a', verified: false, refusedWhileLocked: false, ...times }
  const types = [{ ontology: 'a', write: true }]
  const held = { ...consent, decision: 'ontologies', ontologies: types, migrator: true }
  expect(draftOf(held)).toEqual({ decision: 'ontologies', ontologies: types, migrator: true })
  expect(draftOf({ ...held, decision: 'blocked' }).decision).toBe('read')
})

test('types are chosen, changed in their place and taken away', () => {
  const both = withType(withType(draft, 'a', 'read'), 'b', 'write')
  expect(both.ontologies).toEqual([
    ...[
      { ontology: 'a', write: false },
      { ontology: 'b', write: true },
    ],
  ])
  expect(accessTo(both, 'b')).toBe('write')
  expect(withType(both, 'a', 'write').ontologies[0]).toEqual({ ontology: 'a', write: true })
  expect(withType(both, 'a', 'none').ontologies).toEqual([{ ontology: 'b', write: true }])
  expect(accessTo(both, 'c')).toBe('none')
})

test('only what writes can be a migrator, and only chosen types are sent with their decision', () => {
  expect(writes(withType(draft, 'a', 'read'))).toBe(false)
  expect(decisionOf(withType(draft, 'a', 'read')).migrator).toBe(false)
  expect(decisionOf(withType(draft, 'a', 'write')).migrator).toBe(true)
  const all = { ...withType(draft, 'a', 'write'), decision: 'everything' as const }
  expect(decisionOf(all)).toEqual({ decision: 'everything', ontologies: [], migrator: true })
  expect(decisionOf({ ...all, decision: 'read' }).migrator).toBe(false)
})
