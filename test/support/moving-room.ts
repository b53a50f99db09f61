import { createRegistryClient } from '../../src/registry/client.ts'
import { type Household, openTown, type Town } from './friends.ts'
import { type Between, furnish, moverOf, openBetween } from './moving.ts'

/** A vault at home, a server that makes room for it, and one registry for both. */
export interface MovingRoom extends AsyncDisposable {
  readonly town: Town
  readonly home: Household
  readonly server: Household
  /** What stands before the server. */
  readonly between: Between
  /** What stands before the registry, for the vault at home. */
  readonly registry: Between
  /** Headers that name the vault at the server. */
  readonly named: { readonly 'x-ename': string }
  /** Ids of the records that were at home in the beginning. */
  readonly ids: readonly string[]
  readonly mover: ReturnType<typeof moverOf>
  /** Where the registry sends those who ask for this name; the vault's own, if none is given. */
  resolved(name?: string): Promise<string | undefined>
  /** Whether programs on the computer of that household can write to the vault. */
  canWrite(at?: Household): Promise<boolean>
  /** Copies and compares, up to the point where the owner says "now". */
  copyTo(url: string): Promise<void>
  /** Copies, compares and switches. */
  moveTo(url: string): Promise<void>
}

/** @param count so many records, and some files and documents, are at home */
export async function openMovingRoom(count: number): Promise<MovingRoom> {
  const town = await openTown()
  const { url } = town.host.vault.registry
  const registry = await openBetween(url)
  const home = await town.household(registry.url)
  const server = await town.household()
  const ids = await furnish(home.it, count)
  const between = await openBetween(server.it.vault.localUrl)
  const named = { 'x-ename': home.it.vault.ename }
  const mover = moverOf(home.it)

  async function copyTo(to: string): Promise<void> {
    const { errors } = await mover.start(to)
    const { state, problem } = await mover.rests()
    if (state !== 'ready') throw new Error(`${state}: ${problem} ${JSON.stringify(errors)}`)
  }

  return {
    ...{ town, home, server, between, registry, named, ids, mover, copyTo },
    resolved: async (name = home.it.vault.ename) =>
      (await createRegistryClient({ url }).resolve(name, { fresh: true }))?.uri,
    async canWrite(at = home) {
      const mutation = `mutation { createMetaEnvelope(
        input: { ontology: "late", payload: { n: 1 }, acl: ["*"] }) { errors { code } } }`
      const { data } = await at.it.graphql(mutation, {}, named)
      return data !== null && data.createMetaEnvelope.errors.length === 0
    },
    async moveTo(to) {
      await copyTo(to)
      await mover.switch()
      const { state, problem } = await mover.rests()
      if (state !== 'switched') throw new Error(`${state}: ${problem}`)
    },
    async [Symbol.asyncDispose]() {
      await between[Symbol.asyncDispose]()
      await registry[Symbol.asyncDispose]()
      await town[Symbol.asyncDispose]()
    },
  }
}
