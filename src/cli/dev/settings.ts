import { resolve } from 'node:path'
import { z } from 'zod'
import { describeIssues } from '../../evault/config/config.ts'
import { VaultStartError } from '../../evault/errors.ts'

/** The arguments of `evault dev`, as typed. */
export interface DevArguments {
  readonly data?: string
  readonly fresh?: true
  readonly people?: string
  readonly port?: string
  readonly registryPort?: string
  readonly walletPort?: string
  readonly platform?: readonly string[]
  readonly logLevel?: string
  readonly json?: true
}

const defaultFolder = '.evault-dev'
/** No secret: whoever can ask this registry is on this computer, and it is printed. */
const developmentSecret = 'development-secret'
const mostPeople = 20

const port = z.coerce.number().int().min(0).max(65_535)
const settingsSchema = z.object({
  people: z.coerce.number().int().min(1).max(mostPeople).default(1),
  port: port.default(4000),
  registryPort: port.default(4321),
  walletPort: port.default(3003),
  platforms: z.array(z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' })).default([]),
  registrySecret: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII, without spaces')
    .default(developmentSecret),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('warn'),
})

/** What `evault dev` runs with. */
export type DevSettings = z.infer<typeof settingsSchema> & {
  /** Absolute. */
  readonly folder: string
  /** Whether what an earlier start left is removed. */
  readonly fresh: boolean
}

/**
 * Reads the arguments; the registry's secret comes from the environment, where it is there.
 * @throws VaultStartError `INVALID_CONFIG`
 */
export function readDevSettings(
  args: DevArguments,
  registrySecret: string | undefined,
): DevSettings {
  const { people, port, registryPort, walletPort, platform: platforms, logLevel } = args
  const asked = { people, port, registryPort, walletPort, platforms, logLevel, registrySecret }
  const result = settingsSchema.safeParse(asked)
  if (!result.success) throw new VaultStartError('INVALID_CONFIG', describeIssues(result.error))
  return {
    ...result.data,
    folder: resolve(args.data ?? defaultFolder),
    fresh: args.fresh ?? false,
  }
}
