import { expect, test } from 'vitest'
import { latestOf, traceOfAccess } from './traces.ts'

const at = (second: number) => `2026-11-01T10:00:0${second}.000Z`
const seen = (id: string, second: number, allowed = true) => ({
  ...{ id, timestamp: at(second), caller: 'anonymous', operation: 'read', allowed },
  ...{ reason: allowed ? null : 'NOT_FOUND', records: ['r'], ontologies: ['o'], times: 2 },
})
const changed = (id: string, second: number) => ({
  ...{ id, timestamp: at(second), caller: 'anonymous', operation: 'create', sequence: 7 },
  ...{ metaEnvelopeId: 'r', ontology: 'o' },
})

test('both logs become one, newest first, and no longer than is asked for', () => {
  const latest = latestOf([seen('a', 5), seen('b', 1)], [changed('c', 3), changed('d', 0)], 3)
  expect(latest.map(({ id }) => id)).toEqual(['a', 'c', 'b'])
  expect(latest[1]).toMatchObject({ records: ['r'], ontologies: ['o'], sequence: 7, refusal: null })
})

test('a refusal has its code, what was allowed has none', () => {
  expect(traceOfAccess(seen('a', 1, false)).refusal).toBe('NOT_FOUND')
  expect(traceOfAccess({ ...seen('a', 1, false), reason: null }).refusal).toBe('FORBIDDEN')
  expect(traceOfAccess({ ...seen('a', 1), reason: 'NOT_FOUND' }).refusal).toBeNull()
})
