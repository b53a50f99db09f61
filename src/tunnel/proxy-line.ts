import { isIP } from 'node:net'

/** Where a connection comes from, as far as that is known. */
export interface Peer {
  /** An IP address, as a socket or an SSH server says it; other texts are no address. */
  readonly address: string | undefined
  readonly port: number | undefined
}

const longestPort = 65_535

/**
 * What is sent first on a connection made for somebody, to say for whom: the line of the PROXY
 * protocol, version 1 (haproxy, proxy-protocol.txt, 2.1). Whoever writes such a line themselves
 * comes too late with it.
 * @param port of 127.0.0.1, which the connection leads to
 */
export function proxyLine({ address = '', port: peerPort = 0 }: Peer, port: number): string {
  const source = plainAddress(address)
  const isPort = Number.isInteger(peerPort) && peerPort >= 0 && peerPort <= longestPort
  const family = isIP(source)
  if (family === 0 || !isPort) return 'PROXY UNKNOWN\r\n'
  const [name, target] = family === 4 ? ['TCP4', '127.0.0.1'] : ['TCP6', '::1']
  return `PROXY ${name} ${source} ${target} ${peerPort} ${port}\r\n`
}

/** An IP address without what only this computer knows it by: IPv4 as IPv6, and the interface. */
export function plainAddress(address: string): string {
  const plain = address.replace(/%.*$/s, '')
  const asIPv4 = /^::ffff:([\d.]+)$/i.exec(plain)?.[1]
  return asIPv4 !== undefined && isIP(asIPv4) === 4 ? asIPv4 : plain
}
