import type { GraphQLContext } from './context.ts'

/**
 * The lines by which the logs have a caller: of a platform one for each spelling it came in.
 * @param caller one of those lines
 */
export async function spellingsOf(
  caller: string,
  { grant, services }: Pick<GraphQLContext, 'grant' | 'services'>,
): Promise<readonly string[]> {
  if (!caller.startsWith('platform ')) return [caller]
  return (await services.visitors.get(grant('oversee'), caller))?.spellings ?? [caller]
}
