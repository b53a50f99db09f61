import { expect, test } from 'vitest'
import { addressKey, forwardedAddress, unknownAddress } from './caller-address.ts'

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
  ['198.51.100.1,203.0.113.7:4711', '203.0.113.7'],
  ['2001:db8::1', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
])('of "%s" the last is believed', (header, address) => {
  expect(forwardedAddress(header)).toBe(address)
})

test.each([
  undefined,
  '',
  ',',
  '203.0.113.7,',
  '203.0.113.7, nobody',
  '203.0.113.7, 1.2.3.4.5',
  '203.0.113.7, _hidden',
  '203.0.113.7, 203.0.113.7:port',
])('of "%s" nothing is', (header) => {
  expect(forwardedAddress(header)).toBe(unknownAddress)
})

test('an IPv4 address counts by itself, also where it is written as IPv6', () => {
  expect(addressKey('203.0.113.7')).toBe('203.0.113.7')
  expect(addressKey('::ffff:203.0.113.7')).toBe('203.0.113.7')
  expect(addressKey('::FFFF:cb00:7107')).toBe('203.0.113.7')
  expect(addressKey(unknownAddress)).toBe(unknownAddress)
})

test('IPv6 addresses of one /64 count together, in every spelling, and others do not', () => {
  const key = addressKey('2001:db8:0:1::1')
  expect(addressKey('2001:0DB8:0000:0001:ffff:ffff:ffff:ffff')).toBe(key)
  expect(addressKey('2001:db8:0:1:a:b:203.0.113.7')).toBe(key)
  expect(addressKey('2001:db8:0:2::1')).not.toBe(key)
  expect(addressKey('2001:db8::1')).not.toBe(key)
  expect(addressKey('::1')).toBe('0:0:0:0::/64')
  expect(addressKey('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
})
