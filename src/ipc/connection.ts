/** How the world reaches the vault: what the window and main tell each other of it. */

/** Where somebody listens: an address, empty for all of them, and a port. */
export interface ListenAddress {
  readonly address: string
  readonly port: number
}

/** One way of being reachable, as the owner set it up. Its secrets are in the keychain. */
export type ConnectionWay =
  | {
      readonly kind: 'own-address'
      /** Origin at which the world reaches this computer or its router. */
      readonly publicUrl: string
      readonly listen: ListenAddress
      /** A reverse proxy stands before it, and says in `X-Forwarded-For` who asks. */
      readonly behindProxy: boolean
    }
  | {
      readonly kind: 'ssh'
      readonly host: string
      readonly port: number
      readonly user: string
      /** On the server. */
      readonly listen: ListenAddress
      readonly publicUrl: string
      readonly behindProxy: boolean
    }
  | {
      readonly kind: 'cloudflared'
      /** A tunnel that the owner made at Cloudflare; null for a quick one. */
      readonly named: { readonly publicUrl: string; readonly localPort: number } | null
    }
  | {
      readonly kind: 'ngrok'
      /** One that the owner has there; null for any. */
      readonly domain: string | null
    }
  | {
      /** Another eVault's relay. */
      readonly kind: 'relay'
      readonly host: string
      readonly port: number
      /** Origin of the relay. */
      readonly publicUrl: string
    }
export type ConnectionKind = ConnectionWay['kind']

/** Those whose token the owner pastes. */
export type TokenKind = 'cloudflared' | 'ngrok'

/** What went wrong: a code of `TunnelCause`, and what it names. */
export interface ConnectionCause {
  readonly code: string
  readonly parameters: Readonly<Record<string, string | number>>
}

interface WayFailure {
  /** Its place among the ways. */
  readonly provider: number
  readonly cause: ConnectionCause
  /** Milliseconds since the epoch, as all times here. */
  readonly at: number
}

interface Trying {
  readonly provider: number
  readonly failures: readonly WayFailure[]
}

interface Proven extends Trying {
  readonly publicUrl: string
  readonly since: number
  /** When a probe last came back through the public address. */
  readonly provenAt: number
}

/** As `TunnelStatus` has it: only `up` was proven, at `provenAt`. */
export type ConnectionStatus =
  | { readonly state: 'off' }
  | ({ readonly state: 'connecting' } & Trying)
  | ({
      readonly state: 'proving'
      readonly publicUrl: string
      readonly cause: ConnectionCause | null
    } & Trying)
  | ({ readonly state: 'up' } & Proven)
  | ({ readonly state: 'checking'; readonly cause: ConnectionCause | null } & Proven)
  | {
      readonly state: 'waiting'
      readonly retryAt: number
      readonly failures: readonly WayFailure[]
    }

export interface ConnectionSettings {
  /** In the order in which they are tried; none: the vault is for this computer alone. */
  readonly ways: readonly ConnectionWay[]
  /** Whether the registry is told to forget the address when the app ends. */
  readonly leaveOnQuit: boolean
}

export interface ConnectionState extends ConnectionSettings {
  readonly status: ConnectionStatus
  /** Of each way in its place, the fingerprint by which its server is known (`SHA256:…`, as OpenSSH
   * prints it); null for a way without one, and before it was first seen. */
  readonly serverKeys: readonly (string | null)[]
  /** The last time that a probe came back, whatever has been since. */
  readonly lastProof: { readonly publicUrl: string; readonly at: number } | null
}

/** What of each way is in the keychain or on this computer. */
export interface ConnectionMeans {
  readonly hasToken: { readonly [K in TokenKind]: boolean }
  /** For `authorized_keys` on the owner's server. */
  readonly sshPublicKey: string
  /** Whether the program of that name is installed. */
  readonly hasCloudflared: boolean
}

/** The key by which the server of an SSH tunnel or a relay is known. */
export interface ServerKey {
  /** `SHA256:…`, as OpenSSH prints it. */
  readonly fingerprint: string
  /** It was seen for the first time: once the way is saved, it is expected from then on. */
  readonly isNew: boolean
}

/** How a way did when it was tried, and whom it was tried with; no key where none was shown. */
export type ConnectionTest = { readonly serverKey: ServerKey | null } & (
  | { readonly publicUrl: string; readonly cause: null }
  | { readonly publicUrl: null; readonly cause: ConnectionCause }
)

export const MOST_WAYS = 5
