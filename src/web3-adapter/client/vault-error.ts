/**
 * A vault, or the registry on the way to it, did not do what it was asked to. `code` is the
 * vault's (docs/protocol.md, "Error codes"), or one of ours:
 * - `UNREACHABLE`: nobody answered in time, or only something in front of the vault.
 * - `UNKNOWN_ENAME`: the registry knows no vault of this name.
 * - `REFUSED`: the registry, or a vault in words we do not know, refused.
 * - `BAD_ANSWER`: the answer is not what the protocol says, or too long.
 * - `ABORTED`: the client was closed meanwhile.
 * The message is for people and holds no secret.
 */
export class VaultError extends Error {
  override readonly name = 'VaultError'
  /** How long it asked to be left alone, in milliseconds; null where it did not say. */
  readonly retryAfterMs: number | null
  /** Whether trying again later is in vain: what was asked for is wrong, not the moment. */
  readonly isFinal: boolean

  constructor(
    readonly code: string,
    message: string,
    options: ErrorOptions & {
      readonly retryAfterMs?: number | null
      readonly isFinal?: boolean
    } = {},
  ) {
    super(message, options)
    this.retryAfterMs = options.retryAfterMs ?? null
    this.isFinal = options.isFinal ?? false
  }
}
