import Database from 'libsql'
import { openAdapter, sqliteDatabase } from '../../src/web3-adapter/index.ts'
import { notesMappings } from './sync-platforms-mappings.ts'

/** A platform of its own process that writes as fast as it can, until it is killed. */
const [, , file = '', registry = '', ename = '', round = ''] = process.argv
const db = new Database(file)
db.exec('PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL')
const adapter = await openAdapter({
  platform: 'http://127.0.0.1:9',
  registry,
  database: sqliteDatabase(db),
  mappings: notesMappings,
})
process.stdout.write('ready\n')
const insert = db.prepare(
  "INSERT INTO notes (id, by_whom, words, pictures, written) VALUES (?, ?, ?, '[]', 1700000000)",
)
const change = db.prepare('UPDATE notes SET words = ? WHERE id = ?')
for (let n = 0; n < 1_000; n += 1) {
  const id = `${round}-${n}`
  insert.run(id, ename, `first ${id}`)
  process.stdout.write(`${id}\n`)
  await new Promise((resolve) => setTimeout(resolve, 3))
  change.run(`words of ${id}`, id)
}
await adapter[Symbol.asyncDispose]()
