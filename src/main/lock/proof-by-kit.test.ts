import { expect, test } from 'vitest'
import type { RecoveryKit } from '../../evault/index.ts'
import type { VaultStatus } from '../../ipc/contract.ts'
import { proveByKit } from './proof-by-kit.ts'

const kit: RecoveryKit = {
  ename: '@a',
  evaultId: 'e-1',
  createdAt: '2026-01-01T00:00:00Z',
  log: [],
  keys: { 'e-1/owner': 'secret', 'e-1/owner/2': 'next' },
}
const ready = { state: 'ready', ename: '@a' } as VaultStatus
const store = (held: Record<string, string>) => ({
  get: async (name: string) => held[name] ?? null,
})
const held = store({ 'e-1/owner': 'secret', 'e-2/owner': 'other' })

test('a kit with a key of this vault, in its name, is a proof', async () => {
  await proveByKit(kit, ready, held)
  // Saved before the latest key was made.
  await proveByKit(kit, ready, store({ 'e-1/owner': 'older', 'e-1/owner/2': 'next' }))
})

test('a kit of another vault is none, also where its keys are in the same keychain', async () => {
  const others = [
    { ...kit, ename: '@b', evaultId: 'e-2', keys: { 'e-2/owner': 'other' } },
    { ...kit, evaultId: 'e-2', keys: { 'e-2/owner': 'made up' } },
    { ...kit, keys: { 'e-1/owner': 'made up' } },
    { ...kit, keys: {} },
    { ...kit, evaultId: 'e-9', keys: { 'e-1/owner': 'secret' } },
  ]
  for (const other of others) {
    await expect(proveByKit(other, ready, held)).rejects.toThrow('not of this vault')
  }
})

test('a vault that is not open can’t say whose it is', async () => {
  await expect(proveByKit(kit, { state: 'starting' }, held)).rejects.toThrow('not open yet')
})
