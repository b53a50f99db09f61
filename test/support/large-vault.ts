import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ask, type Database } from '../../src/evault/db/database.ts'
import { createBlobStore } from '../../src/evault/files/blob-store.ts'
import type { SecretStore } from '../../src/evault/keys/custody.ts'
import { openStored } from './storage.ts'

interface Amounts {
  /** Of about a kilobyte each, and as many versions. */
  readonly records: number
  readonly files: number
  readonly fileBytes: number
}

/** Half of it compresses, as in what people write. */
const payload = `json_build_object('number', i, 'content',
  (SELECT string_agg(md5(i::text || j), ' words of a text that people write ') FROM generate_series(1, 12) AS j))`

const insertRecords = `
  INSERT INTO meta_envelopes (ename, id, position, ontology, payload, acl, indexed)
  SELECT $1, 'large-' || i, lpad(to_hex(i), 32, '0')::uuid, 'large-type', ${payload}, '{"*"}', false
  FROM generate_series($2::int, $3::int) AS i`
const insertVersions = `
  INSERT INTO versions (ename, id, position, ontology, payload, acl, version_id, ended_by, ended_at,
    caller)
  SELECT $1, 'large-' || i, lpad(to_hex(i), 32, '0')::uuid, 'large-type', ${payload}, '{"*"}',
    lpad(to_hex(i), 32, '0')::uuid, 'update', now(), 'owner'
  FROM generate_series($2::int, $3::int) AS i`
const insertFile = `INSERT INTO files (ename, id, blob_key, size, content_type, filename)
  VALUES ($1, $2, $3, $4::bigint, 'image/png', 'a.png')`

/** Makes a vault that is not running large, past what would take hours through its doors. */
export async function enlarge(
  dataDirectory: string,
  store: SecretStore,
  ename: string,
  { records, files, fileBytes }: Amounts,
): Promise<void> {
  await using open = await openStored(dataDirectory, store)
  for (const statement of [insertRecords, insertVersions]) {
    await inSteps(open.db, statement, ename, records)
  }
  const blobs = createBlobStore(join(dataDirectory, 'blobs'), open.seal)
  for (let at = 0; at < files; at += 1) {
    await using draft = await blobs.draft()
    await draft.write(randomBytes(fileBytes))
    const { key, size } = await draft.finish()
    await ask(open.db, insertFile, [ename, `file-${at}`, key, size])
  }
}

async function inSteps(db: Database, statement: string, ename: string, count: number) {
  const step = 5_000
  for (let from = 1; from <= count; from += step) {
    await ask(db, statement, [ename, from, Math.min(count, from + step - 1)])
  }
}
