import { expect, test } from 'vitest'
import { addressKey } from './address-key.ts'

test('an IPv4 address counts by itself, also where it is written as IPv6', () => {
  expect(addressKey('203.0.113.7')).toBe('203.0.113.7')
  expect(addressKey('::ffff:203.0.113.7')).toBe('203.0.113.7')
  expect(addressKey('::FFFF:cb00:7107')).toBe('203.0.113.7')
  expect(addressKey('unknown')).toBe('unknown')
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
