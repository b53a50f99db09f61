import { expect, test } from 'vitest'
import { keepCommands } from './kept-commands.ts'

const link = (session: string) =>
  ({ kind: 'open-link', link: `w3ds://auth?session=${session}` }) as const

test('the newest link and the newest of everything else are kept, and older links counted', () => {
  const kept = keepCommands()
  kept.keep(link('1'))
  kept.keep({ kind: 'go', path: '/access' })
  kept.keep(link('2'))
  kept.keep({ kind: 'go', path: '/bindings' })
  kept.keep(link('3'))
  expect(kept.links).toBe(3)
  expect(kept.take()).toEqual({
    commands: [{ kind: 'go', path: '/bindings' }, link('3')],
    leftOut: 2,
  })
  expect(kept.links).toBe(0)
  expect(kept.take()).toEqual({ commands: [], leftOut: 0 })
})
