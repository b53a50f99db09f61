/** The store of records over a database that is plain, or encrypted and durable. */
import { randomBytes } from 'node:crypto'
import { cpSync } from 'node:fs'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { drizzle } from 'drizzle-orm/pglite'
import { authorise, type Operation } from '../../src/evault/access/authorise.ts'
import { policyPresets } from '../../src/evault/access/policy.ts'
import { PreparedPGlite } from '../../src/evault/db/prepared-pglite.ts'
import { sealFolder } from '../../src/evault/db/storage/seal-folder.ts'
import { VaultFilesystem } from '../../src/evault/db/storage/vault-filesystem.ts'
import { createTransact, resumeIds } from '../../src/evault/db/store.ts'
import { createChangeFeed } from '../../src/evault/envelopes/changes.ts'
import { createRecordQueue } from '../../src/evault/envelopes/create-queue.ts'
import { createFinder } from '../../src/evault/envelopes/finder.ts'
import { preparePage } from '../../src/evault/envelopes/page.ts'
import { prepareMetaEnvelope } from '../../src/evault/envelopes/prepare.ts'
import { createEnvelopeReader } from '../../src/evault/envelopes/reader.ts'
import { createSearchIndexer } from '../../src/evault/envelopes/search-indexer.ts'
import type { Json } from '../../src/evault/envelopes/types.ts'

/** `plain` is PGlite as it comes: nothing is encrypted, and nothing waits for the disk. */
export type Storage = 'plain' | 'durable' | 'early'

const silent = { debug() {}, info() {}, warn() {}, error: console.error }
const key = randomBytes(64)
const ename = '@bench'

/** Makes a database in `folder` from the plain one in `template`. */
export async function makeDatabase(storage: Storage, template: string, folder: string) {
  if (storage === 'plain') cpSync(template, folder, { recursive: true })
  else await sealFolder(template, folder, key)
}

/** Opens it: one operation of each kind, and what the start took. */
export async function openStore(storage: Storage, folder: string) {
  const began = performance.now()
  const extensions = { pg_trgm }
  const fs = storage === 'plain' ? null : new VaultFilesystem({ folder, key, acknowledge: storage })
  const client = new PreparedPGlite(
    fs === null ? { dataDir: folder, extensions } : { fs, extensions },
  )
  await client.waitReady
  const openMs = performance.now() - began
  const db = drizzle(client, { casing: 'snake_case' })
  const ids = await resumeIds(db)
  const [feed, signer] = [createChangeFeed(), { grown() {} }]
  const indexer = createSearchIndexer(db, silent)
  const reader = createEnvelopeReader(db, { read() {} }, createFinder(db, indexer), feed)
  // Nothing is put into the search index meanwhile: one database would do it in another's time.
  const untold = { written() {} }
  const standings = { refuseWrite() {} }
  const create = createRecordQueue(
    createTransact({ db, ids, feed, signer, indexer: untold, standings }),
  )
  const known: string[] = []
  return {
    openMs,
    async create(ontology: string, payload: Json) {
      const prepared = prepareMetaEnvelope({ ontology, payload, acl: ['*'] })
      known.push((await create(may('create'), prepared)).id)
    },
    async byId() {
      const id = known[Math.floor(Math.random() * known.length)] as string
      await reader.byId(may('read'), id)
    },
    page: (ontology: string) =>
      reader.page(may('read'), { ontology, search: null }, preparePage({ first: 20 })),
    checkpoint: () => client.checkpoint(),
    async close() {
      await indexer[Symbol.asyncDispose]()
      await client.close()
    },
  }
}

function may<O extends Operation>(operation: O) {
  const policy = policyPresets.open
  return authorise({ kind: 'owner' }, operation, ename, { policy, consent: null })
}
