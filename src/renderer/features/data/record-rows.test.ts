import { describe, expect, it } from 'vitest'
import type { RecordChange } from '../../graphql/change-stream.ts'
import { applyChanges, rowOf } from './record-rows.ts'

const POST = 'post'

function record(id: string, minute: number, ontology = POST) {
  const createdAt = `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`
  return { id, ontology, createdAt, acl: ['*'], brief: { content: id } }
}

function told(kind: RecordChange['kind'], it: ReturnType<typeof record>): RecordChange {
  const { id, ontology } = it
  return { kind, id, ontology, metaEnvelope: kind === 'DELETED' ? null : it }
}

const rows = [record('c', 30), record('b', 20), record('a', 10)].map((record) => rowOf(record))
const whole = { ontology: null, hasOlder: false, isFiltered: false, search: '' }

function idsAfter(changes: RecordChange[], extent: Parameters<typeof applyChanges>[2] = whole) {
  return applyChanges(rows, changes, extent, 0).map(({ id }) => id)
}

describe('applyChanges', () => {
  it('puts a new record first', () => {
    expect(idsAfter([told('CREATED', record('d', 40))])).toEqual(['d', 'c', 'b', 'a'])
  })

  it('puts a restored record back in its old place', () => {
    const deleted = record('between', 25)
    expect(idsAfter([told('RESTORED', deleted)])).toEqual(['c', 'between', 'b', 'a'])
  })

  it('orders records of the same moment by id, as the vault does', () => {
    expect(idsAfter([told('CREATED', record('bb', 20))])).toEqual(['c', 'bb', 'b', 'a'])
  })

  it('takes a deleted record out, and does not mind hearing of it twice', () => {
    const gone = told('DELETED', record('b', 20))
    expect(idsAfter([gone, gone])).toEqual(['c', 'a'])
  })

  it('keeps one row of a record it hears of twice', () => {
    const change = told('CREATED', record('d', 40))
    expect(idsAfter([change, change])).toEqual(['d', 'c', 'b', 'a'])
  })

  it('leaves a record that is older than the loaded part to its page', () => {
    const old = told('RESTORED', record('old', 1))
    expect(
      idsAfter([old], { ontology: null, hasOlder: true, isFiltered: false, search: '' }),
    ).toEqual(['c', 'b', 'a'])
    expect(idsAfter([old])).toEqual(['c', 'b', 'a', 'old'])
  })

  it('passes over other types than the listed one', () => {
    const other = told('CREATED', record('d', 40, 'chat'))
    expect(
      idsAfter([other], { ontology: POST, hasOlder: false, isFiltered: false, search: '' }),
    ).toEqual(['c', 'b', 'a'])
  })

  it('shows a record that was updated as it is now, at its place', () => {
    const updated = { ...record('b', 20), brief: { content: 'new' } }
    const after = applyChanges(rows, [told('UPDATED', updated)], whole, 0)
    expect(after.map(({ id }) => id)).toEqual(['c', 'b', 'a'])
    expect(after[1]?.summary).toEqual(rowOf(updated).summary)
  })

  it('takes out a record whose type is no longer the listed one', () => {
    const moved = told('UPDATED', record('b', 20, 'chat'))
    expect(
      idsAfter([moved], { ontology: POST, hasOlder: false, isFiltered: false, search: '' }),
    ).toEqual(['c', 'a'])
  })
})
