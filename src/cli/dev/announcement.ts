import { version } from '../../../package.json'
import type { DevPeople } from './people.ts'
import type { DevSettings } from './settings.ts'
import type { Wallet } from './wallet.ts'

/** A development network that runs. */
export interface DevNetwork {
  readonly settings: DevSettings
  readonly people: DevPeople
  readonly wallet: Wallet
}

/** The line of `--json`: where everything is, and the secrets to use it. */
export function readyLine({ people, wallet }: DevNetwork): string {
  return JSON.stringify({
    ...{ ready: true, version, registry: people.registry },
    people: people.all.map(({ name, vault }) => {
      const { ename, localUrl: url, owner } = vault
      return { name, ename, url, owner: { url: owner.url, token: owner.token } }
    }),
    ...{ wallet: wallet.url, pid: process.pid },
  })
}

/** The same for people, with something to try. */
export function announcement({ settings, people, wallet }: DevNetwork): string {
  const { registry, all } = people
  const [first] = all
  return `A W3DS network on this computer, for development only: keys are kept unencrypted.

  Registry   ${registry.url}   secret: ${registry.secret}
  Wallet     ${wallet.url}/?uri=w3ds://…
${settings.platforms.map((url) => `  Platform   ${url}   is told of changes at ${url}/api/webhook\n`).join('')}
${all.map(({ name, vault }) => describe(name, vault.ename, vault.localUrl)).join('\n')}
${ports({ settings, people, wallet })}
Write a record, as a platform does:

  curl -X POST ${first?.vault.localUrl}/graphql -H 'Content-Type: application/json' \\
    -H 'X-ENAME: ${first?.vault.ename}' \\
    -d '{"query":"mutation { createMetaEnvelope(input: { ontology: \\"550e8400-e29b-41d4-a716-446655440001\\", payload: { content: \\"Hello!\\" }, acl: [\\"*\\"] }) { metaEnvelope { id } errors { message } } }"}'

Kept in ${settings.folder}; --fresh begins anew. Ctrl-C stops it.
`
}

function describe(name: string, ename: string, url: string): string {
  return `  ${name.padEnd(10)} ${ename}
             ${url}   GraphiQL: ${url}/graphql   Reference: ${url}/docs
`
}

/** Platforms are told addresses once: another one than they expect has to be seen. */
function ports({ settings, people, wallet }: DevNetwork): string {
  const { registryPort, walletPort } = settings
  const taken = [
    ...people.all.flatMap(({ vault }) => vault.portTaken ?? []),
    ...(isTaken(registryPort, Number(new URL(people.registry.url).port)) ? [registryPort] : []),
    ...(isTaken(walletPort, wallet.port) ? [walletPort] : []),
  ]
  if (taken.length === 0) return ''
  return `\nUsed by other programs, so that others stand above: port ${taken.join(', ')}.\n`
}

function isTaken(wanted: number, given: number): boolean {
  return wanted !== 0 && wanted !== given
}
