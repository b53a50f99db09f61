import { expect, test } from 'vitest'
import { cancelled, orAborted } from './cancelling.ts'

test('work that fails once it was cancelled harms nobody', async () => {
  const unheard: unknown[] = []
  const note = (reason: unknown) => void unheard.push(reason)
  process.on('unhandledRejection', note)
  const fails = () => new Promise<never>((_, reject) => setTimeout(() => reject(new Error('x')), 5))
  const before = AbortSignal.abort(cancelled())
  await expect(orAborted(fails(), before)).rejects.toMatchObject({ code: 'CANCELLED' })
  const cancelling = new AbortController()
  const waiting = expect(orAborted(fails(), cancelling.signal)).rejects.toMatchObject({
    code: 'CANCELLED',
  })
  cancelling.abort(cancelled())
  await waiting
  await new Promise((resolve) => setTimeout(resolve, 20))
  process.off('unhandledRejection', note)
  expect(unheard).toEqual([])
})

test('what is done in time is the answer, and leaves nothing at the signal', async () => {
  const { signal } = new AbortController()
  expect(await orAborted(Promise.resolve(1), signal)).toBe(1)
})
