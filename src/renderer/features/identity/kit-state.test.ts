import { expect, it } from 'vitest'
import { kitState } from './kit-state.ts'

it.each([
  [{ savedAt: null, logVersion: null, opensRecords: false }, '1-b', 'none'],
  [{ savedAt: 1, logVersion: '1-b', opensRecords: true }, '1-b', 'current'],
  [{ savedAt: 1, logVersion: '0-a', opensRecords: true }, '1-b', 'old'],
  [{ savedAt: 1, logVersion: null, opensRecords: true }, '1-b', 'old'],
  [{ savedAt: 1, logVersion: '1-b', opensRecords: false }, '1-b', 'keys-alone'],
] as const)('a kit of %j, with the log at %s, is %s', (kit, head, state) => {
  expect(kitState(kit, head)).toBe(state)
})
