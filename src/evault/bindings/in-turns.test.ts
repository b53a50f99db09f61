import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTurns } from './in-turns.ts'

test('no more than so many work at once, in order, and one that fails gives its turn on', async () => {
  const inTurn = createTurns(3)
  const begun: number[] = []
  let atOnce = 0
  let most = 0
  const work = (n: number) => async () => {
    begun.push(n)
    atOnce += 1
    most = Math.max(most, atOnce)
    await delay(1)
    atOnce -= 1
    if (n % 4 === 0) throw new Error(`${n}`)
    return n
  }
  const numbers = Array.from({ length: 20 }, (_, n) => n)
  const settled = await Promise.allSettled(numbers.map((n) => inTurn(work(n))))
  expect(most).toBe(3)
  expect(begun).toEqual(numbers)
  expect(settled.map(({ status }) => status === 'fulfilled')).toEqual(numbers.map((n) => n % 4 > 0))
  expect(await inTurn(work(1))).toBe(1)
})
