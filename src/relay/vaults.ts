import type { VaultLink } from './vault-link.ts'

/** Of vaults that are away; the longest away are forgotten first. */
const mostAway = 10_000

/** How often somebody asked for a vault while it was away. Who and what for is not kept. */
export interface Missed {
  readonly count: number
  /** In ms since 1970; null when nobody did. */
  readonly lastAt: number | null
}

/** The vaults that are connected. In memory only. */
export interface Vaults extends Disposable {
  find(vault: string): VaultLink | null
  /** Somebody asked for a vault that is away. Counted for those that were here. */
  missed(vault: string): void
  /** Another connection of the same vault is cut. @returns what it has missed */
  add(link: VaultLink): Missed
}

const nothing: Missed = { count: 0, lastAt: null }

export function createVaults(): Vaults {
  const links = new Map<string, VaultLink>()
  const away = new Map<string, Missed>()

  function remove(link: VaultLink): void {
    if (links.get(link.vault) !== link) return
    links.delete(link.vault)
    away.set(link.vault, nothing)
    const [oldest] = away.keys()
    if (away.size > mostAway && oldest !== undefined) away.delete(oldest)
  }

  return {
    find: (vault) => links.get(vault) ?? null,
    missed(vault) {
      const known = away.get(vault)
      if (known) away.set(vault, { count: known.count + 1, lastAt: Date.now() })
    },
    add(link) {
      links.get(link.vault)?.cut('replaced')
      links.set(link.vault, link)
      void link.ended.then(() => remove(link))
      const missed = away.get(link.vault) ?? nothing
      away.delete(link.vault)
      return missed
    },
    [Symbol.dispose]() {
      for (const link of links.values()) link.cut('the relay ends')
    },
  }
}
