import { expect, test } from 'vitest'
import { isPermitted } from './addresses.ts'

const nothing = { loopback: false, private: false }
const everything = { loopback: true, private: true }

test.each(['93.184.216.34', '8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'])(
  '%s is a public address: always permitted',
  (address) => {
    expect(isPermitted(address, nothing)).toBe(true)
  },
)

test.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])(
  '%s is this computer: permitted where loopback is',
  (address) => {
    expect(isPermitted(address, { loopback: false, private: true })).toBe(false)
    expect(isPermitted(address, { loopback: true, private: false })).toBe(true)
  },
)

test.each([
  ...['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '169.254.1.1'],
  ...['fd12::1', 'fe80::1', 'fe80::1%eth0', '::ffff:10.0.0.1', '::ffff:192.168.0.1'],
])('%s is a private or link-local address: permitted where those are', (address) => {
  expect(isPermitted(address, { loopback: true, private: false })).toBe(false)
  expect(isPermitted(address, { loopback: false, private: true })).toBe(true)
})

test.each([
  ...['0.0.0.0', '0.1.2.3', '169.254.169.254', '224.0.0.1', '255.255.255.255', '240.0.0.1'],
  ...['::', 'ff02::1', '64:ff9b::a00:1', '2002:a00:1::', '::10.0.0.1', 'fd00:ec2::254'],
  ...['::ffff:169.254.169.254', '::ffff:0.0.0.0', 'no address', ''],
])('%s is never permitted', (address) => {
  expect(isPermitted(address, everything)).toBe(false)
})

test.each(['172.15.0.1', '172.32.0.1', '11.0.0.1', '100.128.0.1', '169.253.0.1'])(
  '%s is next to a private network, and public',
  (address) => {
    expect(isPermitted(address, nothing)).toBe(true)
  },
)
