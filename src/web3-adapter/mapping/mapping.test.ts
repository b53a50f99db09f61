import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MappingError } from './errors.ts'
import { fromGlobal } from './from-global.ts'
import { parseMapping } from './parse-mapping.ts'
import { filesOfRow, referencesOfPayload, referencesOfRow } from './references.ts'
import { toGlobal } from './to-global.ts'
import type { Mapping, Row } from './types.ts'

const mapping = (map: Record<string, string>, more: object = {}): Mapping =>
  parseMapping(
    {
      tableName: 'posts',
      schemaId: 'a-type',
      ownerEnamePath: 'ename',
      localToUniversalMap: map,
      ...more,
    },
    'posts.json',
  )

/** Ids that are the same in both worlds but for their table. */
const names = {
  globalIdOf: (table: string, id: string) => `${table}:${id}`,
  localIdOf: (table: string, id: string) => id.slice(table.length + 1),
  fileUriOf: () => 'w3ds://file?id=@a/b',
}
const up = (map: Record<string, string>, row: Row) => toGlobal(mapping(map), row, names)
const down = (map: Record<string, string>, payload: Row) => fromGlobal(mapping(map), payload, names)

test('a column is a field, also within objects; nothing is null', () => {
  const map = { words: 'content', 'place.name': 'location', off: 'isArchived' }
  expect(up(map, { words: 'Hi', place: { name: 'Rome' }, off: undefined })).toEqual({
    content: 'Hi',
    location: 'Rome',
    isArchived: null,
  })
  expect(down(map, { content: 'Hi', location: 'Rome', other: 1 })).toEqual({
    words: 'Hi',
    place: { name: 'Rome' },
  })
})

test('rows of other tables are named by their global ids, one or many', () => {
  const map = {
    author: 'people(author_id),authorId',
    likes: 'people(stars[].person),likedBy',
    tags: 'tags(tags[])',
  }
  const row = { author_id: 7, stars: [{ person: 1 }, { person: 2 }], tags: ['x'] }
  expect(up(map, row)).toEqual({
    authorId: 'people:7',
    likedBy: ['people:1', 'people:2'],
    tags: ['tags:x'],
  })
  expect(referencesOfRow(mapping(map), row)).toEqual([
    { table: 'people', id: '7' },
    { table: 'people', id: '1' },
    { table: 'people', id: '2' },
    { table: 'tags', id: 'x' },
  ])
  const payload = { authorId: 'people:7', likedBy: ['people:1'], tags: null }
  expect(down(map, payload)).toEqual({ author_id: '7', stars: [{ person: '1' }], tags: [] })
  expect(referencesOfPayload(mapping(map), payload)).toEqual([
    { table: 'people', id: 'people:7' },
    { table: 'people', id: 'people:1' },
  ])
})

test('who is nowhere any more is left out', () => {
  const gone = { ...names, globalIdOf: () => null, localIdOf: () => null }
  const map = mapping({ author: 'people(author_id),authorId', likes: 'people(likes[]),likedBy' })
  expect(toGlobal(map, { author_id: 1, likes: [1, 2] }, gone)).toEqual({
    authorId: null,
    likedBy: [],
  })
  expect(fromGlobal(map, { authorId: 'x', likedBy: ['y'] }, gone)).toEqual({
    author_id: null,
    likes: [],
  })
})

test('dates of any kind are ISO 8601 in payloads, and local again in rows', () => {
  const iso = '2023-11-14T22:13:20.000Z'
  for (const made of [
    1_700_000_000,
    '1700000000',
    1_700_000_000_000,
    iso,
    new Date(iso),
    1_700_000_000n,
    { _seconds: 1_700_000_000, _nanoseconds: 0 },
    { seconds: 1_700_000_000, nanoseconds: 0 },
  ]) {
    expect(up({ made: '__date(made),createdAt' }, { made })).toEqual({ createdAt: iso })
  }
  const forms = {
    seconds: 1_700_000_000,
    milliseconds: 1_700_000_000_000,
    iso,
    firestore: { _seconds: 1_700_000_000, _nanoseconds: 0 },
  }
  for (const [form, value] of Object.entries(forms)) {
    expect(down({ made: `__date(made, ${form}),createdAt` }, { createdAt: iso })).toEqual({
      made: value,
    })
  }
  expect(up({ made: '__date(made)' }, { made: -1 })).toEqual({ made: '1969-12-31T23:59:59.000Z' })
  expect(up({ made: '__date(made)' }, { made: null })).toEqual({ made: null })
})

