/**
 * The ceiling of the database: PGlite asked directly, one statement after the other, with the
 * records in a table as plain as can be.
 */
import { randomUUID } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import { measure } from '../load.mjs'
import { BULK, payload } from '../record.mjs'

const ENAME = '@00000000-0000-4000-8000-000000000000'
const TABLE = `CREATE TABLE records (ename text, id text, ontology text, payload jsonb, acl text[],
  created_at timestamptz, PRIMARY KEY (ename, id))`
const SELECT = 'SELECT * FROM records WHERE ename = $1 AND id = $2'

const [directory, records] = process.argv.slice(2)
const database = await PGlite.create(directory)
const ids = []

/** The same records as the vault stores them, in a table with the vault's columns and indexes. */
const STORED = `CREATE TABLE stored (ename text, id text, position uuid, ontology text, payload json,
  acl text[], search text, indexed boolean, PRIMARY KEY (ename, id));
  CREATE UNIQUE INDEX ON stored (ename, position);
  CREATE INDEX ON stored (ename, ontology, position);
  CREATE INDEX ON stored (position) WHERE NOT indexed;`

/** Inserts so many records with one statement. */
async function insert(count, table = 'records', make = row) {
  const rows = Array.from({ length: count }, make)
  const places = rows.map((values, index) => {
    const first = index * values.length
    return `(${values.map((_, column) => `$${first + column + 1}`)})`
  })
  const { affectedRows } = await database.query(
    `INSERT INTO ${table} VALUES ${places}`,
    rows.flat(),
  )
  return affectedRows === count
}

function storedRow() {
  const id = randomUUID()
  const record = payload()
  const search = Object.values(record).join(' '.repeat(20)).toLowerCase()
  return [ENAME, id, id, 'ontology', JSON.stringify(record), ['*'], search, false]
}

function row() {
  const id = randomUUID()
  ids.push(id)
  return [ENAME, id, 'ontology', JSON.stringify(payload()), ['*'], new Date()]
}

const operations = {
  insert: () => insert(1),
  bulk: () => insert(BULK),
  bulkStored: () => insert(BULK, 'stored', storedRow),
  async select() {
    const id = ids[Math.floor(Math.random() * ids.length)]
    const { rows } = await database.query(SELECT, [ENAME, id])
    return Object.keys(rows[0]?.payload ?? {}).length === 5
  },
}

await database.exec(`${TABLE}; ${STORED}`)
while (ids.length < Number(records)) await operations.insert()
process.on('message', async ({ operation, seconds }) => {
  process.send(await measure(seconds, 1, operations[operation]))
})
process.stdout.write('{}\n')
