import { expect, test } from 'vitest'
import { leadsInside } from './leads-inside.ts'

const outside = new URL('https://192.0.9.1/files/a')
const here = new URL('http://127.0.0.1:4000/files/a')

test('nobody outside leads us to where they cannot go themselves', async () => {
  for (const place of [
    ...['http://127.0.0.1/', 'http://localhost:9000/', 'http://[::1]/', 'http://10.1.2.3/'],
    ...['http://169.254.169.254/latest', 'http://192.168.0.1/', 'http://[fd00::1]/'],
    ...['http://[::ffff:127.0.0.1]/', 'http://2130706433/', 'http://0.0.0.0/', 'http://0x7f.1/'],
  ]) {
    expect([place, await leadsInside(outside, new URL(place))]).toEqual([place, true])
  }
})

test('who is outside may lead outside, and who is here everywhere', async () => {
  for (const place of ['http://8.8.8.8/', 'https://[2606:4700::1]/']) {
    expect(await leadsInside(outside, new URL(place))).toBe(false)
    expect(await leadsInside(here, new URL(place))).toBe(false)
  }
  expect(await leadsInside(here, new URL('http://10.0.0.1/'))).toBe(false)
  expect(await leadsInside(outside, new URL('https://192.0.9.1/other'))).toBe(false)
})
