import { expect, it } from 'vitest'
import type { ConnectionState, ConnectionStatus } from '../../../ipc/connection.ts'
import { legsOf, type Registration, withKeptProof } from './path.ts'

const publicUrl = 'https://me.example'
const failures = [
  { provider: 0, at: 5, cause: { code: 'LOST', parameters: { host: 'a.example' } } },
  { provider: 1, at: 9, cause: { code: 'PORT_TAKEN', parameters: { port: 8443 } } },
]
const proven = { provider: 0, failures: [], publicUrl, since: 100, provenAt: 500 }

function stateOf(status: ConnectionStatus): ConnectionState {
  const lastProof = { publicUrl, at: 300 }
  return {
    ways: [{ kind: 'ngrok', domain: null }],
    leaveOnQuit: false,
    status,
    lastProof,
    serverKeys: [null],
  }
}

const confirmed: Registration = {
  ...{ registryUrl: 'https://registry.example', isPublic: true, uri: `${publicUrl}/` },
  ...{ confirmedAt: new Date(400).toISOString(), problem: null, problemDetail: null },
  ownRegistry: null,
}

function shown(status: ConnectionStatus, registration: Registration | null = confirmed) {
  return legsOf(stateOf(status), registration).map(({ tone, provenAt }) => [tone, provenAt])
}

it('is green all the way where all of it was proven, as old as the older proof', () => {
  expect(shown({ state: 'up', ...proven })).toEqual([
    ['ok', 500],
    ['ok', 400],
    ['ok', 400],
  ])
})

it('is never green for the vault while no probe came back', () => {
  const states: readonly ConnectionStatus[] = [
    { state: 'off' },
    { state: 'connecting', provider: 0, failures },
    { state: 'proving', provider: 0, failures, publicUrl, cause: null },
    { state: 'checking', ...proven, cause: null },
    { state: 'waiting', retryAt: 0, failures },
  ]
  for (const status of states) {
    const [tunnel, registry, world] = shown(status)
    expect([status.state, tunnel?.[0], world?.[0]]).not.toContain('ok')
    // What it was told is another matter.
    expect(registry).toEqual(['ok', 400])
  }
})

it('says when it was last proven, also while it is not', () => {
  expect(shown({ state: 'waiting', retryAt: 0, failures })[0]).toEqual(['warn', 300])
  expect(shown({ state: 'checking', ...proven, cause: null })[0]).toEqual(['plain', 500])
})

it('says why it does not work, by what was told last, and what to do', () => {
  const [tunnel] = legsOf(stateOf({ state: 'waiting', retryAt: 0, failures }), confirmed)
  expect(tunnel?.what).toContain('port 8443')
  expect(tunnel?.wayOut).toContain('choose another port')
})

it('is not green for a registry that nobody outside can ask, that was told of another address, or not at all', () => {
  const up = { state: 'up', ...proven } as const
  const here = { ...confirmed, isPublic: false, uri: publicUrl }
  expect(shown(up, here).slice(1)).toEqual([
    ['plain', null],
    ['plain', null],
  ])
  expect(shown(up, { ...confirmed, uri: 'https://old.example' })[1]).toEqual(['warn', null])
  expect(shown(up, { ...confirmed, uri: null, confirmedAt: null })[1]).toEqual(['plain', null])
  expect(shown(up, { ...confirmed, problem: 'REFUSED' })[1]).toEqual(['warn', 400])
  expect(shown(up, null)[1]).toEqual(['plain', null])
})

it('is green for the registry inside the app only while others can read it', () => {
  const up = { state: 'up', ...proven } as const
  const here = { ...confirmed, registryUrl: 'http://127.0.0.1:4321' }
  const own = (isPublic: boolean, isOpen: boolean): Registration => ({
    ...{ ...here, isPublic, uri: isPublic ? publicUrl : 'http://127.0.0.1:4000' },
    ownRegistry: { isOpen, publicUrl: isPublic ? `${publicUrl}/registry` : null },
  })
  expect(shown(up, own(true, true)).map(([tone]) => tone)).toEqual(['ok', 'ok', 'ok'])
  const [, , world] = legsOf(stateOf(up), own(true, true))
  // Whoever knows no more than the eName does not know which registry to ask.
  expect(world?.what).toMatch(/^Whoever asks the registry inside this app for your eName/)
  for (const isOpen of [true, false]) {
    const [, registry, other] = legsOf(stateOf(up), own(false, isOpen))
    expect([registry?.word, registry?.tone, other?.tone]).toEqual([
      ...['This computer only', 'plain', 'plain'],
    ])
    expect(registry?.isForRegistry).toBe(isOpen ? undefined : true)
  }
})

it('knows the last proof from before the app was started', () => {
  const began = { ...stateOf({ state: 'waiting', retryAt: 0, failures }), lastProof: null }
  const span = {
    ...{ id: 'a', publicUrl, provider: 'ngrok', causeCode: null, causeParameters: null },
    ...{ missed: null, missedAt: null },
    ...{ since: new Date(1).toISOString(), provenAt: new Date(200).toISOString(), endedAt: null },
  }
  expect(withKeptProof(began, []).lastProof).toBeNull()
  const [tunnel] = legsOf(withKeptProof(began, [span]), confirmed)
  expect([tunnel?.tone, tunnel?.provenAt]).toEqual(['warn', 200])
  expect(withKeptProof(stateOf({ state: 'off' }), [span]).lastProof?.at).toBe(300)
})
