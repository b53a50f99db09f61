import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOwnAddress } from '../src/tunnel/own-address.ts'
import type { TunnelConnection } from '../src/tunnel/tunnel.ts'
import { knock, longestQueueHere } from './support/knock.ts'
import { freePort } from './support/listen.ts'
import { openRelayRoom, type RelayRoom } from './support/relay-room.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

const many = 1_000

let it: TestVault
let room: RelayRoom
let ownAddress: TunnelConnection | null = null
beforeAll(async () => {
  it = await openTestVault()
  room = await openRelayRoom({ url: it.vault.registry.url, secret: null })
})
afterAll(async () => {
  await ownAddress?.[Symbol.asyncDispose]()
  await room[Symbol.asyncDispose]()
  await it[Symbol.asyncDispose]()
})

/** The ports of all that the world may come to. */
const doors: readonly (readonly [string, () => Promise<number>])[] = [
  ['the vault', async () => (await it.vault.openIngress()).port],
  ['an own address', openOwnAddress],
  ['a relay, over HTTP', async () => room.relay.port],
  ['a relay, over SSH', async () => room.relay.sshPort],
]

// Node’s 511 are not enough: who comes beyond them waits a second, then three, however idle it is.
test.skipIf(longestQueueHere() < many).each(doors)(
  'a thousand who come at once to %s, while it is busy, need not knock again',
  async (_door, open) => {
    expect(knock(await open(), many)).toBe(many)
  },
)

async function openOwnAddress(): Promise<number> {
  const port = await freePort()
  const { port: target } = await it.vault.openIngress()
  const way = {
    publicUrl: `http://127.0.0.1:${port}`,
    listen: { address: '127.0.0.1', port },
    behindProxy: false,
  }
  ownAddress = await createOwnAddress(way).connect(target, new AbortController().signal)
  return port
}
