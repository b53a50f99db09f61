import { z } from 'zod'
import { VaultStartError } from '../errors.ts'

/** Environment variables and arguments come as text. */
const port = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], 'must be a number')
  .pipe(z.number().int().max(65_535, 'must be 0 to 65535').min(0, 'must be 0 to 65535'))

const rate = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], 'must be a number')
  .pipe(z.number().int().min(1, 'must be 1 or more'))

const webUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL', abort: true })
  .refine((url) => new URL(url).username + new URL(url).password === '', 'must hold no password')

const registryRule = 'must be "embedded" or an http(s) URL without a password in it'
const registryUrl = z
  .url({ protocol: /^https?$/, error: registryRule, abort: true })
  .refine((url) => new URL(url).username + new URL(url).password === '', registryRule)

/** What a vault needs to know to start. Secrets and keys are handed over beside it. */
const vaultConfigSchema = z.strictObject({
  /** Made when it is missing; everything the vault keeps is in it. */
  dataDirectory: z.string().min(1, 'must not be empty'),
  /** Of the local listener; the next free one is taken when it is in use. */
  port: port.default(4000),
  policy: z.enum(['open', 'guarded'], 'must be "open" or "guarded"').default('open'),
  /** `embedded`, or the URL of a registry. */
  registry: z.union([z.literal('embedded'), registryUrl], registryRule).default('embedded'),
  /** Of the embedded registry; the next free one is taken when it is in use. */
  registryPort: port.default(4321),
  /** Where record types are described, beside those that are built in; null for nowhere. */
  ontologyService: webUrl.nullable().default(null),
  /** The awareness service that is told of changes instead of the platforms; null for none. */
  awarenessService: webUrl.nullable().default(null),
  /**
   * When a change is said to be made. `durable`: when it is on the disk. `early`: before that, which
   * is quicker, and a power cut may take back what was done in the last moment.
   */
  acknowledge: z.enum(['durable', 'early'], 'must be "durable" or "early"').default('durable'),
  /** Requests a minute from one address. Source: protocol §4, "Live rate limits". */
  addressRate: rate.default(500),
  /** Requests a minute with one platform's tokens. */
  platformRate: rate.default(250),
  /** Whether the rates bind programs on this computer too, and not only web pages. */
  limitThisComputer: z.stringbool().or(z.boolean()).default(false),
})
export type VaultConfig = z.infer<typeof vaultConfigSchema>
/** Settings from one source; each may leave out what it does not say. */
export type PartialVaultConfig = {
  readonly [K in keyof VaultConfig]?: string | number | boolean | undefined
}

/**
 * Checks settings and fills in the defaults. Later sources win over earlier ones.
 * @throws VaultStartError `INVALID_CONFIG`, a line for each setting that is wrong
 */
export function parseConfig(...sources: readonly PartialVaultConfig[]): VaultConfig {
  const merged = Object.assign({}, ...sources.map(withoutUndefined))
  const result = vaultConfigSchema.safeParse(merged)
  if (result.success) return result.data
  throw new VaultStartError('INVALID_CONFIG', describeIssues(result.error))
}

/** A line for each problem, naming the setting. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('\n')
}

/** A source's settings without the names it does not set. */
export function withoutUndefined<T extends object>(source: T): Partial<T> {
  const present = Object.entries(source).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present) as Partial<T>
}
