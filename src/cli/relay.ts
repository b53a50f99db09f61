import { resolve } from 'node:path'
import type pino from 'pino'
import { z } from 'zod'
import { version } from '../../package.json'
import { describeIssues } from '../evault/config/config.ts'
import { readEnvironment } from '../evault/config/environment.ts'
import { VaultStartError } from '../evault/errors.ts'
import { HostKeyDamaged } from '../relay/host-key.ts'
import { type RelayOptions, startRelay } from '../relay/relay.ts'
import { hostKeyFingerprint } from '../tunnel/host-key.ts'
import { publicOrigin } from '../tunnel/tunnel.ts'
import { createLog, nextStopSignal } from './daemon.ts'
import { exitCodeOf } from './exit-codes.ts'

/** The arguments of `evault relay`, as typed. */
export interface RelayArguments {
  readonly registry?: string
  readonly publicUrl?: string
  readonly port?: string
  readonly sshPort?: string
  readonly data?: string
  readonly listen?: string
  readonly wildcard?: true
  readonly behindProxy?: true
  readonly logLevel?: string
  readonly json?: true
}

const port = z.coerce.number().int().min(0).max(65_535)
const settingsSchema = z.object({
  registry: z.url({ protocol: /^https?$/, error: 'must be a URL' }),
  publicUrl: z.string().transform((text, context) => {
    const origin = publicOrigin(text)
    if (origin !== null) return origin
    context.addIssue('must be https://, or http://, and a host name')
    return z.NEVER
  }),
  port: port.default(4_080),
  sshPort: port.default(4_022),
  data: z.string().min(1),
  listen: z.string().min(1).default('0.0.0.0'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
})

/**
 * `evault relay`: leads requests to vaults that connect out to it, until SIGTERM or SIGINT.
 * @returns the exit code
 */
export async function relay(args: RelayArguments): Promise<number> {
  const stopped = nextStopSignal()
  let log = createLog('info')
  try {
    const settings = readSettings(args)
    log = createLog(settings.logLevel)
    const running = await startRelay({ ...settings, log })
    announce({ ...settings, port: running.port, sshPort: running.sshPort }, running.hostKey, args)
    log.info({ signal: await stopped }, 'stopping')
    await running[Symbol.asyncDispose]()
    return 0
  } catch (error) {
    return report(error, log, args.json === true)
  }
}

function readSettings(args: RelayArguments): Omit<RelayOptions, 'log'> & { logLevel: string } {
  const { relay: environment } = readEnvironment()
  const result = settingsSchema.safeParse({
    registry: args.registry ?? environment.registry,
    publicUrl: args.publicUrl ?? environment.publicUrl,
    port: args.port ?? environment.port,
    sshPort: args.sshPort ?? environment.sshPort,
    data: args.data ?? environment.dataDirectory,
    listen: args.listen ?? environment.listen,
    logLevel: args.logLevel ?? environment.logLevel,
  })
  if (!result.success) throw new VaultStartError('INVALID_CONFIG', describeIssues(result.error))
  const { registry, data, listen, ...rest } = result.data
  return {
    ...rest,
    registryUrl: registry,
    dataDirectory: resolve(data),
    address: listen,
    byHostName: args.wildcard ?? false,
    behindProxy: args.behindProxy ?? false,
  }
}

function announce(
  { publicUrl, port, sshPort }: Pick<RelayOptions, 'publicUrl' | 'port' | 'sshPort'>,
  hostKey: string,
  { json }: RelayArguments,
): void {
  const ready = { ready: true, version, url: publicUrl, port, sshPort, hostKey, pid: process.pid }
  const line = json
    ? JSON.stringify(ready)
    : `Relay of ${publicUrl}: HTTP at port ${port}, vaults at port ${sshPort}, key ${hostKeyFingerprint(hostKey)}. Ctrl-C stops it.`
  process.stdout.write(`${line}\n`)
}

function report(error: unknown, log: pino.Logger, json: boolean): number {
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : String(error)
  if (json || code === 'UNEXPECTED') log.fatal({ code, err: error }, message)
  else process.stderr.write(`evault: ${message}\n`)
  return exitCodeOf(code)
}

function codeOf(error: unknown): VaultStartError['code'] {
  if (error instanceof VaultStartError) return error.code
  if (error instanceof HostKeyDamaged) return 'DATA_DAMAGED'
  const { code } = error as { code?: unknown }
  if (code === 'EADDRINUSE' || code === 'EACCES' || code === 'EADDRNOTAVAIL')
    return 'INVALID_CONFIG'
  if (code === 'EROFS' || code === 'EPERM') return 'DATA_DIRECTORY_READ_ONLY'
  return code === 'ENOSPC' ? 'DISK_FULL' : 'UNEXPECTED'
}
