import { z } from 'zod'
import { type RemoteGraphQL, refusalOf, understood } from './remote-graphql.ts'
import { RemoteError, type RemoteHttp } from './remote-http.ts'

/** What a vault server that knows how to move says of itself and of one eName. */
export interface HostState {
  /** Whom a token that asks it to host a name is for. */
  readonly serverId: string
  /** Whether it makes room for names it does not hold. */
  readonly accepts: boolean
  /** Where the registry is to send those who look for its vaults. */
  readonly uri: string
  /** The vault of the eName there; null where it holds none. */
  readonly vault: {
    readonly evaultId: string
    readonly standing: 'here' | 'arriving' | 'frozen' | 'left' | 'released'
  } | null
}

/** How long a step beside the records takes the other side at most, in words for it. */
export interface RemoteHost {
  /** What it says of the eName; null where it is a vault that does not know how to move. */
  state(): Promise<HostState | null>
  /** The id it tells in `/whois`; null where it holds no vault of the eName, or tells none. */
  evaultId(): Promise<string | null>
  /**
   * Has it make room for the eName.
   * @param token signed for `serverId` by a key of the eName
   * @param certificates of that key, by the registry
   */
  arrive(token: string, certificates: readonly string[]): Promise<void>
  /** Tells it that the registry sends those who ask there now. */
  arrived(): Promise<void>
  /** Tells it that the vault is at this address again, or was never to come. */
  left(uri: string): Promise<void>
  /** Has a record stand for the bytes of an uploaded file, whose own record goes. */
  adoptFile(id: string, from: string): Promise<void>
  /** Hands over the identity log, the whole of it. */
  keepIdentityLog(entries: readonly object[]): Promise<void>
  /** The identity log that it shows; none where it shows none. */
  identityLog(): Promise<readonly object[]>
}

export const migrationVersion = 1

export const hostStateSchema = z.object({
  version: z.literal(migrationVersion),
  serverId: z.string(),
  accepts: z.boolean(),
  uri: z.url({ protocol: /^https?$/ }),
  vault: z
    .object({
      evaultId: z.string(),
      standing: z.enum(['here', 'arriving', 'frozen', 'left', 'released']),
    })
    .nullable(),
})
const logPage = z.object({ entries: z.array(z.looseObject({})), next: z.int().nullish() })
/** Of an identity log. */
const mostEntries = 5_000
/** Of all its entries together. */
const longestLogBytes = 16 * 1024 * 1024
const whois = z.object({ evaultId: z.string().nullish() })

export function createRemoteHost(
  http: RemoteHttp,
  graphql: RemoteGraphQL,
  ename: string,
): RemoteHost {
  async function post(path: string, body: object): Promise<void> {
    const wanted = { method: 'POST', path, body: JSON.stringify(body) } as const
    const { status, json } = await graphql.call(wanted)
    if (status >= 300) throw refusalOf(http, json, status)
  }

  return {
    async state() {
      const { status, json } = await http.json({
        path: '/migration',
        headers: { 'x-ename': ename },
      })
      // Whatever else is answered there is of a vault that has never heard of it.
      if (status !== 200) return null
      const { data } = hostStateSchema.safeParse(json)
      return data ?? null
    },

    async evaultId() {
      const { status, json } = await http.json({ path: '/whois', headers: { 'x-ename': ename } })
      if (status === 404) return null
      if (status !== 200) throw refusalOf(http, json, status)
      return understood(http, whois, json).evaultId ?? null
    },

    async arrive(token, certificates) {
      const { status, json } = await http.json({
        ...{ method: 'POST', path: '/migration/arrivals' },
        headers: {
          ...{ 'content-type': 'application/json', accept: 'application/json' },
          ...{ 'x-ename': ename, authorization: `Bearer ${token}` },
        },
        body: JSON.stringify({ certificates }),
      })
      if (status >= 300) throw refusalOf(http, json, status)
    },

    arrived: () => post('/migration/arrived', {}),
    left: (uri) => post('/migration/left', { uri }),
    adoptFile: (id, from) => post('/migration/files', { id, from }),
    keepIdentityLog: (entries) => post('/migration/identity-log', { entries }),

    async identityLog() {
      const all: object[] = []
      let length = 0
      while (all.length < mostEntries && length < longestLogBytes) {
        const path = `/identity-log?from=${all.length}`
        const { status, json } = await http.json({ path, headers: { 'x-ename': ename } })
        if (status >= 500) throw refusalOf(http, json, status)
        const { data } = logPage.safeParse(json)
        if (status !== 200 || data === undefined) return []
        all.push(...data.entries)
        length += JSON.stringify(data.entries).length
        if (data.next == null || data.entries.length === 0) return all
      }
      return all
    },
  }
}

/** What a vault that stops before it is asked anything is refused with. */
export function noVaultThere(http: RemoteHttp, ename: string): RemoteError {
  return new RemoteError(
    'REFUSED',
    `${http.host} holds no vault of ${ename}. Have one made there first (its provider does that), or move to a server that makes room for it.`,
  )
}
