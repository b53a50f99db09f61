import type { TunnelCause } from './tunnel.ts'

/** What last went wrong with a provider, since it was last reachable through it. */
export interface ProviderFailure {
  /** Its place among those configured. */
  readonly provider: number
  readonly cause: TunnelCause
  readonly at: number
}

interface Trying {
  /** Its place among those configured. */
  readonly provider: number
  /** Of the providers, this one included. */
  readonly failures: readonly ProviderFailure[]
}

interface Proven extends Trying {
  readonly publicUrl: string
  readonly since: number
  /** When a probe last came back. */
  readonly provenAt: number
}

/**
 * How reachable the vault is, and since when that is known. Times are in ms since 1970.
 *
 * ```
 * off ── start ──▶ connecting ── connected ──▶ proving ── probe came back ──▶ up ◀──▶ checking
 *                   ▲      │ failed               │ failed, lost                │ lost      │
 *                   │      ▼                      ▼                             ▼           ▼
 *                   └─ another provider is due, else ── waiting ── due, wake ──▶ connecting
 * ```
 * From everywhere: stop ──▶ off. wake: connecting and proving begin anew, up becomes checking.
 *
 * While a provider other than the first is up or checking, those before it are tried every few
 * minutes beside it. The state is still that of the one in use; what went wrong with the others is
 * in `failures`. Once a probe came back by one of them, it is up by that one (another `provider`,
 * mostly another `publicUrl`, a new `since`), and the one before stays open for a minute.
 *
 * - `proving`: connected, which proves nothing; `cause` is why the last probe failed.
 * - `up`: the last probe came back.
 * - `checking`: it was up, and a probe failed (`cause`) or things changed so that it may not be
 *   (`cause` null); another probe is on its way or soon will be.
 */
export type TunnelStatus =
  | { readonly state: 'off' }
  | ({ readonly state: 'connecting' } & Trying)
  | ({
      readonly state: 'proving'
      readonly publicUrl: string
      readonly cause: TunnelCause | null
    } & Trying)
  | ({ readonly state: 'up' } & Proven)
  | ({ readonly state: 'checking'; readonly cause: TunnelCause | null } & Proven)
  | {
      readonly state: 'waiting'
      readonly retryAt: number
      readonly failures: readonly ProviderFailure[]
    }
