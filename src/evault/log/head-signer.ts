import { ask, type Database } from '../db/database.ts'
import type { VaultLock } from '../lock/vault-lock.ts'
import { type Log, logFailedWork } from '../log.ts'
import { entryHash, type LogHead } from './chain.ts'
import { readSignedHead } from './integrity.ts'
import { createLogReader } from './reader.ts'

/** Signs the end of the operation log, soon after it has grown. */
export interface HeadSigner extends AsyncDisposable {
  /** Says that a vault's log has grown, and where it ends now. */
  grown(ename: string, head: Pick<LogHead, 'sequence' | 'hash'>): void
}

/** The owner's key, wherever it is kept. */
export interface HeadKey {
  /** Multibase. */
  readonly publicKey: string
  /** ECDSA P-256 and SHA-256, raw r‖s. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** A signature covers all entries before it, so one a second is as good as one an entry. */
const everyMs = 1_000
const chunk = 1_000

const keepSigned = `
  INSERT INTO log_heads (ename, sequence, hash, signature, public_key, signed_at)
  VALUES ($1, $2, $3, $4, $5, now())
  ON CONFLICT (ename) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash,
    signature = excluded.signature, public_key = excluded.public_key,
    signed_at = excluded.signed_at`

interface Means {
  readonly db: Database
  readonly key: HeadKey
  /** While it is locked, nothing is signed: what has grown is signed when it is unlocked. */
  readonly lock: Pick<VaultLock, 'isLocked' | 'whenUnlocked'>
  readonly log: Log
}

export function createHeadSigner({ db, key, lock, log }: Means): HeadSigner {
  const unsigned = new Map<string, Pick<LogHead, 'sequence' | 'hash'>>()
  /** Vaults whose log was followed since this process began: from then on it wrote all of it. */
  const followed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let signing: Promise<void> = Promise.resolve()

  async function sign(ename: string, head: Pick<LogHead, 'sequence' | 'hash'>): Promise<void> {
    if (!followed.has(ename)) await followChain(db, ename)
    followed.add(ename)
    const { sequence, hash } = head
    const signature = Buffer.from(await key.sign(Buffer.from(hash))).toString('base64')
    await ask(db, keepSigned, [ename, sequence, hash, signature, key.publicKey])
  }

  async function signAll(): Promise<void> {
    timer = undefined
    if (lock.isLocked) return
    const heads = [...unsigned]
    unsigned.clear()
    for (const [ename, head] of heads) {
      // The entries stay chained; the next change tries to sign again.
      await sign(ename, head).catch((error) => logFailedWork(log, error))
    }
  }
  const run = () => {
    signing = signing.then(signAll)
    return signing
  }

  const signSoon = () => {
    timer ??= setTimeout(() => void run(), everyMs).unref()
  }
  lock.whenUnlocked(signSoon)

  return {
    grown(ename, head) {
      unsigned.set(ename, head)
      signSoon()
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(timer)
      await run()
    },
  }
}

/**
 * Follows the chain from the entry that was signed last to its end: nobody's entry is vouched for
 * that the vault did not write.
 * @throws Error where the chain is broken
 */
async function followChain(db: Database, ename: string): Promise<void> {
  const signed = await readSignedHead(db, ename)
  let end = { sequence: Number(signed?.sequence ?? 0), hash: signed?.hash ?? '' }
  const reader = createLogReader(db)
  for (;;) {
    const entries = await reader.chain(ename, end.sequence, chunk)
    for (const entry of entries) {
      if (entry.sequence !== end.sequence + 1 || entry.hash !== entryHash(end.hash, entry)) {
        throw new Error(`the operation log is broken at entry ${end.sequence + 1}`)
      }
      end = entry
    }
    if (entries.length < chunk) return
  }
}
