import { nextKeyHash } from '../../w3id/identity-log/entry.ts'

const digits = 16

/**
 * What people compare over the phone to know that they talk about the same key: the first 16
 * hexadecimal digits of its SHA-256 in groups of four, `1f3a 99c0 04de 7b21`.
 * @throws TypeError for what is no key
 */
export async function keyFingerprint(publicKey: string): Promise<string> {
  const hash = (await nextKeyHash(publicKey)).slice(0, digits)
  return (hash.match(/.{4}/g) ?? []).join(' ')
}
