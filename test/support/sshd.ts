import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { accessSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import ssh2, { type Connection } from 'ssh2'
import { createSshKey } from '../../src/tunnel/ssh-key.ts'
import { freePort } from './listen.ts'

/** An SSH server on loopback that lets one key in, and only to open ports. */
export interface TestSshd extends AsyncDisposable {
  readonly port: number
  /** Who may come. */
  readonly user: string
  /** Its public key: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string
  start(): Promise<void>
  /** Ends it and all its connections at once, like a power cut. */
  kill(): Promise<void>
  /** Gives it another host key, of the same kind or not; holds from the next start. */
  changeHostKey(kind: 'ed25519' | 'ecdsa'): void
}

/** Where a server runs that is not on loopback. */
export interface SshdPlace {
  /** Begins the command that runs it. */
  readonly over: readonly string[]
  readonly address: string
}

const loopback: SshdPlace = { over: [], address: '127.0.0.1' }

/** OpenSSH’s sshd on this computer; null where there is none. */
export const sshdProgram = findSshd()
if (sshdProgram === null) console.warn('There is no sshd here: ssh2’s own server stands in for it.')

function findSshd(): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  const found = folders.map((folder) => join(folder, 'sshd')).find(isThere)
  return found ?? null
}

function isThere(file: string): boolean {
  try {
    accessSync(file)
    return true
  } catch {
    return false
  }
}

/**
 * Starts OpenSSH’s sshd; where there is none, ssh2’s own server, which speaks the parts used here.
 * @param authorized the one public key that may log in
 * @param place for OpenSSH’s only
 */
export async function startSshd(authorized: string, place = loopback): Promise<TestSshd> {
  const port = await freePort()
  const sshd =
    sshdProgram === null
      ? createStandIn(port, authorized)
      : createSshd(sshdProgram, port, authorized, place)
  await sshd.start()
  return sshd
}

function createSshd(
  program: string,
  port: number,
  authorized: string,
  { over, address }: SshdPlace,
): TestSshd {
  const folder = mkdtempSync(join(tmpdir(), 'evault-sshd-'))
  const keyFile = join(folder, 'host-key')
  let child: ChildProcess | null = null
  const changeHostKey = (kind: string) => {
    rmSync(keyFile, { force: true })
    execFileSync('ssh-keygen', ['-q', '-t', kind, '-N', '', '-C', '', '-f', keyFile])
  }
  changeHostKey('ed25519')
  writeFileSync(join(folder, 'authorized'), `restrict,port-forwarding ${authorized}\n`)
  writeFileSync(join(folder, 'config'), sshdConfig(folder, address, port))
  const kill = async () => {
    if (child === null) return
    const ended = new Promise((resolve) => child?.once('exit', resolve))
    // Its sessions are processes of their own.
    spawnSync('kill', ['-KILL', ...family(child.pid as number).map(String)])
    child = null
    await ended
  }
  return {
    port,
    user: userInfo().username,
    get hostKey() {
      return readFileSync(`${keyFile}.pub`, 'utf8').trim()
    },
    changeHostKey,
    async start() {
      // Where it puts its unprivileged part, when it runs as root.
      if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true })
      const args = ['-D', '-e', '-f', join(folder, 'config')]
      const [command, ...rest] = [...over, program, ...args] as [string, ...string[]]
      child = spawn(command, rest, { stdio: 'ignore' })
      await untilItListens(port, address)
    },
    kill,
    async [Symbol.asyncDispose]() {
      await kill()
      rmSync(folder, { recursive: true })
    },
  }
}

/** What `ssh-keygen -l` says of its key: `SHA256:…`. */
export function fingerprintOf({ hostKey }: Pick<TestSshd, 'hostKey'>): string {
  const said = execFileSync('ssh-keygen', ['-lf', '-'], { input: hostKey, encoding: 'utf8' })
  return said.split(' ')[1] ?? ''
}

/** A process and all that came from it. */
function family(pid: number): number[] {
  const { stdout } = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
  return [
    pid,
    ...stdout
      .split('\n')
      .filter(Boolean)
      .flatMap((child) => family(Number(child))),
  ]
}

function sshdConfig(folder: string, address: string, port: number): string {
  return [
    `Port ${port}`,
    `ListenAddress ${address}`,
    'GatewayPorts clientspecified',
    `HostKey ${join(folder, 'host-key')}`,
    `AuthorizedKeysFile ${join(folder, 'authorized')}`,
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'PasswordAuthentication no',
    'PermitRootLogin prohibit-password',
    'AllowTcpForwarding remote',
    'LogLevel QUIET',
    '',
  ].join('\n')
}

async function untilItListens(port: number, address = '127.0.0.1'): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = connect(port, address)
    const isUp = await new Promise<boolean>((resolve) => {
      socket.once('data', () => resolve(true)).once('error', () => resolve(false))
    })
    socket.destroy()
    if (isUp) return
    await pause(25)
  }
  throw new Error(`No SSH server at port ${port}.`)
}

/** The same by ssh2’s own server. */
function createStandIn(port: number, authorized: string): TestSshd {
  let key = createSshKey()
  let server: ssh2.Server | null = null
  const clients = new Set<Connection>()
  const kill = async () => {
    for (const client of clients)
      (client as unknown as { _sock: { destroy(): void } })._sock.destroy()
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
    server = null
  }
  return {
    port,
    user: standInUser,
    get hostKey() {
      return key.publicKey.split(' ').slice(0, 2).join(' ')
    },
    changeHostKey(kind) {
      if (kind === 'ed25519') {
        key = createSshKey()
        return
      }
      const pair = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })
      key = { privateKey: pair.private, publicKey: pair.public }
    },
    async start() {
      server = new ssh2.Server({ hostKeys: [key.privateKey] }, (client) => {
        clients.add(client)
        client.on('close', () => clients.delete(client)).on('error', () => {})
        letIn(client, authorized)
        openPorts(client)
      })
      server.listen(port, '127.0.0.1')
      await untilItListens(port)
    },
    kill,
    [Symbol.asyncDispose]: kill,
  }
}

const standInUser = 'vault'

function letIn(client: Connection, authorized: string): void {
  const expected = authorized.split(' ')[1]
  client.on('authentication', (context) => {
    const isHe = context.method === 'publickey' && context.username === standInUser
    if (isHe && context.key.data.toString('base64') === expected) context.accept()
    else context.reject(['publickey'])
  })
}

function openPorts(client: Connection): void {
  const listeners = new Set<Server>()
  client.on('close', () => {
    for (const listener of listeners) listener.close()
  })
  client.on('request', (accept, reject, name, info) => {
    if (name !== 'tcpip-forward') return reject?.()
    const { bindAddr, bindPort } = info
    const listener = createServer({ allowHalfOpen: true }, (socket) => {
      const { port } = listener.address() as { port: number }
      client.forwardOut(bindAddr, port, '127.0.0.1', socket.remotePort ?? 0, (error, channel) => {
        if (error) return void socket.destroy()
        socket.on('error', () => channel.end())
        channel.on('close', () => socket.destroy())
        socket.pipe(channel).pipe(socket)
      })
    })
    listener.on('error', () => reject?.())
    listener.listen(bindPort, '127.0.0.1', () => {
      listeners.add(listener)
      accept?.((listener.address() as { port: number }).port as never)
    })
  })
}
