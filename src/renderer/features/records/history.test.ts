import { describe, expect, it } from 'vitest'
import { pastStates, type Version } from './history.ts'
import type { OpenRecord } from './use-record.ts'

const record: OpenRecord = {
  id: '1',
  ontology: 'post',
  brief: { content: 'third' },
  parsed: { content: 'third' },
  acl: ['*'],
  createdAt: '2025-01-01T00:00:00Z',
}

function version(n: number, content: string, endedBy: 'update' | 'delete' = 'update'): Version {
  return {
    ...{ versionId: `v${n}`, id: '1', ontology: 'post', acl: ['*'], parsed: { content } },
    ...{ endedBy, endedAt: `ended ${n}`, caller: `ender ${n}` },
    ...{ madeBy: `maker ${n}`, madeAt: `made ${n}` },
  }
}

const latest = { caller: 'owner', timestamp: 'now' }
const versions = [version(2, 'second', 'delete'), version(1, 'first')]

describe('the states of a record', () => {
  it('are told newest first, each with who made it and what differs from the one before', () => {
    const states = pastStates(record, versions, latest, true)
    expect(
      states.map(({ versionId, made, deleted }) => [versionId, made?.caller, deleted]),
    ).toEqual([
      [null, 'owner', null],
      ['v2', 'maker 2', { caller: 'ender 2', timestamp: 'ended 2' }],
      ['v1', 'maker 1', null],
    ])
    expect(
      states.map(({ difference }) =>
        difference?.fields.map(({ before, after }) => [before, after]),
      ),
    ).toEqual([[['second', 'third']], [['first', 'second']], undefined])
  })

  it('leave out the last one until the one before it is known', () => {
    expect(pastStates(record, versions, latest, false)).toHaveLength(2)
  })
})
