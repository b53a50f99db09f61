import { expect } from 'vitest'
import type { Row, Topic } from '../row.ts'
import type { VaultUnderTest } from '../vault-under-test.ts'

const createOne = `mutation ($payload: JSON!) {
  createMetaEnvelope(input: { ontology: "conformance-refused", payload: $payload, acl: [] }) {
    metaEnvelope { id } errors { field message code }
  }
}`

async function expectKept(vault: VaultUnderTest, payload: object): Promise<void> {
  const { id, parsed } = await vault.create(payload)
  expect(parsed).toEqual(payload)
  const held = await vault.read(id)
  expect(held.parsed).toEqual(payload)
  expect(Object.keys(held.parsed)).toEqual(Object.keys(payload))
  for (const { fieldKey, value } of held.envelopes) {
    expect(value).toEqual(Object.entries(payload).find(([key]) => key === fieldKey)?.[1])
  }
}

const keptRow = (name: string, payload: object): Row => ({
  source: 'eVault seed',
  section: 'Storage Structure',
  quote: 'Easy reconstruction of the original object',
  name: `${name}: comes back as it was sent`,
  needs: ['token', 'open'],
  run: (vault) => expectKept(vault, payload),
})

const refusedRow = (name: string, payload: unknown): Row => ({
  source: 'protocol',
  section: '5. GraphQL',
  quote: 'Error codes in use',
  name: `${name}: is refused with a code, not a failure of the server`,
  needs: ['open'],
  async run(vault) {
    const { status, data } = await vault.graphql(createOne, { payload })
    expect(status).toBe(200)
    expect(data.createMetaEnvelope.metaEnvelope).toBeNull()
    const [error] = data.createMetaEnvelope.errors
    expect(error).toEqual({
      ...{ field: 'payload', message: expect.any(String) },
      code: expect.stringMatching(/^[A-Z_]+$/),
    })
    expect(error.code).not.toBe('INTERNAL_SERVER_ERROR')
    expect(error.message).not.toMatch(/went wrong/)
  },
})

/** JSON in, the same JSON out. */
export const fidelity: Topic = {
  topic: 'JSON fidelity',
  rows: [
    keptRow('nested objects and lists', { a: { b: { c: [[], [{}], [{ d: [1, [2, [3]]] }]] } } }),
    keptRow('null at every depth', { a: null, b: [null, { c: null }] }),
    keptRow('empty texts, keys, objects and lists', { '': '', a: '', b: { '': {} }, c: [] }),
    keptRow('an empty payload', {}),
    keptRow('Unicode', {
      'Schlüssel 键 🔑': 'Grüße, 世界, 😀👩‍👩‍👧, \u202e, \u2028, e\u0301, \ufeff, \u{10ffff}',
    }),
    keptRow('quotes, backslashes, control characters', {
      a: '"\\\'`$(x)\n\r\t\b\f\u0001\u001f\u007f',
    }),
    keptRow('numbers, big and small', {
      integers: [0, -1, 2 ** 31, 2 ** 53 - 1, -(2 ** 53) + 1, 1e21],
      fractions: [0.1, 1e-7, 5e-324, Number.MAX_VALUE, -1.7976931348623157e308, 1 / 3],
    }),
    keptRow('text that looks like something else', {
      ...{ a: '1', b: 'true', c: 'null', d: '{"x":1}', e: '2025-01-24T10:00:00Z', f: "'; --" },
    }),
    keptRow('keys that look like places in an array, in their order', {
      ...{ b: 1, a: 2, 'x.y': 3, 'a b': 4, $: 5, id: 6, acl: 7, ontology: 8 },
    }),
    keptRow(
      'a hundred fields',
      Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`field-${n}`, n])),
    ),
    {
      source: 'eVault seed',
      section: 'Storage Structure',
      quote: 'Easy reconstruction of the original object',
      name: '`__proto__`, `constructor` and `toString` are fields like any other',
      needs: ['token', 'open'],
      async run(vault) {
        const text = '{"__proto__":{"admin":true},"constructor":1,"toString":"x"}'
        const { id } = await vault.create(JSON.parse(text))
        const { parsed, envelopes } = await vault.read(id)
        expect(JSON.stringify(parsed)).toBe(text)
        expect(envelopes.map(({ fieldKey }: { fieldKey: string }) => fieldKey)).toEqual([
          ...['__proto__', 'constructor', 'toString'],
        ])
      },
    },
    {
      source: 'eVault seed',
      section: 'Storage Structure',
      quote: 'Easy reconstruction of the original object',
      name: 'a text of one megabyte comes back whole',
      needs: ['token', 'open'],
      async run(vault) {
        const content = 'a€"\\😀 '.repeat(2 ** 20 / 8)
        const { id } = await vault.create({ content }, { acl: [] })
        // Not toEqual: nobody wants to see the difference printed.
        expect((await vault.read(id)).parsed.content === content).toBe(true)
      },
    },
    {
      source: 'eVault seed',
      section: 'createMetaEnvelope',
      quote: 'mediaUrls: []',
      name: 'a payload written into the query, with variables inside, is taken like one sent as JSON',
      needs: ['token', 'open'],
      async run(vault) {
        const query = `mutation ($inside: JSON) { createMetaEnvelope(input: {
          ontology: "${vault.newOntology()}", acl: ["*"]
          payload: { a: [1, 2.5, "x", null, true, { b: $inside }], c: """block "text" """ }
        }) { metaEnvelope { parsed } } }`
        const { data } = await vault.graphql(query, { inside: { deep: [1] } })
        expect(data.createMetaEnvelope.metaEnvelope.parsed).toEqual({
          ...{ a: [1, 2.5, 'x', null, true, { b: { deep: [1] } }], c: 'block "text" ' },
        })
      },
    },
    refusedRow('NUL in a text', { a: 'b\0c' }),
    refusedRow('NUL in a key', { 'a\0b': 1 }),
    refusedRow('NUL deep inside', { a: [{ b: ['\0'] }] }),
    refusedRow('half of a surrogate pair', { a: '\ud800' }),
    refusedRow('a list instead of an object', [1, 2]),
    refusedRow('a text instead of an object', 'hello'),
    refusedRow('a number instead of an object', 7),
  ],
}
