import { lookup as resolveName } from 'node:dns'
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net'

/** Which addresses a platform may have, beside public ones. */
export interface Permitted {
  readonly loopback: boolean
  /** Those of home and company networks, and link-local ones. */
  readonly private: boolean
}

const loopback = listOf(['127.0.0.0/8', '::1/128'])
/** RFC 1918, 3927, 6598, 4193, 4291, and networks that are set aside for tests. */
const private_ = listOf([
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'],
  ...['192.0.0.0/24', '192.0.2.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['fc00::/7', 'fe80::/10', 'fec0::/10', '2001:db8::/32'],
])
/**
 * Nobody's webhook: unspecified, multicast, reserved, addresses that hide others in them, and where
 * clouds hand their machines credentials.
 */
const never = listOf([
  ...['0.0.0.0/8', '224.0.0.0/4', '240.0.0.0/4', '169.254.169.254/32', '169.254.170.2/32'],
  ...['::/128', 'ff00::/8', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32'],
  ...['fd00:ec2::254/128', '::/96'],
])

/**
 * Whether a packet may go to this address.
 * @param address IPv4 or IPv6, without brackets
 */
export function isPermitted(address: string, permitted: Permitted): boolean {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  // A zone (`fe80::1%eth0`) is a matter of this computer.
  const plain = address.replace(/%.*$/, '')
  if (isIP(plain) === 0) return false
  if (loopback.check(plain, family)) return permitted.loopback
  if (never.check(plain, family)) return false
  return !private_.check(plain, family) || permitted.private
}

/** Looks a name up, and gives only those of its addresses that are permitted. */
export function permittedLookup(permitted: Permitted): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0)
      const good = addresses.filter(({ address }) => isPermitted(address, permitted))
      const [first] = good
      if (first === undefined) {
        const refused = Object.assign(new Error('address refused'), { code: 'EADDRESS' })
        return callback(refused, '', 0)
      }
      if (options.all === true) return callback(null, good)
      return callback(null, first.address, first.family)
    })
  }
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/')
    list.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  return list
}
