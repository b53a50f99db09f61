import { verifySignature } from '../../w3id/signatures.ts'
import type { Grant } from '../access/authorise.ts'
import { ask, type Database } from '../db/database.ts'
import { entryHash, noEntry } from './chain.ts'
import { createLogReader } from './reader.ts'

/** Whether the operation log is what it was when it was written. */
export interface LogIntegrity {
  readonly whole: boolean
  readonly entries: number
  /** The newest entry that a key of the owner vouches for; 0 for none. */
  readonly signedSequence: number
  /** The first entry that is not what it was, or is missing. */
  readonly brokenSequence: number | null
  readonly reason: string | null
}

export type LogIntegrityCheck = (grant: Grant<'oversee'>) => Promise<LogIntegrity>

/** The newest entry the owner's key has signed. */
export interface SignedHead {
  readonly sequence: number
  readonly hash: string
  readonly signature: string
  readonly public_key: string
}

const chunk = 1_000
const selectSignedHead = `SELECT sequence, hash, signature, public_key FROM log_heads
  WHERE ename = $1`

const hasMisplaced = `SELECT EXISTS (
  SELECT 1 FROM operation_log WHERE ename = $1 AND sequence < 1) AS found`

/**
 * Reads a vault's operation log from its first entry to its last: each must cover the one
 * before, without gaps, and the signed one must be in it.
 * @param keys public keys (multibase) whose signature counts
 */
export async function checkLogIntegrity(
  db: Database,
  ename: string,
  keys: readonly string[],
): Promise<LogIntegrity> {
  const signed = await readSignedHead(db, ename)
  const signedSequence = Number(signed?.sequence ?? 0)
  const reader = createLogReader(db)
  let last = noEntry
  let isSignedThere = signed === null
  const broken = (brokenSequence: number, reason: string): LogIntegrity => ({
    ...{ whole: false, entries: last.sequence, signedSequence, brokenSequence, reason },
  })

  for (;;) {
    const entries = await reader.chain(ename, last.sequence, chunk)
    for (const entry of entries) {
      const expected = last.sequence + 1
      if (entry.sequence !== expected) return broken(expected, 'The entry is missing.')
      if (Number.isNaN(entry.at.getTime()) || entry.hash !== entryHash(last.hash, entry)) {
        return broken(expected, 'The entry is not what was written, or the one before it is not.')
      }
      if (signed && entry.sequence === signedSequence) {
        if (entry.hash !== signed.hash) {
          return broken(expected, 'The entry is not the one the owner’s key has signed.')
        }
        isSignedThere = true
      }
      last = entry
    }
    if (entries.length < chunk) break
  }
  if (last.sequence < signedSequence) {
    return broken(last.sequence + 1, 'The entry is missing, though the owner’s key has signed it.')
  }
  const [misplaced] = await ask<{ found: boolean }>(db, hasMisplaced, [ename])
  if (misplaced?.found) {
    return broken(last.sequence + 1, 'The entry has a number that no entry can have.')
  }
  if (!isSignedThere) return broken(1, 'The signature of the log is of no entry.')
  if (signed && !(await isSignedBy(signed, keys))) {
    return broken(signedSequence, 'The signature of the log is not by a key of the owner.')
  }
  const { sequence: entries } = last
  return { whole: true, entries, signedSequence, brokenSequence: null, reason: null }
}

export async function readSignedHead(db: Database, ename: string): Promise<SignedHead | null> {
  const [head] = await ask<SignedHead>(db, selectSignedHead, [ename])
  return head ?? null
}

async function isSignedBy(signed: SignedHead, keys: readonly string[]): Promise<boolean> {
  if (!keys.includes(signed.public_key)) return false
  return verifySignature(signed.public_key, new TextEncoder().encode(signed.hash), signed.signature)
}
