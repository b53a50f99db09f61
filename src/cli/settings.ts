import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import envPaths from 'env-paths'
import { z } from 'zod'
import {
  describeIssues,
  type PartialVaultConfig,
  parseConfig,
  type VaultConfig,
  withoutUndefined,
} from '../evault/config/config.ts'
import type { Environment } from '../evault/config/environment.ts'
import type { KeyFileSettings } from '../evault/config/secrets.ts'
import { VaultStartError } from '../evault/errors.ts'

/** The arguments of `evault serve`, as typed. */
export interface ServeArguments {
  readonly config?: string
  readonly data?: string
  readonly port?: string
  readonly policy?: string
  readonly registry?: string
  readonly registryPort?: string
  readonly ontologyService?: string
  readonly awarenessService?: string
  readonly registrySecret?: string
  readonly passphraseFile?: string
  readonly insecureDevKeys?: true
  readonly addressRate?: string
  readonly platformRate?: string
  readonly limitThisComputer?: true
  readonly acknowledge?: string
  readonly logLevel?: string
  readonly json?: true
}

export interface ServeSettings {
  readonly vault: VaultConfig
  readonly registrySecret: string | null
  /** Of the awareness service. */
  readonly awarenessSecret: string | null
  readonly keyFile: KeyFileSettings
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
}

const text = z.union([z.string(), z.number()]).transform(String)
const fileSchema = z
  .strictObject({
    dataDirectory: text,
    port: text,
    policy: text,
    registry: text,
    registryPort: text,
    ontologyService: text,
    awarenessService: text,
    awarenessSecret: text,
    registrySecret: text,
    passphraseFile: text,
    logLevel: text,
    addressRate: text,
    platformRate: text,
    limitThisComputer: z.boolean(),
    acknowledge: text,
  })
  .partial()
type FileSettings = z.infer<typeof fileSchema>

const logLevelSchema = z.enum(['debug', 'info', 'warn', 'error'])
const paths = envPaths('evault', { suffix: '' })

/** Where settings are read from when no file is named. */
export const defaultConfigFile = join(paths.config, 'config.json')

/**
 * Merges the sources. In this order, the first that says something wins: arguments,
 * environment variables, config file, defaults.
 * @throws VaultStartError `INVALID_CONFIG`
 */
export async function readSettings(
  args: ServeArguments,
  environment: Environment,
): Promise<ServeSettings> {
  const named = args.config ?? environment.configFile
  const file = await readConfigFile(named ?? defaultConfigFile, named !== undefined)
  const { registrySecret, awarenessSecret, passphraseFile, logLevel, ...fileVault } = file
  const {
    passphraseFile: envPassphraseFile,
    logLevel: envLogLevel,
    ...envVault
  } = environment.settings
  const argsVault: PartialVaultConfig = {
    dataDirectory: args.data,
    port: args.port,
    policy: args.policy,
    registry: args.registry,
    registryPort: args.registryPort,
    ontologyService: args.ontologyService,
    awarenessService: args.awarenessService,
    addressRate: args.addressRate,
    platformRate: args.platformRate,
    limitThisComputer: args.limitThisComputer,
    acknowledge: args.acknowledge,
  }
  const vault = parseConfig({ dataDirectory: paths.data }, fileVault, envVault, argsVault)
  return {
    vault: { ...vault, dataDirectory: resolve(vault.dataDirectory) },
    registrySecret: parseSecret(
      'registrySecret',
      args.registrySecret ?? environment.registrySecret ?? registrySecret ?? null,
    ),
    awarenessSecret: parseSecret(
      'awarenessSecret',
      environment.awarenessSecret ?? awarenessSecret ?? null,
    ),
    keyFile: {
      passphrase: environment.passphrase,
      passphraseFile: args.passphraseFile ?? envPassphraseFile ?? passphraseFile,
      insecureDevKeys: args.insecureDevKeys ?? false,
    },
    logLevel: parseLogLevel(args.logLevel ?? envLogLevel ?? logLevel ?? 'info'),
  }
}

/** It travels in a header. */
function parseSecret(name: string, secret: string | null): string | null {
  if (secret === null || /^[\x21-\x7e]+$/.test(secret)) return secret
  throw new VaultStartError('INVALID_CONFIG', `${name}: must be printable ASCII, without spaces`)
}

function parseLogLevel(level: string): ServeSettings['logLevel'] {
  const result = logLevelSchema.safeParse(level)
  if (result.success) return result.data
  throw new VaultStartError('INVALID_CONFIG', 'logLevel: must be debug, info, warn or error')
}

async function readConfigFile(file: string, mustExist: boolean): Promise<FileSettings> {
  try {
    const result = fileSchema.safeParse(JSON.parse(await readFile(file, 'utf8')))
    if (result.success) return withoutUndefined(result.data)
    throw new VaultStartError('INVALID_CONFIG', `${file}:\n${describeIssues(result.error)}`)
  } catch (cause) {
    if (cause instanceof VaultStartError) throw cause
    if (!mustExist && (cause as NodeJS.ErrnoException).code === 'ENOENT') return {}
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new VaultStartError('INVALID_CONFIG', `The config file ${file} can't be read: ${reason}`)
  }
}
