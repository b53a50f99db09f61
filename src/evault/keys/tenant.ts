import type { Certification } from './certificates.ts'

/** A key that was added beside the one a vault was made with. */
export interface AddedKey {
  /** Multibase. */
  readonly publicKey: string
  readonly addedBy: string
  readonly addedAt: Date
  readonly device: string | null
  /** null while it speaks for the eName. */
  readonly revokedAt: Date | null
}

/** A vault this server holds. */
export interface Tenant {
  readonly ename: string
  readonly evaultId: string
  /** Those that speak for the eName now: multibase, the first one first. */
  readonly publicKeys: readonly string[]
  /** Keys that were added beside the first, revoked ones too. */
  readonly addedKeys: readonly AddedKey[]
  readonly certification: Certification
}

/** A vault whose keys change while the server runs. */
export type OpenTenant = Omit<Tenant, 'addedKeys'> & {
  addedKeys: AddedKey[]
  firstKey: string | null
}
