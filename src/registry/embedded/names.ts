import { normaliseEName } from '../../w3id/ename.ts'
import type { StoredAlias, StoredEntry } from './contents.ts'

/** The names a registry resolves. */
export interface Names {
  readonly entries: readonly StoredEntry[]
  readonly aliases: readonly StoredAlias[]
}

/**
 * The names with this entry, in the place of the one of the same eName. The id of a vault that
 * the eName leaves stays known as its own: an id leads to the first eName that left it, and to
 * nobody when others were there at that time. Protocol §3, "Also-known-as".
 */
export function withEntry<T extends Names>(names: T, entry: StoredEntry): T {
  const others = names.entries.filter(({ ename }) => ename !== entry.ename)
  const left = names.entries.find(({ ename }) => ename === entry.ename)?.evault
  const entries = [...others, entry]
  const id = left === undefined ? null : vaultId(left)
  const isNew = id !== null && !names.aliases.some(({ evault }) => evault === id)
  if (!isNew || id === vaultId(entry.evault)) return { ...names, entries }
  const isShared = others.some(({ evault }) => vaultId(evault) === id)
  const alias = { evault: id, ename: isShared ? null : entry.ename }
  return { ...names, entries, aliases: [...names.aliases, alias] }
}

/** The names without this eName and the ids it was also known as. */
export function withoutEntry<T extends Names>(names: T, gone: string): T {
  return {
    ...names,
    entries: names.entries.filter(({ ename }) => ename !== gone),
    aliases: names.aliases.filter(({ ename }) => ename !== gone),
  }
}

/** Finds entries by a name in its normal form. */
export type FindEntry = (name: string) => StoredEntry | undefined

/** An index of the names: registered eNames first, then the ids they were known as. */
export function indexNames({ entries, aliases }: Names): {
  readonly byEName: FindEntry
  readonly byAnyName: FindEntry
} {
  const byEName = new Map(entries.map((entry) => [entry.ename, entry]))
  const byVaultId = new Map(aliases.map(({ evault, ename }) => [evault, ename]))
  return {
    byEName: (name) => byEName.get(name),
    byAnyName: (name) => byEName.get(name) ?? byEName.get(byVaultId.get(name) ?? ''),
  }
}

/** The form in which ids of vaults are compared; null for one nobody can ask for. */
function vaultId(evault: string): string | null {
  try {
    return normaliseEName(evault)
  } catch {
    return null
  }
}
