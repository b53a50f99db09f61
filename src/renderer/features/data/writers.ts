import type { KnownNamesQuery } from '../../graphql/documents.generated.ts'

type Visitor = Pick<KnownNamesQuery['visitors'][number], 'caller' | 'spellings'>

/**
 * Who may have written records, each once, as the logs name them: the owner, those who came, and
 * the one that is chosen. The vault finds what a platform wrote by any spelling of its name, so
 * all of them are one choice. Pure.
 * @param chosen a caller in any spelling; null for none
 */
export function writersOf(
  visitors: readonly Visitor[],
  chosen: string | null,
): { readonly writers: readonly string[]; readonly chosen: string | null } {
  const known = visitors.find(({ spellings }) => chosen !== null && spellings.includes(chosen))
  const writer = known?.caller ?? chosen
  const others = visitors.map(({ caller }) => caller)
  const writers = new Set(['owner', ...others, ...(writer === null ? [] : [writer])])
  return { writers: [...writers], chosen: writer }
}
