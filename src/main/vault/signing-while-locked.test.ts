import { expect, test } from 'vitest'
import type { SigningPurpose } from '../../evault/index.ts'
import { whileLocked } from './signing-while-locked.ts'

const purposes: readonly SigningPurpose[] = [
  ...(['operation-log', 'identity-log', 'recovery-approval', 'binding-document'] as const),
  ...(['person-token', 'w3ds-session', 'registry-token', 'relay-proof'] as const),
]

test('locked, only what serving needs is signed', () => {
  let isLocked = true
  const { refuse } = whileLocked(() => isLocked)
  const refused = () =>
    purposes.filter((purpose) => {
      try {
        refuse(purpose)
        return false
      } catch {
        return true
      }
    })
  expect(refused()).toEqual(purposes.slice(0, 6))
  isLocked = false
  expect(refused()).toEqual([])
})

test('locked, the key of backups is not opened with the recovery key', () => {
  let isLocked = true
  const { refuseBackupKey } = whileLocked(() => isLocked)
  expect(refuseBackupKey).toThrow(expect.objectContaining({ code: 'KEYCHAIN_LOCKED' }))
  isLocked = false
  refuseBackupKey()
})
