import { base16 } from 'multiformats/bases/base16'
import { expect, it } from 'vitest'
import { encodePublicKey } from '../../../w3id/keys.ts'
import { deviceErrorsOf, type IdentityKey, prepareDevice } from './device-key.ts'

async function newKey(): Promise<{ multibase: string; hex: string }> {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const { publicKey } = await crypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  return { multibase: encodePublicKey(raw), hex: base16.encode(raw) }
}

function known(publicKey: string, state: IdentityKey['state']): IdentityKey {
  return {
    ...{ publicKey, state, isThisComputer: false, isInLog: false, device: 'Old', addedBy: 'owner' },
    ...{ since: '2026-01-01T00:00:00.000Z', until: null, certifiedUntil: null, lastUsedAt: null },
  }
}

it('sends a key in the one form that keys are compared in', async () => {
  const { multibase, hex } = await newKey()
  const input = { device: 'Phone', publicKey: multibase }
  expect(prepareDevice({ device: ' Phone ', publicKey: ` ${hex}\n` }, [])).toEqual({ input })
})

it('says at each field what is wrong with it', () => {
  expect(prepareDevice({ device: ' ', publicKey: '' }, [])).toEqual({
    errors: {
      device: expect.stringContaining('name'),
      publicKey: expect.stringContaining('Paste'),
    },
  })
  expect(prepareDevice({ device: 'Phone', publicKey: 'zNoKey' }, [])).toEqual({
    errors: { publicKey: expect.stringMatching(/P-256\.$/) },
  })
})

it.each([
  ['current', 'already'],
  ['retired', 'come back'],
  ['revoked', 'come back'],
] as const)('refuses a key that is %s', async (state, reason) => {
  const { multibase, hex } = await newKey()
  const prepared = prepareDevice({ device: 'Phone', publicKey: hex }, [known(multibase, state)])
  expect(prepared).toEqual({ errors: { publicKey: expect.stringContaining(reason) } })
})

it('puts what the server refuses at the field it names', () => {
  expect(
    deviceErrorsOf([
      { field: 'publicKey', message: 'publicKey: was revoked before.' },
      { field: null, message: 'A vault has 20 keys at most.' },
      { field: 'ename', message: 'Who?' },
    ]),
  ).toEqual({ publicKey: 'Was revoked before.', form: 'A vault has 20 keys at most. Who?' })
})
