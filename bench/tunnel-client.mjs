/**
 * Stands for main: an SSH tunnel from a server with sshd on this computer to a port of this
 * computer. Started with that port; says where the tunnel's public end is.
 */
import { createServer } from 'vite'

const [target] = process.argv.slice(2)
const modules = await createServer({
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, ws: false, watch: null },
})
const load = (file) => modules.ssrLoadModule(`/${file}`)
const { createSshKey } = await load('src/tunnel/ssh-key.ts')
const { createSshTunnel } = await load('src/tunnel/ssh.ts')
const { startSshd } = await load('test/support/sshd.ts')

const { privateKey, publicKey } = createSshKey()
const sshd = await startSshd(publicKey)
const tunnel = createSshTunnel({
  ...{ host: '127.0.0.1', port: sshd.port, user: sshd.user, privateKey },
  hostKey: sshd.hostKey,
  keepHostKey: async () => {},
  listen: { address: '127.0.0.1', port: 0 },
  publicUrl: 'http://127.0.0.1',
  // The local listener takes no PROXY line.
  behindProxy: true,
})
const connection = await tunnel.connect(Number(target), new AbortController().signal)
process.stdout.write(`${JSON.stringify({ url: connection.publicUrl })}\n`)
process.once('SIGTERM', async () => {
  await connection[Symbol.asyncDispose]()
  await sshd[Symbol.asyncDispose]()
  await modules.close()
})
