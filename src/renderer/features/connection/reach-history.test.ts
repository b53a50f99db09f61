import { expect, it } from 'vitest'
import { barOf, periodsOf, type Span } from './reach-history.ts'

const at = (minute: number) => new Date(minute * 60_000).toISOString()

function span(id: string, since: number, provenAt: number, more: Partial<Span> = {}): Span {
  return {
    ...{ id, publicUrl: 'https://me.example', provider: 'ssh' },
    ...{ since: at(since), provenAt: at(provenAt), endedAt: at(provenAt) },
    ...{ causeCode: null, causeParameters: null, missed: null, missedAt: null, ...more },
  }
}

const down = { isUp: false, cause: null }
const up = { isUp: true, cause: null }
const shown = (periods: ReturnType<typeof periodsOf>) =>
  periods.map(({ isReachable, from, to, cause }) => [
    isReachable ? 'reachable' : 'not',
    from / 60_000,
    to === null ? null : to / 60_000,
    cause?.code ?? null,
  ])

it('tells when the vault was reachable and why it was not, newest first', () => {
  const lost = { causeCode: 'LOST', causeParameters: { host: 'a.example' }, endedAt: at(22) }
  const spans = [span('c', 50, 60, { endedAt: null }), span('b', 10, 20, lost), span('a', 1, 5)]
  expect(shown(periodsOf(spans, up))).toEqual([
    ['reachable', 50, null, null],
    ['not', 22, 50, 'LOST'],
    ['reachable', 10, 20, null],
    ['not', 5, 10, null],
    ['reachable', 1, 5, null],
  ])
  expect(periodsOf(spans, up)[1]?.cause?.parameters).toEqual({ host: 'a.example' })
})

it('says since when the vault is not reachable now, and does not call it reachable before that is known', () => {
  const refused = { code: 'PORT_TAKEN', parameters: { port: 4 } }
  expect(shown(periodsOf([span('a', 1, 5)], { isUp: false, cause: refused }))).toEqual([
    ['not', 5, null, 'PORT_TAKEN'],
    ['reachable', 1, 5, null],
  ])
  const open = [span('a', 1, 5, { endedAt: null })]
  expect(shown(periodsOf(open, down))).toEqual([['reachable', 1, 5, null]])
  // What is up now is not what ended before; the vault has not been told of it yet.
  expect(shown(periodsOf([span('a', 1, 5)], up))).toEqual([['reachable', 1, 5, null]])
  expect(periodsOf([], down)).toEqual([])
})

it('knows how often somebody asked meanwhile where a relay counted', () => {
  const counted = { missed: 3, missedAt: at(15) }
  const spans = [span('c', 50, 60), span('b', 20, 30, counted), span('a', 1, 5)]
  const gaps = periodsOf(spans, up).filter(({ isReachable }) => !isReachable)
  expect(gaps.map(({ missed }) => missed)).toEqual([null, { count: 3, at: 15 * 60_000 }])
})

it('calls it no outage when one way gives way to another', () => {
  const spans = [span('b', 20, 30), span('a', 1, 18, { endedAt: at(20) })]
  expect(shown(periodsOf(spans, up)).map(([kind]) => kind)).toEqual(['reachable', 'reachable'])
})

it('draws what was proven, cut to the time that is shown', () => {
  const periods = periodsOf([span('b', 80, 90, { endedAt: null }), span('a', 0, 20)], up)
  const { parts, share } = barOf(periods, 10 * 60_000, 110 * 60_000)
  expect(parts).toEqual([
    { id: 'b', x: 0.7, width: expect.closeTo(0.3) },
    { id: 'a', x: 0, width: 0.1 },
  ])
  expect(share).toBeCloseTo(0.4)
  // One that has begun since the clock was looked at is there all the same; one before is not.
  expect(barOf(periods, 30 * 60_000, 70 * 60_000)).toEqual({
    parts: [{ id: 'b', x: 1, width: 0 }],
    share: 0,
  })
})
