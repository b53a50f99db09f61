import { postJson } from './http-call.ts'
import type { GraphQLResult } from './types.ts'

/**
 * Asks a GraphQL endpoint; what it refuses in its own words is an answer.
 * @throws Refused when somebody before it refuses
 */
export async function askGraphQL<Data>(
  url: string,
  asked: { readonly query: string; readonly variables: object | undefined },
  headers: Readonly<Record<string, string>>,
): Promise<GraphQLResult<Data>> {
  const answer = await postJson(url, asked, headers, isGraphQL)
  return { data: null, errors: [], ...(answer as Partial<GraphQLResult<Data>>) }
}

function isGraphQL(json: unknown): boolean {
  return typeof json === 'object' && json !== null && ('data' in json || 'errors' in json)
}
