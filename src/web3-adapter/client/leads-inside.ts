import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** This computer, private networks, and what is no address of anybody. */
const inside = new BlockList()
for (const [network, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
  ] as const),
  ...([
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
  ] as const),
  ...([
    ['198.18.0.0', 15],
    ['224.0.0.0', 3],
  ] as const),
] as const) {
  inside.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ...([
    ['::', 96],
    ['64:ff9b::', 96],
    ['fc00::', 7],
    ['fe80::', 10],
    ['ff00::', 8],
  ] as const),
] as const) {
  inside.addSubnet(network, prefix, 'ipv6')
}

/**
 * Whether somebody outside sends us to this computer or a private network, where we reach what they
 * do not. Whoever is inside may send us everywhere.
 * @param from who sends us
 */
export async function leadsInside(from: URL, to: URL): Promise<boolean> {
  if (from.origin === to.origin || (await isInside(from))) return false
  return isInside(to)
}

async function isInside({ hostname }: URL): Promise<boolean> {
  const addresses = await addressesOf(hostname.replace(/^\[|\]$/g, ''))
  return addresses.some((address) => inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'))
}

/** None of a name that nobody knows: nothing will come of it. */
async function addressesOf(host: string): Promise<string[]> {
  if (isIP(host) !== 0) return [host]
  const found = await lookup(host, { all: true }).catch(() => [])
  return found.map(({ address }) => address)
}
