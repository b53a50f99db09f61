import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createAdaptorServer } from '@hono/node-server'
import {
  createLogin,
  openAdapter,
  readMappings,
  sqliteDatabase,
  type Web3Adapter,
} from 'evault-desktop/web3-adapter'
import { createApp } from './app.ts'
import { openDatabase } from './database.ts'
import type { Environment } from './environment.ts'
import { createLive } from './live.ts'
import { createMurmurs } from './murmurs.ts'
import { createSessions } from './sessions.ts'

/** The folder that `public` and `mappings` are in. */
const home = new URL('../', import.meta.url)

export interface OpenMurmur extends AsyncDisposable {
  readonly adapter: Web3Adapter
  listen(): Promise<void>
}

/** Puts all of murmur together; nobody listens yet. */
export async function openMurmur(environment: Environment): Promise<OpenMurmur> {
  const { port, url, registry, wallet } = environment
  const database = openDatabase(environment.data)
  const live = createLive()
  const adapter = await openAdapter({
    platform: url,
    registry,
    database: sqliteDatabase(database),
    mappings: await readMappings(fileURLToPath(new URL('mappings', home))),
    // Murmurs of people who never came show at once; who they are may follow.
    onMissing: ({ table }) => (table === 'accounts' ? {} : undefined),
    onApplied: () => live.announce(),
  })
  const app = await createApp({
    murmurs: createMurmurs(database),
    sessions: createSessions(database),
    login: createLogin({ registry, platform: url, redirect: `${url}/login/answer` }),
    adapter,
    live,
    url,
    wallet,
    publicFolder: new URL('public/', home),
  })
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false })
  return {
    adapter,
    async listen() {
      await once(server.listen(port, '127.0.0.1'), 'listening')
    },
    /** First nobody asks any more, then nothing is sent any more, then nothing is kept any more. */
    async [Symbol.asyncDispose]() {
      live.close()
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await adapter[Symbol.asyncDispose]()
      database.close()
    },
  }
}
