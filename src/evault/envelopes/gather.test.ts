import { expect, test } from 'vitest'
import { gather } from './gather.ts'

interface Key {
  readonly list: string
}

/** Answers n with 2n, and keeps what it was asked. */
function doubling() {
  const asked: (readonly number[])[] = []
  const ask = gather(
    ({ list }: Key) => list,
    async (_, numbers: readonly number[]) => {
      asked.push(numbers)
      if (numbers.includes(13)) throw new Error('not thirteen')
      return numbers.map((n) => (n < 0 ? new Error(`${n} is negative`) : n * 2))
    },
  )
  return { ask, asked }
}

test('questions of one turn are asked together, in their order, each with its answer', async () => {
  const { ask, asked } = doubling()
  const [a, b] = [{ list: 'a' }, { list: 'b' }]
  expect(await Promise.all([ask(a, 1), ask(b, 10), ask(a, 2), ask(a, 1)])).toEqual([2, 20, 4, 2])
  expect(asked).toEqual([[1, 2, 1], [10]])
  expect(await ask(a, 3)).toBe(6)
  expect(asked).toHaveLength(3)
})

test('an error fails the question it stands for, and no other', async () => {
  const { ask } = doubling()
  const list = { list: 'a' }
  const answers = await Promise.allSettled([ask(list, 1), ask(list, -1), ask(list, 2)])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('what cannot be asked fails its list, and no other', async () => {
  const { ask } = doubling()
  const answers = await Promise.allSettled([
    ask({ list: 'a' }, 13),
    ask({ list: 'a' }, 1),
    ask({ list: 'b' }, 1),
  ])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
})

test('very many questions are several statements', async () => {
  const { ask, asked } = doubling()
  const list = { list: 'a' }
  const numbers = Array.from({ length: 200 }, (_, n) => n + 100)
  expect(await Promise.all(numbers.map((n) => ask(list, n)))).toEqual(numbers.map((n) => n * 2))
  expect(asked.map(({ length }) => length)).toEqual([64, 64, 64, 8])
})
