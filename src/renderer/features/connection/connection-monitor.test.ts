import { expect, it } from 'vitest'
import type { ConnectionState, ConnectionStatus } from '../../../ipc/connection.ts'
import type { EvaultBridge } from '../../../ipc/contract.ts'
import { ConnectionMonitor, nextUnreachable } from './connection-monitor.ts'

const waiting: ConnectionStatus = { state: 'waiting', retryAt: 0, failures: [] }
const proof = { publicUrl: 'https://me.example', since: 5, provenAt: 7 }
const up: ConnectionStatus = { state: 'up', provider: 0, failures: [], ...proof }
const checking: ConnectionStatus = { ...up, state: 'checking', cause: null }

function stateOf(status: ConnectionStatus, more: Partial<ConnectionState> = {}): ConnectionState {
  const ways = [{ kind: 'ngrok', domain: null }] as const
  return { ways, leaveOnQuit: false, status, lastProof: null, serverKeys: [], ...more }
}

it('knows since when the vault is not reached', () => {
  const lastProof = { publicUrl: 'https://me.example', at: 7 }
  expect(nextUnreachable(null, stateOf(waiting), 50)).toBe(50)
  expect(nextUnreachable(null, stateOf(waiting, { lastProof }), 50)).toBe(7)
  expect(nextUnreachable(20, stateOf(waiting, { lastProof }), 50)).toBe(20)
  expect(nextUnreachable(20, stateOf(checking), 50)).toBe(20)
})

it('calls no outage what is reached, just looked at, or not wanted', () => {
  expect(nextUnreachable(20, stateOf(up), 50)).toBeNull()
  expect(nextUnreachable(null, stateOf(checking), 50)).toBeNull()
  expect(nextUnreachable(20, stateOf({ state: 'off' }), 50)).toBeNull()
  expect(nextUnreachable(20, stateOf(waiting, { ways: [] }), 50)).toBeNull()
})

it('believes an event more than an answer that was asked for before, and says why there is none', async () => {
  let tell: (state: ConnectionState) => void = () => undefined
  const answers: ((state: Promise<ConnectionState> | ConnectionState) => void)[] = []
  const bridge = {
    call: () => new Promise((resolve) => answers.push(resolve)),
    on: (_channel: string, listener: typeof tell) => {
      tell = listener
      return () => undefined
    },
  } as unknown as EvaultBridge
  const monitor = new ConnectionMonitor(bridge)
  tell(stateOf(up))
  answers[0]?.(stateOf(waiting))
  await Promise.resolve()
  expect(monitor.view().state?.status.state).toBe('up')

  const reading = monitor.read()
  answers[1]?.(Promise.reject(new Error('It can’t be read.')))
  await reading
  expect(monitor.view()).toMatchObject({ failure: 'It can’t be read.', state: { status: up } })
})
