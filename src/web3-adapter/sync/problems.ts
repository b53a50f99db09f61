import { AdapterError } from '../errors.ts'
import type { Reference } from '../mapping/types.ts'

/** A record or row names another that is not known here yet. */
export class MissingError extends Error {
  override readonly name = 'MissingError'
  readonly reference: Reference

  constructor(reference: Reference) {
    super(`It names ${reference.table} ${reference.id}, which is not known here yet.`)
    this.reference = reference
  }
}

/** A record claims what its vault may not say: to be of another owner. It is left out. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

/** The error that a table was asked for which no mapping is of. */
export function noMapping(table: string): AdapterError {
  return new AdapterError(`There is no mapping of “${table}”.`)
}
