import { performance } from 'node:perf_hooks'
import type { Connection, IngressConnections } from './ingress-connections.ts'
import { ingressLimits } from './ingress-limits.ts'

/** How far a connection had come when somebody last looked. */
interface Progress {
  /** Bytes that had come in. */
  received: number
  receivedAt: number
  /** Bytes that nobody had taken. */
  backlog: number
  /** When they have to be taken. */
  takenBy: number
}

/**
 * Closes connections that send a body, or take an answer, slower than `ingressLimits.pace`. Node's
 * own limit is on the whole of a request: it would cut long uploads, or none.
 * @param refuse closes one whose body does not come
 */
export function watchPace(
  connections: IngressConnections,
  refuse: (connection: Connection) => void,
): Disposable {
  const progress = new WeakMap<Connection, Progress>()
  const timer = setInterval(() => {
    const now = performance.now()
    for (const connection of connections.all) {
      const seen = progress.get(connection) ?? newProgress(connection, now)
      progress.set(connection, seen)
      if (isBodyTooSlow(connection, seen, now)) refuse(connection)
      else if (isTakenTooSlowly(connection, seen, now)) connection.socket.destroy()
    }
  }, ingressLimits.paceCheckMs).unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

function newProgress({ socket }: Connection, now: number): Progress {
  return { received: socket.bytesRead, receivedAt: now, backlog: 0, takenBy: 0 }
}

function isBodyTooSlow({ latest, socket }: Connection, seen: Progress, now: number): boolean {
  const { pace, paceWindowMs } = ingressLimits
  const passedMs = now - seen.receivedAt
  // What has come and is not read yet waits for us.
  const isWaitedFor =
    latest !== null && !latest.request.complete && latest.request.readableLength === 0
  if (isWaitedFor && passedMs < paceWindowMs) return false
  const received = socket.bytesRead
  const isTooSlow = isWaitedFor && received - seen.received < (pace * passedMs) / 1_000
  seen.received = received
  seen.receivedAt = now
  return isTooSlow
}

function isTakenTooSlowly({ socket }: Connection, seen: Progress, now: number): boolean {
  const backlog = socket.writableLength
  if (seen.backlog === 0 || backlog < seen.backlog) {
    seen.takenBy = now + ingressLimits.paceWindowMs + (backlog / ingressLimits.pace) * 1_000
    seen.backlog = backlog
  }
  return backlog > 0 && now > seen.takenBy
}
