import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { listWarnings } from './overview.ts'

const well = {
  dataDirectory: tmpdir(),
  keychain: { name: 'Secret Service', weak: false },
  givenKeychain: 'Secret Service',
  givenStorageKey: 'Secret Service',
  keyless: false,
  acknowledge: 'durable' as const,
  clockBehindMs: 0,
  recoveryUntil: null,
  registryProblem: null,
  port: 4000,
  portTaken: null,
}
const codes = (changes: Partial<typeof well> | object) =>
  listWarnings({ ...well, ...changes }).map(({ code }) => code)

test('a vault that is well has no warnings', () => {
  expect(codes({})).toEqual([])
})

test.each([
  [
    {
      keychain: { name: 'A file', weak: true },
      ...{ givenKeychain: 'A file', givenStorageKey: 'A file' },
    },
    'WEAK_KEYCHAIN',
    'A file',
  ],
  [{ keyless: true }, 'NO_KEYS', 'Secret Service'],
  [{ givenKeychain: 'KWallet' }, 'KEYCHAIN_CHANGED', 'KWallet'],
  [{ givenStorageKey: 'KeePassXC' }, 'KEYCHAIN_CHANGED', 'KeePassXC'],
  [{ givenKeychain: 'KWallet', givenStorageKey: 'KWallet' }, 'KEYCHAIN_CHANGED', 'Your key was'],
  [{ recoveryUntil: '2026-01-02T03:04:05.678Z' }, 'RECOVERY_PENDING', '2026-01-02T03:04'],
  [{ acknowledge: 'early' as const }, 'ACKNOWLEDGES_EARLY', 'when the power fails'],
  [{ clockBehindMs: 60_001 }, 'CLOCK_BEHIND', 'clock'],
  [{ registryProblem: 'it is gone' }, 'REGISTRY_UNREACHABLE', 'it is gone'],
  [{ portTaken: 4000, port: 4001 }, 'PORT_CHANGED', '4001'],
])('%j is %s, said in words', (changes, code, words) => {
  const [warning, ...others] = listWarnings({ ...well, ...changes })
  expect(warning).toEqual({ code, message: expect.stringContaining(words) })
  expect(others).toEqual([])
})

test('a clock that is off by less than a minute is not worth a word', () => {
  expect(codes({ clockBehindMs: 60_000 })).toEqual([])
})
