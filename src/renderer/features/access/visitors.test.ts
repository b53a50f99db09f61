import { expect, test } from 'vitest'
import type { VisitorsQuery } from '../../graphql/documents.generated.ts'
import { groupsOf, isWaiting, newcomerAt, visitorAt, visitorsOf } from './visitors.ts'

const times = { firstSeen: '2026-11-01T10:00:00Z', lastSeen: '2026-11-02T10:00:00Z' }
const came = (caller: string): VisitorsQuery['visitors'][number] => ({
  ...{ caller, kind: 'platform', name: null, ...times },
  ...{ reads: 1, writes: 0, refusals: 0, spellings: [caller], verified: false, lastRefusal: null },
})
const consent = (platform: string, decision: string): VisitorsQuery['consents'][number] => ({
  ...{
    platform,
    decision,
    ontologies: [],
    migrator: false,
    verified: false,
    refusedWhileLocked: false,
  },
  ...{ askedAt: times.firstSeen, decidedAt: null },
})

test('a platform has the consent of its name, however it is spelled', () => {
  const [visitor] = visitorsOf({
    visitors: [came('platform https://A.example/')],
    consents: [consent('https://a.example', 'read')],
  })
  expect(visitor).toMatchObject({ title: 'a.example', consent: { decision: 'read' } })
})

test('whether it proved itself is what its consent says, or its last token where there is none', () => {
  const [site, other] = ['platform https://a.example', 'platform https://b.example']
  const proven = { ...came(site), verified: true }
  const verified = (consents: VisitorsQuery['consents'], visitors = [proven, came(other)]) =>
    visitorsOf({ visitors, consents }).map((visitor) => visitor.verified)
  expect(verified([])).toEqual([true, false])
  expect(verified([consent('https://a.example', 'read')])).toEqual([false, false])
  expect(verified([{ ...consent('https://a.example', 'read'), verified: true }], [])).toEqual([
    true,
  ])
})

test('a line of the logs leads to its platform, however it is spelled there', () => {
  const visitors = visitorsOf({
    visitors: [came('person @a'), came('platform https://A.example/'), came('platform Blabsy')],
    consents: [],
  })
  const at = (line: string) => visitorAt(visitors, line)?.line
  expect(at('platform https://a.example')).toBe('platform https://A.example/')
  expect(at('platform blabsy')).toBe('platform Blabsy')
  expect(at('person @a')).toBe('person @a')
  expect(at('platform @a')).toBeUndefined()
  expect(at('person @b')).toBeUndefined()
})

test('a platform that has not come can be decided about, if it is one that can be told of', () => {
  expect(newcomerAt('platform https://a.example')).toMatchObject({
    ...{ title: 'a.example', line: 'platform https://a.example' },
    ...{ firstSeen: null, consent: null, verified: false },
  })
  for (const line of ['platform Blabsy', 'person @a', 'anonymous', 'owner']) {
    expect(newcomerAt(line)).toBeUndefined()
  }
})

test('a person has no consent, though a platform be called like them', () => {
  const visitors = visitorsOf({
    visitors: [came('person @a'), came('anonymous')],
    consents: [consent('@a', 'everything')],
  })
  expect(visitors.map(({ kind, consent }) => [kind, consent?.decision])).toEqual([
    ...[
      ['person', undefined],
      ['anonymous', undefined],
      ['platform', 'everything'],
    ],
  ])
})

test('who was decided about before they came is there, too, and was never seen', () => {
  const visitors = visitorsOf({ visitors: [], consents: [consent('https://b.example', 'read')] })
  expect(visitors).toMatchObject([{ line: 'platform https://b.example', lastSeen: null, reads: 0 }])
})

test('those that wait come by themselves, and a filter looks into names', () => {
  const visitors = visitorsOf({
    visitors: [came('platform https://a.example'), came('platform https://b.example')],
    consents: [consent('https://b.example', 'undecided'), consent('https://a.example', 'read')],
  })
  expect(visitors.map(isWaiting)).toEqual([false, true])
  const titles = (filter: string) => {
    const { waiting, others } = groupsOf(visitors, filter)
    return [waiting.map(({ title }) => title), others.map(({ title }) => title)]
  }
  expect(titles('')).toEqual([['b.example'], ['a.example']])
  expect(titles(' A.EX')).toEqual([[], ['a.example']])
  expect(titles('https://b')).toEqual([['b.example'], []])
})
