import { createHmac } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { hostname } from 'node:os'
import type { Seal } from '../seal/seal.ts'

/**
 * Who a data directory is at a place of backups: so that what its own process left there that was
 * killed does not keep it away. The same vault elsewhere is another one: on another computer, in
 * another folder, or restored, which gives it other keys. Tells nobody anything.
 */
export async function holderFor(seal: Pick<Seal, 'key'>, dataDirectory: string): Promise<string> {
  const where = JSON.stringify([hostname(), await realpath(dataDirectory)])
  return createHmac('sha256', seal.key('backup-leases')).update(where).digest('base64url')
}
