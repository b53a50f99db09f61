import { createHash } from 'node:crypto'
import { TunnelError } from './tunnel.ts'

/** Algorithms by which a server proves each kind of key; without SHA-1. */
const algorithmsOf = new Map([
  ['ssh-ed25519', ['ssh-ed25519']],
  ['ecdsa-sha2-nistp256', ['ecdsa-sha2-nistp256']],
  ['ecdsa-sha2-nistp384', ['ecdsa-sha2-nistp384']],
  ['ecdsa-sha2-nistp521', ['ecdsa-sha2-nistp521']],
  ['ssh-rsa', ['rsa-sha2-512', 'rsa-sha2-256']],
])

export interface HostKeyOptions {
  readonly host: string
  /** The server’s key as it was first seen: `ssh-ed25519 AAAA…`. Null before the first time. */
  readonly hostKey: string | null
  /** Puts away the key that was seen first; only when it is kept is the server talked to. */
  readonly keepHostKey: (hostKey: string) => Promise<void>
}

/** Knows a server by the key that it had the first time. */
export interface HostKeyCheck {
  /** What to ask the server for: only the kind of key it is known by. */
  readonly algorithms: string[]
  /** The fingerprint of the key that is expected; empty before the first time. */
  readonly expected: string
  /**
   * @param blob the public key as SSH encodes it (RFC 4253, 6.6)
   * @throws TunnelError HOST_KEY_CHANGED, HOST_KEY_NOT_KEPT
   */
  check(blob: Buffer): Promise<void>
}

export function createHostKeyCheck({ host, hostKey, keepHostKey }: HostKeyOptions): HostKeyCheck {
  let pinned = hostKey
  return {
    get algorithms() {
      const known = algorithmsOf.get(pinned?.split(' ')[0] ?? '')
      return known ?? [...algorithmsOf.values()].flat()
    },
    get expected() {
      return pinned === null ? '' : hostKeyFingerprint(pinned)
    },
    async check(blob) {
      const found = `${kindOf(blob)} ${blob.toString('base64')}`
      if (pinned === null) {
        await keepHostKey(found).catch(() => {
          throw new TunnelError('HOST_KEY_NOT_KEPT', { host })
        })
        pinned = found
      }
      if (found !== pinned) throw hostKeyChanged(host, this.expected, hostKeyFingerprint(found))
    },
  }
}

export function hostKeyChanged(host: string, expected: string, found: string): TunnelError {
  return new TunnelError('HOST_KEY_CHANGED', { host, expected, found })
}

/**
 * The fingerprint of a server’s key, as `ssh-keygen -l` writes it: `SHA256:…`.
 * @param hostKey `ssh-ed25519 AAAA…`
 */
export function hostKeyFingerprint(hostKey: string): string {
  const blob = Buffer.from(hostKey.split(' ')[1] ?? '', 'base64')
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

/** The name of a key’s kind, with which its encoding begins; empty for one unknown here. */
function kindOf(blob: Buffer): string {
  for (const kind of algorithmsOf.keys()) {
    const start = Buffer.alloc(4 + kind.length)
    start.writeUInt32BE(kind.length)
    start.write(kind, 4)
    if (blob.subarray(0, start.length).equals(start)) return kind
  }
  return ''
}
