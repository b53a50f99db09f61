import { hash } from 'node:crypto'
import type { VaultRecord } from './types.ts'

/**
 * The hash a vault's log has for a record: lower-case hex SHA-256 of the compact JSON
 * `{"id":…,"ontology":…,"payload":…}`. The order of the payload's members counts. Protocol §5.
 */
export function recordHash({ id, ontology, payload }: Omit<VaultRecord, 'hash'>): string {
  return hash('sha256', JSON.stringify({ id, ontology, payload }))
}
