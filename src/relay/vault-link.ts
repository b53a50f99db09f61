import type { Socket } from 'node:net'
import type { Connection, ServerChannel } from 'ssh2'

/** Requests of one vault at a time. */
const mostOpen = 64
/** Opening is answered by the vault’s program at once, whatever the vault itself does. */
const longestOpeningMs = 10_000
/** What a vault may have sent that nobody has read yet, for one request and for all. SSH’s windows
 * are of two megabytes; who sends more does not keep to them. */
const mostUnreadOfOne = 2.25 * 1024 * 1024
const mostUnread = 32 * 1024 * 1024
/** What may wait to be sent to a vault. */
const mostUnsent = 1024 * 1024
const longestUnsentMs = 20_000

/** Why there is no way to a vault any more, or was none. */
export class LinkError extends Error {
  override readonly name = 'LinkError'
  constructor(readonly code: 'GONE' | 'SILENT') {
    super(code)
  }
}

/** Where the vault listens, in the words of its request for that. */
export interface Registration {
  readonly bindAddr: string
  readonly bindPort: number
}

/** The connection of a vault, and what goes through it. Bounded in all that the vault can make it
 * hold: who does not keep to that is cut off. */
export interface VaultLink {
  readonly vault: string
  /** Of requests. */
  readonly isFull: boolean
  /** Told why, once it has ended. */
  readonly ended: Promise<string>
  /**
   * Opens a way for one request.
   * @param peer who asks
   * @throws LinkError
   */
  open(peer: { readonly address: string; readonly port: number }): Promise<ServerChannel>
  /**
   * Waits until the vault has taken most of what was sent to it.
   * @throws LinkError GONE
   */
  drained(): Promise<void>
  /** Ends it. @param why for the log */
  cut(why: string): void
}

export function createVaultLink(
  vault: string,
  client: Connection,
  socket: Socket,
  { bindAddr, bindPort }: Registration,
): VaultLink {
  const channels = new Set<ServerChannel>()
  let opening = 0
  let why = 'lost'
  const cut = (reason: string) => {
    if (socket.destroyed) return
    why = reason
    socket.destroy()
  }
  const ended = new Promise<string>((resolve) => void socket.once('close', () => resolve(why)))
  watchUnread(socket, channels, cut)
  const drained = drainOf(socket, cut)

  return {
    vault,
    get isFull() {
      return channels.size + opening >= mostOpen
    },
    ended,
    open({ address, port }) {
      if (socket.destroyed) return Promise.reject(new LinkError('GONE'))
      opening += 1
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new LinkError('SILENT'))
          cut('does not answer')
        }, longestOpeningMs)
        client.forwardOut(bindAddr, bindPort, address, port, (error, channel) => {
          clearTimeout(timer)
          opening -= 1
          if (error) {
            reject(new LinkError('GONE'))
            return
          }
          channels.add(channel)
          channel.on('error', () => {}).once('close', () => channels.delete(channel))
          resolve(channel)
        })
      })
    },
    drained,
    cut,
  }
}

/** Looks at each arrival what the vault has sent that nobody took. */
function watchUnread(
  socket: Socket,
  channels: ReadonlySet<ServerChannel>,
  cut: (why: string) => void,
): void {
  socket.on('data', () => {
    let unread = 0
    let largest: ServerChannel | null = null
    for (const channel of channels) {
      unread += channel.readableLength
      if (channel.readableLength > mostUnreadOfOne) cut('sends more than it may')
      if (channel.readableLength > (largest?.readableLength ?? 0)) largest = channel
    }
    // Whoever asked for most and reads least.
    if (unread > mostUnread) largest?.destroy()
  })
}

function drainOf(socket: Socket, cut: (why: string) => void): () => Promise<void> {
  let draining: Promise<void> | null = null
  const drain = () =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => cut('does not read'), longestUnsentMs)
      const end = () => {
        clearTimeout(timer)
        clearInterval(look)
        socket.off('close', end)
        draining = null
        if (socket.destroyed) reject(new LinkError('GONE'))
        else resolve()
      }
      // `drain` comes only when nothing is left, which others may keep from happening.
      const look = setInterval(() => {
        if (socket.writableLength <= mostUnsent) end()
      }, 20)
      socket.on('close', end)
    })
  return async () => {
    if (socket.destroyed) throw new LinkError('GONE')
    if (socket.writableLength <= mostUnsent) return
    draining ??= drain()
    await draining
  }
}
