import { encodeCursor } from '../envelopes/page.ts'

/**
 * Relay's connection over records in order.
 * @param count called only when `totalCount` is asked for
 */
export function connection<T extends { readonly position: string }>(
  nodes: readonly T[],
  { hasNextPage, hasPreviousPage }: { hasNextPage: boolean; hasPreviousPage: boolean },
  count: () => Promise<number>,
) {
  const edges = nodes.map((node) => ({ cursor: encodeCursor(node.position), node }))
  return {
    edges,
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: count as unknown as number,
  }
}
