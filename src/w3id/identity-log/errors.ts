/** Why a log is refused, or was not written. */
export type IdentityLogCode =
  /** An entry has another shape, a member too many, or an encoding that we do not write. */
  | 'MALFORMED'
  /** The entry, or the log, is of another identity. */
  | 'WRONG_ID'
  /** The entry does not stand where its versionId says. */
  | 'WRONG_INDEX'
  /** The hash in the versionId is not the entry's: the entry was changed. */
  | 'WRONG_HASH'
  /** The entry does not continue the one before, or there is no entry to continue. */
  | 'BROKEN_CHAIN'
  /** A time before the entry before, or in the future. */
  | 'WRONG_TIME'
  /** An entry of another method or version. */
  | 'WRONG_METHOD'
  /** A key that has to sign did not. */
  | 'UNSIGNED'
  /** A signature, of a proof or an approval, that its key did not make. */
  | 'WRONG_SIGNATURE'
  /** A key that has no say in this entry. */
  | 'FOREIGN_KEY'
  /** None of the new keys was committed to in the entry before. */
  | 'WRONG_NEXT_KEY'
  /** A key comes, or shall come, a second time. */
  | 'REUSED_KEY'
  /** A recovery without the approvals that the trust list asks for, or without a trust list. */
  | 'APPROVALS_MISSING'
  /** Nobody vouches that the approver's key spoke for the approver. */
  | 'APPROVAL_UNVERIFIED'
  /** The recovery's waiting time is not over. */
  | 'TOO_EARLY'
  /** The log does not end where it should: its tail was cut off or added. */
  | 'WRONG_HEAD'
  /** Another entry was written first: read the log again. */
  | 'CONFLICT'

/** A log, or an entry for one, that does not hold. The message has no keys and no signatures. */
export class IdentityLogError extends Error {
  override readonly name = 'IdentityLogError'
  readonly code: IdentityLogCode
  /** The place in the log of the entry it is about, from 0. */
  readonly index: number

  constructor(code: IdentityLogCode, index: number, message: string) {
    super(message)
    this.code = code
    this.index = index
  }
}
