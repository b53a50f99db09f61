import { fileURLToPath } from 'node:url'
import { createLogin, documentRows, openAdapter, readMappings } from 'evault-desktop/web3-adapter'
import { createApp } from './app.ts'
import { openDatabase } from './database.ts'
import { createDocuments, stranger } from './documents.ts'
import { readEnvironment } from './environment.ts'
import { createLive } from './live.ts'
import { createSessions } from './sessions.ts'

const home = new URL('../', import.meta.url)
const { port, url, registry, wallet, ...storage } = readEnvironment()

const database = await openDatabase(storage)
const live = createLive()
const adapter = await openAdapter({
  platform: url,
  registry,
  database: database.forAdapter,
  mappings: await readMappings(fileURLToPath(new URL('mappings', home))),
  rows: {
    people: documentRows({ table: 'people', column: 'doc' }),
    photos: documentRows({ table: 'photos', column: 'doc' }),
  },
  // Photos of people who never came show at once; who they are may follow.
  onMissing: ({ table, ename }) => (table === 'people' ? stranger(ename) : undefined),
  onApplied: () => live.announce(),
})
const app = await createApp(
  {
    documents: createDocuments(database),
    sessions: createSessions(database),
    adapter,
    login: createLogin({ registry, platform: url, redirect: `${url}/login/answer` }),
    live,
    url,
    wallet,
    publicFolder: new URL('public/', home),
  },
  true,
)
await app.listen({ port, host: '127.0.0.1' })

/** First nobody asks any more, then nothing is sent any more, then nothing is kept any more. */
async function close(): Promise<void> {
  await app.close()
  await adapter[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
}
process.once('SIGTERM', close)
process.once('SIGINT', close)
