import { devNull } from 'node:os'
import { listenAndForward } from './own-address.ts'
import { type Program, runProgram } from './program.ts'
import {
  type TunnelCause,
  type TunnelConnection,
  TunnelError,
  type TunnelProvider,
} from './tunnel.ts'

/** A tunnel that the owner has made at Cloudflare. */
export interface NamedTunnel {
  /** Lets whoever has it be the tunnel. Stays in memory and in the program’s environment. */
  readonly token: string
  /** Origin at which the world reaches it. */
  readonly publicUrl: string
  /** The port of localhost that its set-up at Cloudflare leads to: always the same, unlike the
   * vault’s. */
  readonly localPort: number
}

export interface CloudflaredOptions {
  /** The file of the owner’s cloudflared. */
  readonly file: string
  /** What it may know: paths and proxies. What begins with TUNNEL_ is taken out. */
  readonly environment: Readonly<Record<string, string>>
  /** Null for a quick tunnel: another address each time, and no promise of Cloudflare’s. */
  readonly named: NamedTunnel | null
}

const program = 'cloudflared'
const longestDetail = 200

/**
 * Cloudflare’s tunnel, by the program that the owner has installed. What it says on its standard
 * error is known from its source (`cmd/cloudflared/tunnel/quick_tunnel.go`,
 * `connection/observer.go`, `orchestration/orchestrator.go`); what is not understood is no
 * connection.
 */
export function createCloudflaredTunnel(options: CloudflaredOptions): TunnelProvider {
  return {
    kind: 'cloudflared',
    async connect(port, signal) {
      signal.throwIfAborted()
      if (options.named === null) return run(options, port, signal)
      const { localPort } = options.named
      const listener = await listenAndForward({ address: '127.0.0.1', port: localPort }, true, port)
      try {
        const connection = await run(options, localPort, signal)
        return {
          ...connection,
          async [Symbol.asyncDispose]() {
            await connection[Symbol.asyncDispose]()
            await listener[Symbol.asyncDispose]()
          },
        }
      } catch (error) {
        await listener[Symbol.asyncDispose]()
        throw error
      }
    },
  }
}

/** Starts it, and waits until it says that it is connected. */
async function run(
  options: CloudflaredOptions,
  port: number,
  signal: AbortSignal,
): Promise<TunnelConnection> {
  const { named } = options
  let lastError = ''
  let wrong: TunnelCause | null = null
  let publicUrl = named?.publicUrl ?? null
  let onConnected: (publicUrl: string) => void = () => {}
  const connected = new Promise<string>((resolve) => {
    onConnected = resolve
  })
  const running: Program = runProgram({
    file: options.file,
    args: argumentsFor(port, named),
    environment: environmentFor(options),
    onLine(line) {
      if (/ (ERR|FTL) /.test(line)) lastError = withoutSecret(line, named)
      publicUrl ??= quickUrl(line)
      const elsewhere = serviceElsewhere(line, port)
      if (elsewhere !== null) {
        wrong ??= { code: 'FORWARDS_ELSEWHERE', parameters: { program, service: elsewhere } }
        void running[Symbol.asyncDispose]()
      } else if (publicUrl !== null && line.includes('Registered tunnel connection')) {
        onConnected(publicUrl)
      }
    },
  })
  const lost = running.ended.then(({ failure }): TunnelCause => {
    const ended: TunnelCause = { code: 'PROGRAM_ENDED', parameters: { program, detail: lastError } }
    return wrong ?? failure?.tunnelCause ?? ended
  })
  try {
    const url = await firstOf(connected, lost, signal)
    return { publicUrl: url, lost, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() }
  } catch (error) {
    await running[Symbol.asyncDispose]()
    throw error
  }
}

function firstOf(
  connected: Promise<string>,
  lost: Promise<TunnelCause>,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason)
    signal.addEventListener('abort', giveUp)
    const end = (settle: () => void) => {
      signal.removeEventListener('abort', giveUp)
      settle()
    }
    void connected.then((url) => end(() => resolve(url)))
    void lost.then(({ code, parameters }) => end(() => reject(new TunnelError(code, parameters))))
  })
}

function argumentsFor(port: number, named: NamedTunnel | null): string[] {
  // Neither the owner’s other tunnels nor what they lead to: an empty file instead of theirs.
  const always = ['tunnel', '--no-autoupdate', '--config', devNull, '--metrics', '127.0.0.1:0']
  return [...always, '--url', `http://127.0.0.1:${port}`, ...(named === null ? [] : ['run'])]
}

function environmentFor({ environment, named }: CloudflaredOptions): Record<string, string> {
  const known = Object.entries(environment).filter(([name]) => !/^TUNNEL_/i.test(name))
  return { ...Object.fromEntries(known), ...(named === null ? {} : { TUNNEL_TOKEN: named.token }) }
}

/** The address of a quick tunnel in a line: `INF |  https://some-words.trycloudflare.com  |`. */
function quickUrl(line: string): string | null {
  return /\|\s+(https:\/\/[a-z0-9-]{1,63}\.trycloudflare\.com)\s+\|/.exec(line)?.[1] ?? null
}

/**
 * Where Cloudflare told the program to lead requests, if that is not our port:
 * `INF Updated to new configuration config="{\"ingress\":[{\"hostname\":…,\"service\":…}]}"`.
 * @returns null for any other line; empty for what is not understood
 */
function serviceElsewhere(line: string, port: number): string | null {
  if (!line.includes('Updated to new configuration')) return null
  const allowed = [`http://localhost:${port}`, `http://127.0.0.1:${port}`]
  for (const service of servicesIn(line) ?? ['']) {
    if (allowed.includes(service) || /^http_status:\d{3}$/.test(service)) continue
    return printable(service)
  }
  return null
}

/** Null for what is not understood. */
function servicesIn(line: string): string[] | null {
  try {
    const quoted = /config=("(?:[^"\\]|\\.)*")/.exec(line)?.[1]
    const { ingress } = JSON.parse(JSON.parse(quoted ?? '')) as { ingress: unknown }
    if (!Array.isArray(ingress)) return null
    return ingress.map(({ service }) => {
      if (typeof service !== 'string') throw new TypeError()
      return service
    })
  } catch {
    return null
  }
}

function withoutSecret(line: string, named: NamedTunnel | null): string {
  return printable(named === null ? line : line.replaceAll(named.token, '(token)'))
}

function printable(text: string): string {
  return text
    .replace(/[^\x20-\x7e]/g, ' ')
    .trim()
    .slice(0, longestDetail)
}
