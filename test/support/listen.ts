import { randomInt } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'

/**
 * Has a server listen on 127.0.0.1.
 * @param port by default one that the server finds again when it was away: see `freePort`
 * @returns the port
 */
export async function listenOn(server: Server, port?: number): Promise<number> {
  const wanted = port ?? (await freePort())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(wanted, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  return wanted
}

/** Another program on a port of 127.0.0.1: it takes connections and never says a word. */
export async function listenSilently(
  wanted?: number,
): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets: Socket[] = []
  const server = createServer((socket) => void sockets.push(socket.resume()))
  return {
    port: await listenOn(server, wanted),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/**
 * A port of 127.0.0.1 that nobody has now, and that no system hands out to whoever asks for any:
 * another test does not get it meanwhile.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000)
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
  })
  if (isFree) await new Promise((resolve) => server.close(resolve))
  return isFree
}
