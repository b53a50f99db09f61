/** A registry of a suite's own, on a free port of this computer. Disposed, it is gone. */
export interface TestRegistry extends AsyncDisposable {
  /** Base URL without a slash at its end. */
  readonly url: string
  /** The shared secret of those who register vaults and list platforms. */
  readonly secret: string
  /** A platform token for a base URL; from then on the platform is listed. Protocol §2. */
  platformToken(platform: string): Promise<string>
  /** Has vaults tell a platform of changes: packets go to `{url}/api/webhook`. Protocol §8. */
  listPlatform(url: string): Promise<void>
}

/** What was asked of GraphQL and what came of it. */
export interface GraphQLResult<Data> {
  /** null when nothing could be answered. */
  readonly data: Data | null
  /** Of the request; what a mutation refuses is in its own `errors`. */
  readonly errors: readonly {
    readonly message: string
    readonly extensions?: { readonly code?: string }
  }[]
}

/** What became of an answer to a `w3ds://` link. Protocol §7. */
export interface LinkAnswer {
  /** `refused`: the platform does not take it; `undelivered`: it could not be reached, or is busy. */
  readonly state: 'delivered' | 'refused' | 'undelivered'
  /** Of HTTP, null where nobody answered. */
  readonly status: number | null
  /** The beginning of what the platform answered. */
  readonly response: string | null
}

/** Who a test vault belongs to, with their key: a wallet without a telephone. */
export interface TestPerson {
  readonly ename: string
  /** Signs a text as wallets do: ECDSA P-256 with SHA-256, base64 of raw r‖s. Protocol §6. */
  sign(session: string): Promise<string>
  /**
   * Signs what a `w3ds://auth` or `w3ds://sign` link asks for and posts it where the link says. Each
   * session is answered once.
   * @throws Error with the vault's words when the link is none that anybody should sign
   */
  answer(uri: string): Promise<LinkAnswer>
}

/** How a vault is opened. */
export interface TestVaultOptions {
  /** Where it is registered: a test registry, or that of another test vault. Left out: its own. */
  readonly registry?: { readonly url: string; readonly secret: string }
  /** `open` when left out, as on the network: platforms may read and write. `guarded`: they ask. */
  readonly policy?: 'open' | 'guarded'
}

/** A whole vault with an identity of its own, on free ports of this computer. */
export interface TestVault extends AsyncDisposable {
  /** Base URL of the protocol's API, without a slash at its end. */
  readonly url: string
  readonly ename: string
  readonly registry: { readonly url: string; readonly secret: string }
  /** Of the owner's own GraphQL endpoint, which needs the token. */
  readonly ownerUrl: string
  readonly ownerToken: string
  readonly person: TestPerson
  /**
   * Asks the vault with `X-ENAME`. Protocol §5.
   * @param options.platform base URL of who is asking; a token of that platform goes with it
   */
  graphql<Data = Record<string, unknown>>(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    options?: { readonly platform?: string },
  ): Promise<GraphQLResult<Data>>
  /** As `TestRegistry` has it, at the registry of this vault. */
  platformToken(platform: string): Promise<string>
  /** As `TestRegistry` has it, at the registry of this vault. */
  listPlatform(url: string): Promise<void>
}
