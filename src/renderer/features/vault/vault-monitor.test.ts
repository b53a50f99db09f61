import { expect, it } from 'vitest'
import type { EvaultBridge, VaultStatus } from '../../../ipc/contract.ts'
import { OwnerEndpoint } from '../../graphql/owner-endpoint.ts'
import { VaultMonitor } from './vault-monitor.ts'

function ready(ownerUrl: string): VaultStatus {
  return {
    state: 'ready',
    ename: '@me',
    localUrl: 'http://127.0.0.1:4000',
    portTaken: null,
    ownerUrl,
    registryUrl: 'http://127.0.0.1:4321',
    keychain: { name: 'Keychain', weak: false },
    keyless: false,
    since: 0,
    restarts: 0,
  }
}

function watched() {
  let tell: (status: VaultStatus) => void = () => undefined
  let answer: (status: VaultStatus) => void = () => undefined
  const bridge = {
    call: () => new Promise((resolve) => (answer = resolve)),
    on: (_channel: string, listener: typeof tell) => {
      tell = listener
      return () => undefined
    },
  } as unknown as EvaultBridge
  const endpoint = new OwnerEndpoint()
  const urls: (string | null)[] = []
  endpoint.url$.subscribe((url) => urls.push(url))
  const monitor = new VaultMonitor(bridge, endpoint)
  return { monitor, urls, tell: (s: VaultStatus) => tell(s), answer: (s: VaultStatus) => answer(s) }
}

it('leads the client to where the vault answers after a restart', () => {
  const { monitor, urls, tell } = watched()
  tell(ready('http://127.0.0.1:1/'))
  tell({ state: 'restarting', cause: 'It stopped.', attempt: 1, retryAt: 0 })
  expect(monitor.view().lastReady).toMatchObject({ ename: '@me' })
  tell(ready('http://127.0.0.1:2/'))
  expect(urls).toEqual([null, 'http://127.0.0.1:1/', null, 'http://127.0.0.1:2/'])
})

it('believes an event more than an answer that was asked for before', async () => {
  const { monitor, tell, answer } = watched()
  tell(ready('http://127.0.0.1:1/'))
  answer({ state: 'starting' })
  await Promise.resolve()
  expect(monitor.view().status.state).toBe('ready')
})
