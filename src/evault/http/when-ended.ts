import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** What is to be done when a connection closes; each once, with one listener for all of them. */
const whenClosed = new WeakMap<Socket, Set<() => void>>()

/**
 * Calls back once, when an answer is through or its connection is closed. An answer that waits in
 * line behind another (pipelining) never hears from Node that its connection was closed.
 * @param response of a request whose connection is still open
 */
export function whenEnded(response: ServerResponse, callBack: () => void): void {
  const pending = pendingOf(response.req.socket)
  const end = () => {
    if (pending.delete(end)) callBack()
  }
  pending.add(end)
  response.once('close', end)
}

function pendingOf(socket: Socket): Set<() => void> {
  const known = whenClosed.get(socket)
  if (known !== undefined) return known
  const pending = new Set<() => void>()
  whenClosed.set(socket, pending)
  socket.once('close', () => {
    for (const end of pending) end()
  })
  return pending
}
