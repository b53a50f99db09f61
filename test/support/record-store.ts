import { authorise, type Grant, type Operation } from '../../src/evault/access/authorise.ts'
import type { Caller } from '../../src/evault/access/caller.ts'
import { policyPresets } from '../../src/evault/access/policy.ts'
import type { Database } from '../../src/evault/db/database.ts'
import type { IdClock } from '../../src/evault/db/ids.ts'
import { createTransact, resumeIds, type Transact } from '../../src/evault/db/store.ts'
import { type ChangeFeed, createChangeFeed } from '../../src/evault/envelopes/changes.ts'
import { createFinder } from '../../src/evault/envelopes/finder.ts'
import { createEnvelopeReader, type EnvelopeReader } from '../../src/evault/envelopes/reader.ts'
import { createSearchIndexer } from '../../src/evault/envelopes/search-indexer.ts'
import { openTestDatabase } from './storage.ts'
import { temporaryDirectory } from './test-vault.ts'

const owner: Caller = { kind: 'owner' }
const silent = { debug() {}, info() {}, warn() {}, error: (line: unknown) => console.error(line) }

/** The store of records over a real database, without listeners. */
export interface RecordStore extends AsyncDisposable {
  readonly directory: string
  readonly db: Database
  readonly ids: IdClock
  readonly feed: ChangeFeed
  readonly transact: Transact
  readonly reader: EnvelopeReader
  /** What an owner, or another caller under the preset `open`, may do. */
  grant<O extends Operation>(operation: O, ename: string, caller?: Caller): Grant<O>
}

export async function openRecordStore(): Promise<RecordStore> {
  const temporary = await temporaryDirectory()
  const directory = temporary.path
  const database = await openTestDatabase(directory)
  const { db } = database
  const feed = createChangeFeed()
  const ids = await resumeIds(db)
  const indexer = createSearchIndexer(db, silent)
  const signer = { grown() {} }
  return {
    ...{ directory, db, ids, feed },
    transact: createTransact({ db, ids, feed, signer, indexer, standings: { refuseWrite() {} } }),
    reader: createEnvelopeReader(db, { read() {} }, createFinder(db, indexer), feed),
    grant: (operation, ename, caller = owner) =>
      authorise(caller, operation, ename, { policy: policyPresets.open, consent: null }),
    async [Symbol.asyncDispose]() {
      await indexer[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
      await temporary[Symbol.asyncDispose]()
    },
  }
}
