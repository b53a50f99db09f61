import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExportWriter, type StoredRecord } from './export-format.ts'
import { readSource } from './import-file.ts'
import { planned, proposedColumns } from './import-plan.ts'

const asFileSays = { ontology: null, acl: null }

function inputsOf(text: string, more: object = asFileSays) {
  const file = readSource('file', text)
  const plan = { ...asFileSays, columns: proposedColumns(file, null), ...more }
  return [...planned(file, plan)]
}

const value = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => guessedAsText(text)),
  fc.string({ unit: fc.constantFrom('"', ',', '\n', 'ü', 'a'), minLength: 1 }),
)
const record = fc.record({
  id: fc.uuid(),
  ontology: fc.constant('post'),
  acl: fc.constantFrom(['*'], ['@a', '@b']),
  createdAt: fc.constant('2025-01-24T10:00:00.000Z'),
  parsed: fc.dictionary(fc.constantFrom('a', 'b', 'id', 'ontology', 'payload.x', 'ü'), value),
})

describe('an exported file', () => {
  for (const format of ['json', 'ndjson', 'csv'] as const) {
    it(`is imported as it was: ${format}`, () => {
      fc.assert(
        fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (records) => {
          const writer = new ExportWriter(format)
          for (const one of records)
            writer.add({ ...one, acl: [...one.acl] } satisfies StoredRecord)
          const inputs = inputsOf(writer.finish().join(''))
          expect(inputs.map((it) => 'input' in it && sorted(it.input))).toEqual(
            records.map(({ id, ontology, acl, parsed }) =>
              sorted({ id, ontology, acl, payload: parsed }),
            ),
          )
        }),
      )
    })
  }
})

describe('a table', () => {
  const ontology = { ontology: 'post', acl: ['@me'] }

  it('becomes typed fields; empty cells none', () => {
    const [one] = inputsOf(
      'name,likes,ok,tags,code\nAda,3,true,"[""a""]",007\nBob,,false,[],1\n',
      ontology,
    )
    expect(one).toMatchObject({
      line: 2,
      input: { payload: { name: 'Ada', likes: 3, ok: true, tags: ['a'], code: '007' } },
    })
  })

  it('tells what is wrong with a line, and goes on', () => {
    const columns = [{ column: 'likes', field: 'likes', kind: 'number' as const }]
    const all = inputsOf('likes\n1\nmany\n3,4\n5\n', { ...ontology, columns })
    expect(all.map((it) => ('problem' in it ? `${it.line} ${it.problem}` : it.line))).toEqual([
      2,
      '3 likes: “many” is not a number.',
      '4 2 cells, but there are 1 columns.',
      5,
    ])
  })

  it('gives the same ids each time, and equal lines ids of their own', () => {
    const ids = () =>
      inputsOf('{"a":1}\n{"a":1}\n{"a":2}\n', ontology).map((it) => 'input' in it && it.input.id)
    expect(new Set(ids()).size).toBe(3)
    expect(ids()).toEqual(ids())
  })
})

it.each([
  ['', 'The file is empty.'],
  ['[1,', 'The file is no valid JSON.'],
  ['a,a\n1,2', 'Two columns have the same name.'],
  ['a,b\n', 'The file holds no records.'],
])('refuses %j', (text, reason) => {
  expect(() => readSource('file', text)).toThrow(reason)
})

function guessedAsText(text: string): boolean {
  return !/^(-?\d.*|true|false|\[.*\]|\{.*\})$/s.test(text)
}

function sorted(input: { readonly payload: unknown; readonly [more: string]: unknown }) {
  const payload = Object.entries(input.payload as object).sort(([a], [b]) => (a < b ? -1 : 1))
  return { ...input, payload }
}
