import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { replaceFile } from '../registry/replace-file.ts'
import { createSshKey } from '../tunnel/ssh-key.ts'

/** All that a relay keeps: vaults know it by this key. */
const fileName = 'host-key'

/** The file with the relay’s key holds something else. */
export class HostKeyDamaged extends Error {
  override readonly name = 'HostKeyDamaged'
}

/**
 * The relay’s private key out of its data directory, made at the first start.
 * @throws HostKeyDamaged, or the error of the file system
 */
export async function openHostKey(directory: string): Promise<string> {
  const file = join(directory, fileName)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (kept === null) {
    const { privateKey } = createSshKey()
    await replaceFile(file, privateKey)
    return privateKey
  }
  const key = ssh2.utils.parseKey(kept)
  if (key instanceof Error || !key.isPrivateKey()) {
    throw new HostKeyDamaged(`${file} holds no private key. Restore it from a copy: with another key
no vault comes back before its owner has agreed to it.`)
  }
  return kept
}

/** The public part of a key as vaults keep it: `ssh-ed25519 AAAA…`. */
export function publicHostKey(privateKey: string): string {
  const key = ssh2.utils.parseKey(privateKey)
  if (key instanceof Error) throw key
  return `${key.type} ${key.getPublicSSH().toString('base64')}`
}
