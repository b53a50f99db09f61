import { setTimeout as delay } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { timeoutSignal } from './timeout.ts'

test('a timeout that is part of another signal outlasts a collection of memory', async () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const closing = new AbortController()
  let reason: unknown = null
  AbortSignal.any([closing.signal, timeoutSignal(150)]).addEventListener('abort', (event) => {
    reason = (event.target as AbortSignal).reason
  })

  await delay(30)
  collect()
  await delay(400)

  expect(closing.signal.aborted).toBe(false)
  expect(reason).toMatchObject({ name: 'TimeoutError' })
})