test('a date that is none is an error of the platform’s, and nothing from others', () => {
  for (const made of ['soon', Number.NaN, Number.POSITIVE_INFINITY, {}, true, '9'.repeat(40)]) {
    expect(() => up({ made: '__date(made)' }, { made })).toThrow(MappingError)
    expect(down({ made: '__date(made)' }, { made })).toEqual({ made: null })
  }
})

test('calculations are computed one way', () => {
  const map = {
    total: '__calc(round(price * count, 2))',
    label: "__calc(count > 1 ? concat(upper(name), ' x', count) : name),title",
  }
  const row = { price: 1.005, count: 2, name: 'tea' }
  expect(up(map, row)).toEqual({ total: 2.01, title: 'TEA x2' })
  expect(down(map, { total: 5, title: 'x' })).toEqual({})
  expect(up({ x: '__calc(1 / count)' }, { count: 0 })).toEqual({ x: null })
})

test.each([
  "constructor.constructor('return 1')()",
  '__proto__.x',
  'name.constructor',
  'name["constructor"]',
  'process.exit()',
  'fetch(name)',
  'this',
  'a = 1',
  '[1, 2]',
  'a;b',
  'new Date()',
  `${'('.repeat(60)}1${')'.repeat(60)}+${'-'.repeat(40)}1`,
  'x'.repeat(100_000),
  `${'!'.repeat(200)}name`,
])('a calculation computes and does nothing else: %.40s', (expression) => {
  expect(() => mapping({ x: `__calc(${expression})` })).toThrow(MappingError)
})

test('files that a row holds are uploaded, all else passes', () => {
  const map = { picture: '__file(picture),avatarUrl', pictures: '__file(pictures[]),mediaUrls' }
  const data = 'data:image/png;base64,AA=='
  const row = { picture: data, pictures: [data, 'https://example.com/x.png', null] }
  expect(filesOfRow(mapping(map), row)).toEqual([data, data])
  expect(up(map, row)).toEqual({
    avatarUrl: 'w3ds://file?id=@a/b',
    mediaUrls: ['w3ds://file?id=@a/b', 'https://example.com/x.png'],
  })
  expect(down(map, { avatarUrl: 'w3ds://file?id=@a/b', mediaUrls: 'one' })).toEqual({
    picture: 'w3ds://file?id=@a/b',
    pictures: ['one'],
  })
})

test('a column that the row does not have is an error', () => {
  expect(() => up({ wrods: 'content' }, { words: 'Hi' })).toThrow('posts: the row has no “wrods”')
})

test.each([
  [{ tableName: '' }, 'posts.json › tableName'],
  [{ extra: 1 }, 'posts.json'],
  [{ ownerEnamePath: 'users(author)' }, 'posts.json › ownerEnamePath'],
  [{ ownerEnamePath: 'a.__proto__' }, 'posts.json › ownerEnamePath'],
  [{ localToUniversalMap: { a: '__ename(b)' } }, 'localToUniversalMap › a: “__ename” is not known'],
  [{ localToUniversalMap: { a: 'user(x)[],b' } }, 'localToUniversalMap › a'],
  [{ localToUniversalMap: { a: 'users(x[].y[].z)' } }, 'localToUniversalMap › a'],
  [{ localToUniversalMap: { 'a.__proto__': 'b' } }, 'localToUniversalMap › a.__proto__'],
  [{ localToUniversalMap: { a: '__proto__' } }, 'localToUniversalMap › a'],
  [{ localToUniversalMap: { a: '__date(b, weeks)' } }, 'seconds, milliseconds, iso, firestore'],
  [{ localToUniversalMap: { a: 'x', b: 'x' } }, '“x” is mapped twice'],
])('a file that is wrong is refused with its place: %j', (change, message) => {
  expect(() => mapping({ a: 'b' }, change)).toThrow(message)
})

