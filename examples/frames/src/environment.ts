/** What frames is told from outside. Nothing else reads `process.env`. */
export interface Environment {
  readonly port: number
  /** Where browsers, wallets and vaults find this app. */
  readonly url: string
  readonly registry: string
  /** A development wallet that signs in the browser. */
  readonly wallet: string | null
  /** PostgreSQL; null: a database in `dataDirectory`. */
  readonly databaseUrl: string | null
  readonly dataDirectory: string
}

export function readEnvironment(): Environment {
  const { env } = process
  const port = Number(env.FRAMES_PORT || 3002)
  return {
    port,
    url: new URL(env.FRAMES_URL || `http://localhost:${port}`).origin,
    registry: env.FRAMES_REGISTRY || 'http://localhost:4321',
    wallet: env.FRAMES_WALLET || null,
    databaseUrl: env.DATABASE_URL || null,
    dataDirectory: env.FRAMES_DATA || '.frames',
  }
}
