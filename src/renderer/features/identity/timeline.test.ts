import { describe, expect, it } from 'vitest'
import { type LogEntry, timelineOf } from './timeline.ts'

const ada = '@11111111-1111-4111-8111-111111111111'
const bob = '@22222222-2222-4222-8222-222222222222'

function entry(index: number, operation: string, updateKeys: string[], approvedBy: string[] = []) {
  return {
    ...{
      versionId: `${index}-abcdef0123456789`,
      versionTime: `2026-01-0${index + 1}T00:00:00.000Z`,
    },
    ...{ operation, updateKeys, approvedBy, signedBy: updateKeys },
  } satisfies LogEntry
}

const log = [
  entry(0, 'genesis', ['zA', 'zB']),
  entry(1, 'rotate', ['zC', 'zB']),
  entry(2, 'recover', ['zD'], [ada, bob]),
]

describe('the timeline', () => {
  it('tells the newest first, each with the keys that came and left', () => {
    const told = timelineOf(log).map(({ versionId, came, left }) => [versionId[0], came, left])
    expect(told).toEqual([
      ['2', ['zD'], ['zC', 'zB']],
      ['1', ['zC'], ['zA']],
      ['0', ['zA', 'zB'], []],
    ])
  })

  it('says in words what happened', () => {
    expect(timelineOf(log).map(({ title }) => title)).toEqual([
      'Recovered with the approval of @11111111…1111 and @22222222…2222',
      'Key renewed',
      'Created with its first keys',
    ])
    expect(timelineOf([entry(0, 'genesis', ['zA'])])[0]?.title).toBe('Created with its first key')
  })

  it('says of each entry what was checked, and what it follows', () => {
    const [, renewed, created] = timelineOf(log)
    expect(renewed?.checks.map(({ name }) => name)).toEqual(['Signature', 'Chain', 'Commitment'])
    expect(renewed?.checks[1]?.finding).toContain('0-abcdef…6789')
    expect(created?.checks[1]?.finding).toContain('the beginning')
  })

  it('is empty for an empty log', () => expect(timelineOf([])).toEqual([]))
})
