import { generateKeyPairSync, randomBytes } from 'node:crypto'

const kind = 'ssh-ed25519'
const comment = 'eVault Desktop'

/**
 * A new Ed25519 key for the owner: the private one in OpenSSH’s format (PROTOCOL.key), the public
 * one as a line for `authorized_keys`. Not by ssh2: it drops zeros at the start of a public key, so
 * one key in 256 cannot be read (1.17.0).
 */
export function createSshKey(): { readonly privateKey: string; readonly publicKey: string } {
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const point = Buffer.from(x as string, 'base64url')
  const seed = Buffer.from(d as string, 'base64url')
  const blob = Buffer.concat([string(kind), string(point)])
  return {
    privateKey: privateFile(blob, point, seed),
    publicKey: `${kind} ${blob.toString('base64')} ${comment}`,
  }
}

function privateFile(blob: Buffer, point: Buffer, seed: Buffer): string {
  const check = randomBytes(4)
  const secret = Buffer.concat([
    check,
    check,
    blob,
    string(Buffer.concat([seed, point])),
    string(comment),
  ])
  // Filled up to blocks of eight with 1, 2, 3 …
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, -secret.length & 7))
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    string('none'),
    string('none'),
    string(''),
    Buffer.from([0, 0, 0, 1]),
    string(blob),
    string(Buffer.concat([secret, padding])),
  ])
  const lines = file.toString('base64').match(/.{1,70}/g) ?? []
  return [
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    ...lines,
    '-----END OPENSSH PRIVATE KEY-----',
    '',
  ].join('\n')
}

/** Bytes with their number before them (RFC 4251, 5). */
function string(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
