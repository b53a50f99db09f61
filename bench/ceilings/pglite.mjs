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
const COLUMNS = 6
const SELECT = 'SELECT * FROM records WHERE ename = $1 AND id = $2'

const [directory, records] = process.argv.slice(2)
const database = await PGlite.create(directory)
const ids = []

/** Inserts so many records with one statement. */
async function insert(count) {
  const rows = Array.from({ length: count }, row)
  const places = rows.map((_, index) => {
    const first = index * COLUMNS
    return `(${Array.from({ length: COLUMNS }, (__, column) => `$${first + column + 1}`)})`
  })
  const { affectedRows } = await database.query(`INSERT INTO records VALUES ${places}`, rows.flat())
  return affectedRows === count
}

function row() {
  const id = randomUUID()
  ids.push(id)
  return [ENAME, id, 'ontology', JSON.stringify(payload()), ['*'], new Date()]
}

const operations = {
  insert: () => insert(1),
  bulk: () => insert(BULK),
  async select() {
    const id = ids[Math.floor(Math.random() * ids.length)]
    const { rows } = await database.query(SELECT, [ENAME, id])
    return Object.keys(rows[0]?.payload ?? {}).length === 5
  },
}

await database.exec(TABLE)
while (ids.length < Number(records)) await operations.insert()
process.on('message', async ({ operation, seconds }) => {
  process.send(await measure(seconds, 1, operations[operation]))
})
process.stdout.write('{}\n')
