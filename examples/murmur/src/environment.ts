/** What murmur is told from outside. Nothing else reads `process.env`. */
export interface Environment {
  readonly port: number
  /** Where browsers, wallets and vaults find this app. */
  readonly url: string
  readonly registry: string
  /** A development wallet that signs in the browser. */
  readonly wallet: string | null
  /** The SQLite file. */
  readonly data: string
}

export function readEnvironment(): Environment {
  const { env } = process
  const port = Number(env.MURMUR_PORT || 3001)
  return {
    port,
    url: new URL(env.MURMUR_URL || `http://localhost:${port}`).origin,
    registry: env.MURMUR_REGISTRY || 'http://localhost:4321',
    wallet: env.MURMUR_WALLET || null,
    data: env.MURMUR_DATA || './murmur.sqlite',
  }
}
