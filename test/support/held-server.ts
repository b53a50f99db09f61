import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * Leads to a server, and can be held, as a server is that takes requests and does not answer.
 * @param address of the server
 */
export async function heldServer(address: string) {
  const { hostname, port } = new URL(address)
  const answering = new Set<Socket>()
  /** Bytes that the server may still say. */
  let left = Number.POSITIVE_INFINITY
  const server = createServer((client) => {
    const behind = connect(Number(port), hostname)
    answering.add(behind)
    client.pipe(behind)
    behind.on('data', (bytes) => {
      client.write(bytes)
      left -= bytes.length
      if (left <= 0) for (const one of answering) one.pause()
    })
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      one.on('error', () => other.destroy()).on('close', () => other.destroy())
    }
    behind.on('close', () => answering.delete(behind))
    if (left <= 0) behind.pause()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** @param bytes that it says yet */
    hold(bytes = 0) {
      left = bytes
      if (bytes === 0) for (const one of answering) one.pause()
    },
    release() {
      left = Number.POSITIVE_INFINITY
      for (const one of answering) one.resume()
    },
    async [Symbol.asyncDispose]() {
      server.close()
      for (const one of answering) one.destroy()
    },
  }
}
