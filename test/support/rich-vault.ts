import { type ColumnType, listTables } from '../../src/evault/archive/tables.ts'
import { ask, type Database } from '../../src/evault/db/database.ts'
import { openStored } from './storage.ts'
import { memorySecretStore, openTestVault } from './test-vault.ts'

/** Text that breaks what does not quote it. */
export const awkward = 'ü😀 "quoted" \\ {a,b} \t\n\u2028 end\\'

const values: Record<ColumnType, (at: number) => string> = {
  text: (at) => `${awkward} ${at}`,
  uuid: (at) => `01890000-0000-7000-8000-${String(at).padStart(12, '0')}`,
  integer: (at) => String(-2_147_483_648 + at),
  bigint: (at) => String(9_223_372_036_854_775_807n - BigInt(at)),
  boolean: (at) => String(at % 2 === 0),
  json: (at) => `{"z":1.50,"10":[1e400, "\\u00e9"],"a":{"":null},"n":${at}}`,
  'text[]': () => '{"a,b",NULL-like,"\\"q\\" \\\\ {}",""}',
  'timestamp with time zone': (at) => `2026-01-02 03:04:05.${String(123_450 + at)}+02`,
}

/** Gives each table that has none a few rows, of any values its columns can have. */
export async function fillTables(db: Database, ename: string): Promise<void> {
  for (const { name, columns } of await listTables(db)) {
    const [held] = await ask<{ count: string }>(db, `SELECT count(*)::text FROM "${name}"`, [])
    if (Number(held?.count) > 0) continue
    for (let at = 1; at <= 3; at += 1) {
      const row = columns.map((column) =>
        column.name === 'ename' ? ename : values[column.type](at),
      )
      await insert(db, name, columns, row)
      // One vault has one of them.
      if (await isAlone(db, name)) break
    }
  }
}

async function insert(
  db: Database,
  table: string,
  columns: readonly { name: string; type: ColumnType }[],
  row: readonly string[],
): Promise<void> {
  const names = columns.map(({ name }) => `"${name}"`)
  const places = columns.map(({ type }, at) => `$${at + 1}::text::${type}`)
  await ask(db, `INSERT INTO "${table}" (${names.join()}) VALUES (${places.join()})`, [...row])
}

async function isAlone(db: Database, table: string): Promise<boolean> {
  const rows = await ask<{ keys: string }>(
    db,
    `SELECT array_length(indkey::int2[], 1)::text AS keys FROM pg_index
      WHERE indrelid = to_regclass($1::text) AND indisprimary`,
    [`"${table}"`],
  )
  return rows[0]?.keys === '1'
}

const update = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
  updateMetaEnvelope(id: $id, input: $input) { metaEnvelope { id } errors { message } } }`
const upload = `mutation ($input: UploadFileInput!) {
  uploadFile(input: $input) { metaEnvelopeId errors { message } } }`

/** A vault in this directory with something in each of its tables. Closed. */
export async function makeRichVault(dataDirectory: string) {
  const secretStore = memorySecretStore()
  const [ids, fileIds]: [string[], string[]] = [[], []]
  let ename: string
  let evaultId: string
  {
    await using it = await openTestVault({ dataDirectory, secretStore })
    ename = it.vault.ename
    evaultId = (await it.owner('{ identity { evaultId } }')).data.identity.evaultId
    for (let at = 0; at < 30; at += 1) {
      ids.push(
        await it.create({ content: `Unicorn ${at}`, '10': 1, '2': [awkward] }, ['*'], 'a-type'),
      )
    }
    const input = { ontology: 'b-type', payload: { content: 'changed' }, acl: ['@friend'] }
    await it.owner(update, { id: ids[0], input })
    await it.owner('mutation ($id: String!) { deleteMetaEnvelope(id: $id) }', { id: ids[1] })
    for (const content of ['one file', 'another', 'one file']) {
      const base64 = Buffer.from(content).toString('base64')
      const file = { filename: 'ü.txt', contentType: 'text/plain', content: base64, acl: ['*'] }
      const { data, errors } = await it.owner(upload, { input: file })
      if (!data?.uploadFile?.metaEnvelopeId) throw new Error(JSON.stringify({ data, errors }))
      fileIds.push(data.uploadFile.metaEnvelopeId)
    }
    await it.owner('mutation { rotateKey { errors { message } } }')
    await it.graphql('{ metaEnvelopes(first: 5) { edges { node { id } } } }')
  }
  await using open = await openStored(dataDirectory, secretStore)
  await ask(
    open.db,
    `INSERT INTO vaults (ename, evault_id, public_key, created_at)
    VALUES ('@tenant', '@tenant-vault', NULL, '2026-01-02 03:04:05.123456Z')`,
    [],
  )
  await fillTables(open.db, ename)
  return { ename, evaultId, secretStore, fileIds }
}
