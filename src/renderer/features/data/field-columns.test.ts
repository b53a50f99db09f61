import { describe, expect, it } from 'vitest'
import { columnFields, isMoment, proposedColumns } from './field-columns.ts'
import { rowOf } from './record-rows.ts'

const schema = {
  properties: {
    id: { type: 'string' },
    authorId: { type: 'string' },
    content: { type: 'string', contentMediaType: 'text/plain' },
    hashtags: { type: 'array' },
    place: { type: 'string' },
    likeCount: { type: 'integer' },
    replyCount: { type: 'integer' },
    isArchived: { type: 'boolean' },
    visibility: { type: 'string', enum: ['public', 'private'] },
    createdAt: { type: 'string', format: 'date-time' },
  },
}

function rows(...briefs: object[]) {
  return briefs.map((brief, at) =>
    rowOf({ id: `${at}`, ontology: 'post', acl: ['*'], createdAt: '2026-01-01T00:00:00Z', brief }),
  )
}

const post = { id: '1', authorId: 'a', content: 'Hello', likeCount: 1, createdAt: '2026-01-01' }

describe('proposedColumns', () => {
  it('takes numbers, truth values and short choices of the type that most records have', () => {
    const full = { ...post, visibility: 'public', isArchived: false, place: 'Ghent' }
    expect(proposedColumns(schema, rows(full, full, post))).toEqual([
      'likeCount',
      'isArchived',
      'visibility',
    ])
    expect(proposedColumns(schema, rows(full, post, post))).toEqual(['likeCount'])
  })

  it('takes short texts where nothing better is there, but not the summary once more', () => {
    const place = { title: 'Walk', place: 'Ghent', note: 'x'.repeat(30) }
    expect(proposedColumns(null, rows(place, place))).toEqual(['place'])
  })

  it('looks at the values where nobody has described the type', () => {
    const walk = { title: 'A walk', mood: 'calm', day: '2026-05-01', steps: 4_000, done: true }
    expect(proposedColumns(null, rows(walk))).toEqual(['day', 'steps', 'done'])
  })

  it('proposes nothing of a list that is empty', () => {
    expect(proposedColumns(schema, [])).toEqual([])
  })
})

describe('columnFields', () => {
  it('offers what fits into a cell: no lists, no ids, and not the creation once more', () => {
    expect(columnFields(schema, rows({ ...post, own: 'x', ownId: 'y' }))).toEqual([
      ...['content', 'place', 'likeCount', 'replyCount', 'isArchived', 'visibility', 'own'],
    ])
  })
})

it('tells moments from other texts', () => {
  const texts = ['2026-05-01', '2026-05-01T10:00:00Z', '2026-13-01', '2026', 'May']
  expect(texts.filter(isMoment)).toEqual(texts.slice(0, 2))
})
