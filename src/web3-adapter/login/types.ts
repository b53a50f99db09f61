export interface LoginOptions {
  /** Base URL of the registry. */
  readonly registry: string
  /** Base URL of the platform. */
  readonly platform: string
  /** Where wallets send their answer: the absolute URL of the route that calls `accept`. */
  readonly redirect: string
  /** How long an offer is good; 10 when left out. */
  readonly minutes?: number
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/** An invitation to log in. */
export interface LoginOffer {
  readonly session: string
  /** `w3ds://auth?…`: to be shown as a QR code, or followed on the same computer. */
  readonly uri: string
}

/** Logs people in by their eName, with what holds their key. Protocol §6 and §7. */
export interface Login {
  /** A new session. */
  offer(): LoginOffer
  /** Takes a wallet's answer, `{w3id | ename, session, signature}`, once a session. Throws a
   * LoginError. */
  accept(body: unknown): Promise<{ readonly session: string; readonly ename: string }>
  /**
   * How it stands with a session: what the page that shows the offer asks for again and again.
   * Whoever sees the QR code knows the session: keep it in a cookie of the browser that it was
   * offered to, ask with what is in that cookie alone, and log nobody else in.
   */
  outcome(session: string): 'waiting' | { readonly ename: string } | 'expired'
}
