import type { Caller } from '../access/caller.ts'

/** What is noted of one request while it is answered: names and outcomes, nothing it holds. */
export interface RequestTrace {
  /** Null until somebody asks who it is. */
  caller: Caller | null
  /** It came with a token that does not hold. */
  isTokenRefused: boolean
  /** Names of the GraphQL fields that are asked for. */
  operation: string | null
  /** Something of it was refused, whatever status says so. */
  isRefused: boolean
  /** Something went wrong in the vault. */
  isFailed: boolean
}

export function newTrace(): RequestTrace {
  return {
    ...{ caller: null, isTokenRefused: false, operation: null },
    ...{ isRefused: false, isFailed: false },
  }
}
