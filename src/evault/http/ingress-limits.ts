/** What the outside may take of this computer, all of it together and each address. */
export const ingressLimits = {
  /** Of a request's first line and headers. Tokens are 2 KB at most; proxies add a few hundred. */
  headerBytes: 16 * 1024,
  /** For the headers to arrive, also after the connection was opened: one packet, usually. */
  headersMs: 10_000,
  /** How late `headersMs` may be noticed. */
  headersCheckMs: 1_000,
  /**
   * Longer than proxies keep an idle connection (cloudflared 90 s, Caddy 120 s): who sends a
   * request in the moment in which the other end closes loses it. Where there is need the longest
   * idle goes earlier.
   */
  keepAliveMs: 125_000,
  /** An open connection costs some 20 KB and a file descriptor, of which some systems give 4,096. */
  connections: 1_000,
  /** Browsers open 6, clients of platforms some ten; a household behind one address several of both. */
  connectionsPerAddress: 64,
  /** Each may hold a body of 8 MB in memory. The database answers one at a time anyway. */
  underWay: 64,
  /** Half of all: nobody alone keeps others out. */
  underWayPerAddress: 32,
  /** Those above that wait, before anything of their bodies is read: what programs ask at once. */
  waiting: 512,
  waitingPerAddress: 128,
  longestWaitMs: 2_000,
  /** When somebody who was refused for all that may try again. */
  retryAfterSeconds: 1,
  /**
   * Bytes a second, each way: 64 kbit/s, slower than any line somebody uploads a file over. At that
   * pace 8 MB are there after 17 minutes and a file of 250 MB after 12 hours, and no later.
   */
  pace: 8 * 1024,
  /** A line may stand still for that long. Also how long a small body may take as a whole. */
  paceWindowMs: 10_000,
  paceCheckMs: 2_000,
  /**
   * For nothing to move in either direction: one large answer that nobody takes has no pace. No
   * request is worked on for that long.
   */
  silenceMs: 60_000,
} as const
