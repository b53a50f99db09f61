import { expect, vi } from 'vitest'
import { call } from './call.ts'
import { outside } from './ingress-room.ts'
import type { TestVault } from './test-vault.ts'

// The registry inside the app, as others see it through a tunnel.

/** Host of the public address, where nobody resolves it. */
export const publicName = 'registry.example'

const since = Date.UTC(2026, 0, 2)

/** What main tells of an address that was proven. */
export const proven = (publicUrl: string) =>
  ({ state: 'up', publicUrl, provider: 'ssh', since, provenAt: since, missed: null }) as const

export const changeReading = `mutation ($who: String!) {
  changeSettings(changes: { readRegistry: $who }) { settings { readRegistry } errors { field } } }`

/** The owner says who may read the registry. */
export const letRead = async (it: TestVault, who: 'anyone' | 'this-computer') =>
  (await it.owner(changeReading, { who })).data.changeSettings

const reachQuery = `{ reach { registration {
  isPublic uri problem problemDetail ownRegistry { isOpen publicUrl } } } }`

/** What the owner is told of it. */
export const readReach = async (it: TestVault) =>
  (await it.owner(reachQuery)).data.reach.registration

/** Everybody may read it from now on; resolves once they can, at the address that was proven. */
export async function letAllRead(it: TestVault): Promise<void> {
  await letRead(it, 'anyone')
  await untilPublic(it)
}

/** Resolves once others can read it; its address. */
export function untilPublic(it: TestVault): Promise<string> {
  return vi.waitFor(async () => {
    const { publicUrl } = (await readReach(it)).ownRegistry
    expect(publicUrl).not.toBeNull()
    return publicUrl
  }, 10_000)
}

type Request = Parameters<typeof call>[1]

/** A request as a tunnel brings it, by the public name. */
export const ask = (it: TestVault, path: string, { headers = {}, ...rest }: Request = {}) =>
  outside(it, path, { headers: { host: publicName, ...headers }, ...rest })

/** A request to the registry as programs on this computer make it. */
export const here = (it: TestVault, path: string, options: Request = {}) =>
  call(`${it.vault.registry.url}${path}`, options)
