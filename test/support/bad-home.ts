import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** What a home does with each request; `text` says what it is given. */
export type BadAnswer =
  | 'nothing'
  | 'text'
  | 'all at once'
  | 'more than the window'
  | 'much within the window'
  | 'without end'
  | 'a window, then takes nothing'

/** What a home asks of the relay. */
export type BadWish =
  | 'a shell'
  | 'a program'
  | 'files'
  | 'a way elsewhere'
  | 'a way to a socket'
  | 'thousands of ways'
  | 'many ports'
  | 'answers without end, and hears none'

interface Login {
  readonly port: number
  readonly username: string
  readonly password: string
  readonly answer: BadAnswer
  readonly text: string
}

interface Counts {
  /** Requests that it has begun to answer, and those that are over. */
  readonly answered: number
  readonly brokenOff: number
  /** Bytes. */
  readonly written: number
}

/** A home that means no good, connected to a relay. */
export interface BadHome {
  /** Resolves when its connection is gone. */
  readonly closed: Promise<void>
  ask(wish: BadWish): void
  count(): Promise<Counts>
  leave(): void
}

/** The process that such homes are in (bad-home.mjs). */
export interface BadHomes extends AsyncDisposable {
  /** Logs in and registers. */
  connect(login: Login): Promise<BadHome>
}

type News =
  | { readonly id: number; readonly what: 'connected'; readonly why?: string }
  | { readonly id: number; readonly what: 'closed' }
  | ({ readonly id: number; readonly what: 'counted' } & Counts)

export function openBadHomes(): BadHomes {
  const child = fork('test/support/bad-home.mjs')
  child.setMaxListeners(0)
  let homes = 0
  return {
    async connect(login) {
      homes += 1
      return connect(child, homes, login)
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function connect(child: ChildProcess, id: number, login: Login): Promise<BadHome> {
  const hear = <What extends News['what']>(what: What) =>
    new Promise<Extract<News, { what: What }>>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the bad homes have ended with ${code}`)))
      const listener = (news: News) => {
        if (news.id !== id || news.what !== what) return
        child.off('message', listener)
        resolve(news as Extract<News, { what: What }>)
      }
      child.on('message', listener)
    })
  const order = (name: string, more: object = {}) => void child.send({ order: name, id, ...more })
  const closed = hear('closed').then(() => {})
  // Most have no interest in it.
  closed.catch(() => {})
  const connected = hear('connected')
  order('connect', login)
  const { why } = await connected
  if (why !== undefined) throw new Error(why)
  return {
    closed,
    ask: (wish) => order('ask', { wish }),
    async count() {
      const counted = hear('counted')
      order('count')
      return counted
    },
    leave: () => order('leave'),
  }
}
