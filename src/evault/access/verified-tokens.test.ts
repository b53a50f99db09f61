import { expect, test } from 'vitest'
import { rememberVerified } from './verified-tokens.ts'

function counting(exp: number) {
  let asked = 0
  let now = 0
  const verify = rememberVerified(
    async (token) => {
      asked += 1
      if (token === 'bad') throw new Error('bad')
      return { platform: token, exp }
    },
    () => now,
  )
  return {
    verify,
    asked: () => asked,
    at(ms: number) {
      now = ms
    },
  }
}

test('a good token is verified once a minute', async () => {
  const { verify, asked, at } = counting(3_600)
  for (let times = 0; times < 3; times += 1) {
    expect(await verify('p')).toMatchObject({ platform: 'p' })
  }
  expect(asked()).toBe(1)
  at(59_999)
  await verify('p')
  expect(asked()).toBe(1)
  at(60_000)
  await verify('p')
  expect(asked()).toBe(2)
})

test('it is not believed past its expiry', async () => {
  const { verify, asked, at } = counting(10)
  await verify('p')
  at(9_999)
  await verify('p')
  expect(asked()).toBe(1)
  at(10_000)
  await verify('p')
  expect(asked()).toBe(2)
})

test('a bad token is verified each time', async () => {
  const { verify, asked } = counting(3_600)
  await expect(verify('bad')).rejects.toThrow()
  await expect(verify('bad')).rejects.toThrow()
  expect(asked()).toBe(2)
})

test('a thousand tokens are remembered, the oldest goes first', async () => {
  const { verify, asked } = counting(3_600)
  for (let token = 0; token <= 1_000; token += 1) await verify(`p${token}`)
  await verify('p1000')
  expect(asked()).toBe(1_001)
  await verify('p0')
  expect(asked()).toBe(1_002)
})
