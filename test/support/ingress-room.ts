import { call } from './call.ts'
import type { TestVault } from './test-vault.ts'

type Headers = Readonly<Record<string, string>>
type Door = Awaited<ReturnType<TestVault['vault']['openIngress']>>

const doors = new WeakMap<TestVault, Door>()

/** Opens what a tunnel leads to. */
export async function openDoor(it: TestVault): Promise<void> {
  doors.set(it, await it.vault.openIngress())
}

/** Where a vault’s door is; it has to be open. */
export function doorOf(it: TestVault): Door {
  const door = doors.get(it)
  if (door === undefined) throw new Error('this vault’s door is closed')
  return door
}

/** A request as a tunnel brings it, with `X-ENAME`. */
export function outside(it: TestVault, path: string, options: Parameters<typeof call>[1] = {}) {
  return call(`http://127.0.0.1:${doorOf(it).port}${path}`, {
    ...options,
    headers: { 'x-ename': it.vault.ename, ...options.headers },
  })
}

/** GraphQL as a tunnel brings it. */
export function askOutside(it: TestVault, query: string, headers: Headers = {}, variables = {}) {
  return outside(it, '/graphql', { body: { query, variables }, headers })
}

/** The header of a platform. */
export async function bearer(it: TestVault, platform = 'https://app.example') {
  return { authorization: `Bearer ${await it.platformToken(platform)}` }
}

/** A request that came in, as the owner is told of it. */
export interface Inbound {
  readonly id: string
  readonly address: string
  readonly route: string | null
  readonly status: number | null
  readonly verdict: string
}

export const inboundFields = `id timestamp address method route operation caller callerKind callerName verdict
  status durationMs bytesIn`

/** What came in, newest first. */
export async function inbound(it: TestVault, first = 500): Promise<Inbound[]> {
  const query = `query ($first: Int) { inboundRequests(first: $first) { ${inboundFields} } }`
  return (await it.owner(query, { first })).data.inboundRequests
}
