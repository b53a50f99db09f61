import { expect, test } from 'vitest'
import { forwardedAddress, unknownAddress } from './caller-address.ts'

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
