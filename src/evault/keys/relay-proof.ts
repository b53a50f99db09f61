import { makeRelayProof } from '../../registry/relay-proof.ts'
import { RequestError } from '../errors.ts'
import type { OwnerKeys } from './owner-keys.ts'
import type { Tenants } from './tenants.ts'

/**
 * Proves to a relay that this is the owner's vault, with the current key and its certificates.
 * @param relayUrl origin of the relay
 * @throws RequestError `UNAVAILABLE` without a key, or while the registry has certified none
 */
export async function proveToRelay(
  relayUrl: string,
  ename: string,
  keys: Pick<OwnerKeys, 'signConfirmed'>,
  tenants: Pick<Tenants, 'of' | 'whenCertified'>,
): Promise<string> {
  await tenants.whenCertified()
  const held = tenants.of(ename)?.certification.certificates ?? []
  if (held.length === 0) {
    throw new RequestError('UNAVAILABLE', 'The registry has not certified the key of this vault.')
  }
  const certificates = held.map(({ token }) => token)
  return makeRelayProof({ ename, relayUrl, certificates }, async (bytes) => {
    return (await keys.signConfirmed(bytes, 'relay-proof')).raw
  })
}
