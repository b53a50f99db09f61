import type { OpenVaultInfo } from './messages.ts'

/** The vault is busy at times, but not for ever. */
const LONGEST_ANSWER_MS = 30_000

/**
 * Asks the vault what only its owner may, with the token that never leaves main.
 * @param owner null while the vault is not open
 * @returns the GraphQL answer, to be parsed
 * @throws Error when the vault is not open, or does not answer
 */
export async function askOwner(owner: OpenVaultInfo['owner'], query: string): Promise<unknown> {
  if (owner === null) throw new Error('The vault is not open.')
  const answer = await fetch(owner.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}` },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
  })
  return answer.json()
}
