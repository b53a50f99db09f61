import { expect, test } from 'vitest'
import { proxyLine } from './proxy-line.ts'

test.each([
  ['192.0.2.7', 50_000, 'PROXY TCP4 192.0.2.7 127.0.0.1 50000 4100'],
  ['2001:db8::7', 50_000, 'PROXY TCP6 2001:db8::7 ::1 50000 4100'],
  ['::ffff:192.0.2.7', 0, 'PROXY TCP4 192.0.2.7 127.0.0.1 0 4100'],
  ['::FFFF:192.0.2.7', 1, 'PROXY TCP4 192.0.2.7 127.0.0.1 1 4100'],
  ['fe80::1%eth0', 1, 'PROXY TCP6 fe80::1 ::1 1 4100'],
  ['UNKNOWN', 65_535, 'PROXY UNKNOWN'],
  ['', 1, 'PROXY UNKNOWN'],
  [undefined, undefined, 'PROXY UNKNOWN'],
  ['192.0.2.7', 65_536, 'PROXY UNKNOWN'],
  ['192.0.2.7', 1.5, 'PROXY UNKNOWN'],
  ['192.0.2.7 127.0.0.1 1 1\r\nGET', 1, 'PROXY UNKNOWN'],
])('a connection from %s, port %s', (address, port, line) => {
  expect(proxyLine({ address, port }, 4_100)).toBe(`${line}\r\n`)
})
