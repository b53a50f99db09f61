import type { Login, Web3Adapter } from 'evault-desktop/web3-adapter'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Documents } from './documents.ts'
import type { Live } from './live.ts'
import type { Html } from './pages/html.ts'
import type { Sessions } from './sessions.ts'

/** What the routes work with. */
export interface Frames {
  readonly documents: Documents
  readonly sessions: Sessions
  readonly adapter: Pick<Web3Adapter, 'follow' | 'status' | 'webhook' | 'client'>
  readonly login: Login
  readonly live: Live
  /** Where browsers find the app, without a slash at the end. */
  readonly url: string
  /** A development wallet. */
  readonly wallet: string | null
  /** Its folder `public`. */
  readonly publicFolder: URL
}

/** Sends a page to whoever asks. */
export type Show = (
  request: FastifyRequest,
  reply: FastifyReply,
  page: { title: string; body: Html },
) => Promise<FastifyReply>
