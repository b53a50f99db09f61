/** The ceiling of the database: PGlite asked directly, one statement after the other. */
import { randomUUID } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import { measure } from '../load.mjs'
import { payload } from '../record.mjs'

const ENAME = '@00000000-0000-4000-8000-000000000000'
const INSERT = `INSERT INTO meta_envelopes
  (ename, id, position, ontology, envelopes, acl, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`
const SELECT = `SELECT ename, id, position, ontology, envelopes, acl, created_at
  FROM meta_envelopes WHERE ename = $1 AND id = $2`

const [directory, records] = process.argv.slice(2)
const database = await PGlite.create(directory)
const ids = []

const operations = {
  async insert() {
    const id = randomUUID()
    const fields = Object.entries(payload())
    const envelopes = fields.map(([key, value]) => ({ id: randomUUID(), key, value }))
    const row = [ENAME, id, id, 'ontology', JSON.stringify(envelopes), ['*'], new Date()]
    const { affectedRows } = await database.query(INSERT, row)
    ids.push(id)
    return affectedRows === 1
  },
  async select() {
    const id = ids[Math.floor(Math.random() * ids.length)]
    const { rows } = await database.query(SELECT, [ENAME, id])
    return rows[0]?.envelopes.length === 5
  },
}

while (ids.length < Number(records)) await operations.insert()
process.on('message', async ({ operation, seconds }) => {
  process.send(await measure(seconds, 1, operations[operation]))
})
process.stdout.write('{}\n')
