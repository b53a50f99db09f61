import type { Page } from '@playwright/test'
import { type VaultAddress, vaultStatus } from './app.ts'

/** A platform, as it comes to the vault: with a token of the app's own registry. */
export interface Platform {
  readonly name: string
  /** Sends a GraphQL request with its token. */
  ask(query: string, variables?: object): Promise<Answer>
}

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly data: any
  readonly errors?: readonly { readonly message: string; readonly extensions: { code: string } }[]
}

/** Certifies a platform of this name, which nobody has to prove, and lets it ask the vault. */
export async function arrive(window: Page, vault: VaultAddress, name: string): Promise<Platform> {
  const status = await vaultStatus(window)
  if (status.state !== 'ready') throw new Error(`the vault is ${status.state}`)
  const certified = await fetch(`${status.registryUrl}/platforms/certification`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ platform: name }),
  })
  const { token } = (await certified.json()) as { token: string }
  return {
    name,
    async ask(query, variables = {}) {
      const response = await fetch(`${vault.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-ename': vault.ename,
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ query, variables }),
      })
      return (await response.json()) as Answer
    },
  }
}

/** Records as a platform reads them. */
export const readRecords = '{ metaEnvelopes(first: 20) { edges { node { id ontology } } } }'

/** The codes an answer was refused with. */
export function codesOf({ errors = [] }: Answer): string[] {
  return errors.map(({ extensions }) => extensions.code)
}

/** Why `refuse` has the vault refuse. */
export const refusal = 'The database is not there.'

/** Has the vault refuse the window's queries that ask for a field, until it is ended. */
export async function refuse(window: Page, field: string): Promise<{ end(): Promise<void> }> {
  const address = '**/graphql'
  await window.route(address, async (route) => {
    if (!route.request().postData()?.includes(field)) return route.continue()
    const errors = [{ message: refusal }]
    return route.fulfill({ json: { errors }, headers: { 'access-control-allow-origin': '*' } })
  })
  return { end: () => window.unroute(address) }
}
