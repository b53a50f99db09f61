import { decodePublicKey, encodePublicKey } from '../keys.ts'
import { encodeSignature, verifySignature } from '../signatures.ts'
import { entryBytes, type IdentityLogEntry, type KeySigner, type Proof } from './entry.ts'
import { IdentityLogError } from './errors.ts'

/** The keys that have to sign an entry: each of `all`, and one of `oneOf` unless that is null. */
export interface Signatories {
  readonly all: readonly string[]
  readonly oneOf: readonly string[] | null
}

/**
 * Checks that exactly the keys that have to sign did, once each. Throws IdentityLogError
 * `UNSIGNED`, `FOREIGN_KEY` or `WRONG_SIGNATURE`.
 */
export async function checkProofs(
  entry: IdentityLogEntry,
  index: number,
  { all, oneOf }: Signatories,
): Promise<void> {
  const kids = entry.proofs.map(({ kid }) => kid)
  if (!all.every((key) => kids.includes(key))) {
    throw new IdentityLogError('UNSIGNED', index, 'A new key did not sign the entry')
  }
  const others = kids.filter((kid) => !all.includes(kid))
  if (oneOf !== null && !others.some((kid) => oneOf.includes(kid))) {
    throw new IdentityLogError('UNSIGNED', index, 'None of the current keys signed the entry')
  }
  if (kids.length !== all.length + (oneOf === null ? 0 : 1)) {
    throw new IdentityLogError('FOREIGN_KEY', index, 'A key signed that has no say, or twice')
  }
  const { proofs, ...unsigned } = entry
  const bytes = entryBytes(unsigned)
  for (const { kid, signature } of proofs) {
    if (!(await verifySignature(kid, bytes, signature))) {
      throw new IdentityLogError('WRONG_SIGNATURE', index, 'A proof was not made by its key')
    }
  }
}

/**
 * Signs an entry with each of the signers. Throws what they throw, and a TypeError for a key or a
 * signature that is none.
 */
export async function proofsOf(
  entry: Omit<IdentityLogEntry, 'proofs'>,
  signers: readonly KeySigner[],
): Promise<readonly Proof[]> {
  const bytes = entryBytes(entry)
  const proofs: Proof[] = []
  // One after the other: each may ask its owner at the same keychain.
  for (const { publicKey, sign } of signers) {
    const signature = encodeSignature(await sign(Uint8Array.from(bytes)))
    proofs.push({ kid: canonicalKey(publicKey), alg: 'ES256', signature })
  }
  return proofs
}

/** A public key in any multibase in the one form that logs hold. Throws a TypeError. */
export function canonicalKey(publicKey: string): string {
  return encodePublicKey(decodePublicKey(publicKey))
}
