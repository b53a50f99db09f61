import { createRequestContext, type VaultServices } from '../graphql/context.ts'
import { createOwnerGraphQL, type GraphQLServer } from '../graphql/server.ts'
import { openOwnerListener } from '../http/owner.ts'
import { createOwnerDoor, type OwnerAccess } from './owner-door.ts'
import type { VaultLock } from './vault-lock.ts'

/** The owner's way into the vault, which the app locks and unlocks. */
export interface OwnerGate extends AsyncDisposable {
  /** null while it is locked. */
  readonly access: OwnerAccess | null
  /** Resolves when the owner listener is closed, with its connections and event streams. */
  lock(): Promise<void>
  /** Opens another owner listener, with another token. */
  unlock(): Promise<OwnerAccess>
  /** Of the platforms that may use the vault: those that are served while it is locked, or not. */
  countPlatforms(): { readonly served: number; readonly refused: number }
  /**
   * Answers a query as the owner without the listener, for the program that holds the vault.
   * @returns the GraphQL answer, to be parsed
   */
  ask(query: string): Promise<unknown>
}

interface Means {
  readonly ename: string
  /** The web origin of the app's window. */
  readonly windowOrigin: string | null
  readonly vault: VaultServices
  readonly lock: VaultLock
}

/** Opens the owner listener, unless the vault starts locked. */
export async function openOwnerGate({ ename, windowOrigin, vault, lock }: Means) {
  let server: GraphQLServer | null = null
  const openServer = () => {
    server ??= createOwnerGraphQL(vault.log)
    return server
  }
  const door = createOwnerDoor((token) =>
    openOwnerListener({ token, ename, windowOrigin, vault, openServer }),
  )
  if (!lock.isLocked) await door.open()

  const gate: OwnerGate = {
    get access() {
      return door.access
    },
    async lock() {
      lock.lock()
      await door.close()
    },
    async unlock() {
      const access = await door.open()
      lock.unlock()
      return access
    },
    countPlatforms: () => vault.consents.countWhileLocked(ename),
    async ask(query) {
      const context = createRequestContext(vault, { kind: 'owner' }, () => ename)
      const answer = await openServer().fetch(
        'http://vault/graphql',
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        },
        { ...context, spooled: new Map() },
      )
      return answer.json()
    },
    [Symbol.asyncDispose]: () => door[Symbol.asyncDispose](),
  }
  return gate
}
