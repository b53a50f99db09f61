import type { Login, Web3Adapter } from 'evault-desktop/web3-adapter'
import type { Context } from 'hono'
import type { Live } from './live.ts'
import type { Account, Murmurs } from './murmurs.ts'
import type { Html } from './pages/html.ts'
import type { Sessions } from './sessions.ts'

/** What the routes work with. */
export interface Platform {
  readonly murmurs: Murmurs
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

/** Who asks, in all routes behind the login. */
export interface Member {
  readonly Variables: { viewer: Account }
}

/** Sends a page to whoever asks. */
export type Show = (
  c: Context<Member>,
  page: { readonly title: string; readonly body: Html },
) => Promise<Response>
