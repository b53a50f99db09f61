import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Peer, proxyLine } from './proxy-line.ts'

/** Connections through one tunnel at a time; the vault’s own limits are far below. */
const mostConnections = 4_096
/** For what the vault has sent to get out, after it has closed a connection. */
const longestFarewellMs = 120_000

/** Leads streams from outside to one port of this computer, and to nothing else. */
export interface Forwarder extends Disposable {
  /** Whether one more may come. */
  readonly hasRoom: boolean
  /**
   * Joins a stream, which may be open one way only, with a new connection to the port.
   * @param peer who is at the other end, told first on that connection (`proxyLine`); null where
   * they say that themselves, in what they send
   */
  join(outside: Duplex, peer: Peer | null): void
}

/** @param port of 127.0.0.1 */
export function forwardTo(port: number): Forwarder {
  const open = new Set<() => void>()

  function join(outside: Duplex, peer: Peer | null): void {
    const inside = connect({ host: '127.0.0.1', port, noDelay: true })
    let farewell: NodeJS.Timeout | undefined
    const end = () => {
      clearTimeout(farewell)
      inside.destroy()
      // What nobody will read any more would keep it from closing.
      outside.resume().destroy()
    }
    open.add(end)
    outside.on('error', end)
    outside.once('close', () => {
      open.delete(end)
      end()
    })
    inside.on('error', end)
    inside.once('close', () => {
      if (outside.destroyed || outside.writableFinished) end()
      else farewell = setTimeout(end, longestFarewellMs)
    })
    outside.once('finish', () => inside.destroyed && end())
    if (peer !== null) inside.write(proxyLine(peer, port))
    outside.pipe(inside).pipe(outside)
  }

  return {
    get hasRoom() {
      return open.size < mostConnections
    },
    join,
    [Symbol.dispose]() {
      for (const end of open) end()
    },
  }
}
