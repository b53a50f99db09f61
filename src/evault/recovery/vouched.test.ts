import { expect, test } from 'vitest'
import { makeSigner } from '../../../test/support/identity-log.ts'
import { RegistryError, type TokenProblem } from '../../registry/errors.ts'
import { isVouchedFor, type Verifier, vouchedThen } from './vouched.ts'

const { publicKey } = await makeSigner()
const other = await makeSigner()
const exp = 1_800_000_000
const at = new Date(exp * 1000)
const approval = (claims: object = {}) => ({
  ...{ ename: '@friend', publicKey, signature: '' },
  certificate: `e30.${Buffer.from(JSON.stringify({ ename: '@friend', publicKey, exp, ...claims })).toString('base64url')}.AA`,
})
const good: Verifier = { verifyCertificate: async () => ({ publicKey, exp }) }
const failing = (error: Error): Verifier => ({ verifyCertificate: () => Promise.reject(error) })
const invalid = (problem: TokenProblem) =>
  failing(new RegistryError('INVALID_TOKEN', 'no', { problem }))
const then = (verifier: Verifier, claims: object = {}, time = new Date(at.getTime() - 1)) =>
  vouchedThen(verifier)(approval(claims), { id: '@a', at: time })

test('a key is vouched for by a certificate that holds it', async () => {
  expect(await isVouchedFor(good, approval())).toBe(true)
  const foreign = { ...approval(), publicKey: other.publicKey }
  expect(await isVouchedFor(good, foreign)).toBe(false)
  for (const problem of ['EXPIRED', 'OTHER_NAME', 'UNKNOWN_ISSUER'] as const) {
    expect(await isVouchedFor(invalid(problem), approval())).toBe(false)
  }
})

test('for what happened, a certificate is enough that held when it was requested', async () => {
  const expired = invalid('EXPIRED')
  expect(await then(good)).toBe(true)
  expect(await then(expired)).toBe(true)
  expect(await then(expired, {}, at)).toBe(false)
  expect(await then(expired, { ename: '@other' })).toBe(false)
  expect(await then(expired, { publicKey: other.publicKey })).toBe(false)
  expect(await then(expired, { exp: 'never' })).toBe(false)
  expect(await then(invalid('UNKNOWN_ISSUER'))).toBe(false)
})

test('while the registry cannot tell, nobody is told no', async () => {
  const away = failing(new RegistryError('UNREACHABLE', 'away'))
  await expect(isVouchedFor(away, approval())).rejects.toThrow('away')
  await expect(then(away)).rejects.toThrow('away')
})