test('owners are found in several ways', () => {
  const { owner } = mapping({ a: 'b' }, { ownerEnamePath: 'users(by.ename) || owner.ename||ename' })
  expect(owner).toEqual([
    { kind: 'lookup', table: 'users', path: 'by', column: 'ename' },
    { kind: 'path', path: 'owner.ename' },
    { kind: 'path', path: 'ename' },
  ])
})

/** A line of a mapping for the nth field, and values of it that are in normal form. */
const moment = fc.integer({ min: -60_000_000_000, max: 90_000_000_000 })
const id = fc.string({ minLength: 1, maxLength: 8 })
const kinds: ((n: number) => [string, string, fc.Arbitrary<Row>])[] = [
  (n) => [`c${n}`, `f${n}`, fc.jsonValue().map((value) => ({ [`c${n}`]: value }))],
  (n) => [`c${n}.in`, `f${n}`, fc.string().map((value) => ({ [`c${n}`]: { in: value } }))],
  (n) => [`x${n}`, `t(c${n}),f${n}`, fc.option(id).map((value) => ({ [`c${n}`]: value }))],
  (n) => [`x${n}`, `t(c${n}[]),f${n}`, fc.array(id).map((value) => ({ [`c${n}`]: value }))],
  (n) => [
    `x${n}`,
    `t(c${n}[].id),f${n}`,
    fc.array(id).map((value) => ({ [`c${n}`]: value.map((one) => ({ id: one })) })),
  ],
  (n) => [`x${n}`, `__date(c${n}, seconds),f${n}`, moment.map((value) => ({ [`c${n}`]: value }))],
  (n) => [
    `x${n}`,
    `__date(c${n}),f${n}`,
    moment.map((value) => ({ [`c${n}`]: new Date(value * 1_000).toISOString() })),
  ],
  (n) => [
    `x${n}`,
    `__date(c${n}, firestore),f${n}`,
    moment.map((value) => ({ [`c${n}`]: { _seconds: value, _nanoseconds: 0 } })),
  ],
  (n) => [`x${n}`, `__file(c${n}),f${n}`, fc.webUrl().map((value) => ({ [`c${n}`]: value }))],
]
const mapped = fc
  .array(fc.integer({ min: 0, max: kinds.length - 1 }), { minLength: 1, maxLength: 8 })
  .chain((chosen) => {
    const lines = chosen.map((kind, n) => kinds[kind]?.(n) ?? kinds[0]?.(n))
    const map = Object.fromEntries(lines.map((line) => [line?.[0], line?.[1]]))
    return fc
      .tuple(...lines.map((line) => line?.[2] ?? fc.constant({})))
      .map((parts) => ({ map, row: Object.assign({}, ...parts) as Row }))
  })

test('what goes up comes down as it was, and up again the same', () => {
  fc.assert(
    fc.property(mapped, ({ map, row }) => {
      const read = mapping(map as Record<string, string>)
      const payload = toGlobal(read, row, names)
      expect(fromGlobal(read, payload, names)).toEqual(row)
      expect(toGlobal(read, fromGlobal(read, payload, names), names)).toEqual(payload)
    }),
    { numRuns: 500 },
  )
})

test('whatever a payload holds, it makes a row or parts of one', () => {
  const read = mapping({
    a: 'a',
    b: 'people(b),b',
    c: 'people(c[].id),c',
    d: '__date(d),d',
    e: '__file(e[]),e',
  })
  const anything = fc.record({
    a: fc.jsonValue(),
    b: fc.jsonValue(),
    c: fc.jsonValue(),
    d: fc.jsonValue(),
    e: fc.jsonValue(),
  })
  fc.assert(
    fc.property(anything, (payload) => {
      expect(() => referencesOfPayload(read, payload)).not.toThrow()
      const row = fromGlobal(read, payload, names)
      expect(() => toGlobal(read, { d: null, ...row }, names)).not.toThrow()
    }),
  )
})
