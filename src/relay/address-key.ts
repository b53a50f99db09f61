import { isIPv6 } from 'node:net'
import { plainAddress } from '../tunnel/proxy-line.ts'

/**
 * What limits go by: an IPv4 address, and of an IPv6 address the first 64 bits, which is what one
 * customer gets of a network.
 */
export function addressKey(address = ''): string {
  const plain = plainAddress(address)
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('::')
  const groups = head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length
  const all = [...groups, ...Array<string>(Math.max(missing, 0)).fill('0')]
  if (tail !== undefined) all.push(...tail.split(':'))
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group || '0', 16).toString(16))
    .join(':')
}
