import { describe, expect, it } from 'vitest'
import { knownNames, platformHost } from './known-names.ts'

const uuid = 'e4d909c2-5d2f-4a7d-9473-b34b6c0f1a5a'
const platform = (name: string) => ({ kind: 'platform', caller: `platform ${name}`, name }) as const
const person = (name: string) => ({ kind: 'person', caller: `person ${name}`, name }) as const

describe('knownNames', () => {
  it('names people and platforms as an access list does, each once', () => {
    const visitors = [
      ...[person(`@${uuid}`), person('@friend.w3id'), platform('https://Post.example/')],
      ...[platform('https://post.example'), platform('blabsy')],
      { kind: 'anonymous', caller: 'anonymous', name: null } as const,
    ]
    expect(knownNames(visitors, ['@Friend.w3id'])).toEqual({
      people: [`@${uuid}`],
      platforms: ['@https://post.example', '@blabsy'],
    })
    expect(knownNames(visitors, ['@https://post.example']).platforms).toEqual(['@blabsy'])
  })

  it('proposes no platform that calls itself like a person: no access list holds for it', () => {
    const visitors = [platform(`@${uuid}`), platform(uuid), platform(' @friend ')]
    expect(knownNames(visitors, [])).toEqual({ people: [], platforms: [] })
  })
})

it('tells platforms from people by their address', () => {
  expect(platformHost('@https://post.example:8080/a')).toBe('post.example:8080')
  expect(platformHost('@friend.w3id')).toBeNull()
})
