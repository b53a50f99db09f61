import { isIP, type Socket } from 'node:net'

/** What the first line of a connection says of who is at its other end. */
export interface ProxyLine {
  /** An IPv4 or IPv6 address; null where the line says that it is not known. */
  readonly source: string | null
}

const signature = Buffer.from('PROXY ')
/** With its line end. Source: the specification, §2.1. */
const longestLine = 107
/** Our own forwarder sends the line at once; also nobody gains time by sending nothing. */
const longestWaitMs = 5_000

/**
 * Reads the line that our forwarder puts before a connection whose other end it knows, byte by
 * byte if it comes so. What follows stays in the socket. Connections that begin otherwise have no
 * line, and nothing of them is taken. Source: PROXY protocol, version 1 (haproxy,
 * doc/proxy-protocol.txt §2.1).
 * @param proceed gets the line, or null where there is none. It is not called for a connection
 * that ends, says too little in five seconds or begins with a line that does not hold: that one is
 * closed without an answer
 */
export function readProxyLine(socket: Socket, proceed: (line: ProxyLine | null) => void): void {
  let begin: Buffer = Buffer.alloc(0)
  const refuse = () => void socket.destroy()
  const timer = setTimeout(refuse, longestWaitMs)
  const stop = () => {
    clearTimeout(timer)
    socket.off('data', take).off('end', refuse).off('error', refuse).off('close', stop)
  }
  const take = (chunk: Buffer) => {
    begin = begin.length === 0 ? chunk : Buffer.concat([begin, chunk])
    const found = findLine(begin)
    if (found === 'incomplete') return
    if (found === 'invalid') return refuse()
    stop()
    proceed(found.line)
    const rest = begin.subarray(found.length)
    if (rest.length > 0 && !socket.destroyed) socket.unshift(rest)
  }
  socket.on('data', take).on('end', refuse).on('error', refuse).on('close', stop)
}

type Found = { readonly line: ProxyLine | null; readonly length: number } | 'incomplete' | 'invalid'

function findLine(begin: Buffer): Found {
  const compared = Math.min(begin.length, signature.length)
  if (!begin.subarray(0, compared).equals(signature.subarray(0, compared))) {
    return { line: null, length: 0 }
  }
  const end = begin.subarray(0, longestLine).indexOf('\r\n')
  if (end === -1) return begin.length < longestLine ? 'incomplete' : 'invalid'
  const line = parseProxyLine(begin.toString('latin1', signature.length, end))
  return line === null ? 'invalid' : { line, length: end + 2 }
}

/** @param text of the line, behind `PROXY ` */
function parseProxyLine(text: string): ProxyLine | null {
  // Whatever follows says nothing that may be believed.
  if (text === 'UNKNOWN' || text.startsWith('UNKNOWN ')) return { source: null }
  const [, version, source = '', target = '', ...ports] =
    /^TCP([46]) ([\da-fA-F:.]+) ([\da-fA-F:.]+) (\d{1,5}) (\d{1,5})$/.exec(text) ?? []
  const family = Number(version)
  const isValid =
    isIP(source) === family &&
    isIP(target) === family &&
    ports.every((port) => Number(port) <= 65_535)
  return isValid ? { source } : null
}
