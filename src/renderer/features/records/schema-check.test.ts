import { describe, expect, it } from 'vitest'
import { builtInSchemas } from '../../../evault/ontologies/built-in.ts'
import type { RecordSchema } from './record-schema.ts'
import { adviceOn } from './schema-check.ts'

const post = builtInSchemas.get('550e8400-e29b-41d4-a716-446655440001') as RecordSchema
const complete = { id: '1', authorId: '2', createdAt: '2025-01-24T10:00:00Z' }

describe('advice', () => {
  it('is none for what is as described, and for fields nobody described', () => {
    expect(adviceOn({ ...complete, content: 'Hello!', likeCount: 3, own: {} }, post)).toEqual([])
  })

  it('names the field, in words', () => {
    expect(adviceOn({ ...complete, likeCount: '3' }, post)).toEqual([
      { path: ['likeCount'], message: 'Usually a whole number.' },
    ])
    expect(adviceOn({ ...complete, likeCount: -3 }, post)).toEqual([
      { path: ['likeCount'], message: 'Usually 0 or more.' },
    ])
    expect(adviceOn({ ...complete, visibility: 'secret' }, post)).toEqual([
      { path: ['visibility'], message: 'Usually one of: public, private, followers.' },
    ])
    expect(adviceOn({ ...complete, createdAt: 'yesterday' }, post)).toEqual([
      { path: ['createdAt'], message: 'Usually written as date-time.' },
    ])
    expect(adviceOn({ ...complete, hashtags: ['a', 1] }, post)).toEqual([
      { path: ['hashtags', '1'], message: 'Usually text.' },
    ])
  })

  it('says what is missing', () => {
    expect(adviceOn({}, post).map(({ message }) => message)).toEqual([
      ...['Usually has “id”.', 'Usually has “authorId”.', 'Usually has “createdAt”.'],
    ])
  })

  it('is none without a description, or with one nobody can follow', () => {
    expect(adviceOn({ a: 1 }, null)).toEqual([])
    expect(adviceOn({ a: 1 }, { properties: { a: { $ref: '#/nowhere' } } } as never)).toEqual([])
  })
})
