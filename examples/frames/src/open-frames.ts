import { fileURLToPath } from 'node:url'
import {
  createLogin,
  documentRows,
  openAdapter,
  readMappings,
  type Web3Adapter,
} from 'evault-desktop/web3-adapter'
import type { FastifyInstance } from 'fastify'
import { createApp } from './app.ts'
import { openDatabase } from './database.ts'
import { createDocuments, stranger } from './documents.ts'
import type { Environment } from './environment.ts'
import { createLive } from './live.ts'
import { createSessions } from './sessions.ts'

/** The folder that `public` and `mappings` are in. */
const home = new URL('../', import.meta.url)

export interface OpenFrames extends AsyncDisposable {
  readonly app: FastifyInstance
  readonly adapter: Web3Adapter
}

/** Puts all of frames together; nobody listens yet. */
export async function openFrames(environment: Environment, logger = false): Promise<OpenFrames> {
  const { url, registry, wallet } = environment
  const database = await openDatabase(environment)
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
  const documents = createDocuments(database)
  const sessions = createSessions(database)
  const login = createLogin({ registry, platform: url, redirect: `${url}/login/answer` })
  const publicFolder = new URL('public/', home)
  const app = await createApp(
    { documents, sessions, adapter, login, live, url, wallet, publicFolder },
    logger,
  )
  return {
    app,
    adapter,
    /** First nobody asks any more, then nothing is sent any more, then nothing is kept any more. */
    async [Symbol.asyncDispose]() {
      await app.close()
      await adapter[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}
