import { describe, expect, test } from 'vitest'
import { isSame, refuseFirstSigner, refuseSigner } from './signers.ts'
import type { BindingDocument } from './types.ts'

const provider = 'https://vouch.example/.well-known/jwks.json#k1'
const by = (signer: string) => ({ signer, signature: 's', timestamp: '2025-01-24T10:00:00Z' })
const signed = (signers: readonly string[], changes: Partial<BindingDocument> = {}) => ({
  ...{ id: 'id', position: '0197', subject: '@owner', type: 'self' as const, data: { name: 'O' } },
  signatures: signers.map(by),
  ...changes,
})
const connection = (signers: readonly string[], parties = ['Owner', '@friend']) =>
  signed(signers, { type: 'social_connection', data: { parties } })

describe('the first signature', () => {
  test('is the subject’s or a provider’s', () => {
    for (const signer of ['@owner', 'OWNER', provider]) {
      expect(() => refuseFirstSigner(signed([signer]))).not.toThrow()
    }
    expect(() => refuseFirstSigner(connection(['@owner']))).not.toThrow()
  })

  test.each([
    ['somebody’s', signed(['@other'])],
    ['missing', signed([])],
    ['a provider’s, under a connection', connection([provider])],
    ['the other party’s', connection(['@friend'])],
    ['of a subject that is no party', connection(['@owner'], ['@a', '@b'])],
  ])('is refused when %s', (_what, document) => {
    expect(() => refuseFirstSigner(document)).toThrow(
      expect.objectContaining({ code: 'INVALID_SIGNATURE', field: 'ownerSignature' }),
    )
  })
})

describe('a further signature', () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `@user-${index}`)

  test('is anybody’s, and in a connection the other party’s', () => {
    expect(() => refuseSigner(signed(['@owner']), '@other', ['@third'])).not.toThrow()
    expect(() => refuseSigner(signed(names(49)), provider, names(99))).not.toThrow()
    expect(() => refuseSigner(connection(['@owner']), '@friend', [])).not.toThrow()
  })

  test.each<[string, BindingDocument, string, string[]]>([
    ['signed already', signed(['@owner', '@other']), 'OTHER', []],
    ['signed already, as a provider', signed([provider]), provider.replace('k1', '%6b1'), []],
    ['waits already', signed(['@owner']), '@other', ['@other']],
    ['is a third person', connection(['@owner']), '@third', []],
    ['is a provider, for a connection', connection(['@owner']), provider, []],
    ['is the fifty-first', signed(names(50)), '@other', []],
    ['is the hundred and first to wait', signed(['@owner']), '@other', names(100)],
  ])('is refused when it %s', (_what, document, signer, waiting) => {
    expect(() => refuseSigner(document, signer, waiting)).toThrow(
      expect.objectContaining({ code: 'ADD_SIGNATURE_FAILED', field: 'signature' }),
    )
  })
})

test('providers are compared as URLs, eNames as eNames', () => {
  expect(isSame(provider, 'https://VOUCH.example:443/.well-known/jwks.json#k1')).toBe(true)
  expect(isSame(provider, provider.replace('k1', 'K1'))).toBe(false)
  expect(isSame(provider, '@owner')).toBe(false)
  expect(isSame('@Owner', 'owner')).toBe(true)
  expect(isSame('', '')).toBe(false)
})
